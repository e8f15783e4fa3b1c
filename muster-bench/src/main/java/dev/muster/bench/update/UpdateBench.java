package dev.muster.bench.update;

import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseSign1;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.crypto.Crypto;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.SignatureScheme;
import dev.muster.format.der.EcdsaSignature;
import dev.muster.format.update.suit.ArtifactUri;
import dev.muster.format.update.suit.ClassIds;
import dev.muster.format.update.suit.Envelope;
import dev.muster.format.update.suit.EnvelopeBuilder;
import dev.muster.format.update.suit.EnvelopeVerifier;
import dev.muster.format.update.suit.FirmwareTemplate;
import dev.muster.format.update.suit.Manifest;
import dev.muster.format.update.suit.SuitDigest;
import dev.muster.format.update.suit.SuitWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Works by turns with its peer and prints the middle of the rounds, by the processor time of the measuring thread. */
public final class UpdateBench {
    private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 60;
    private static final int TURN = 64;
    private static final int IMAGE = 64 * 1024 * 1024;

    private UpdateBench() {}

    /** @param arguments {@code --polls DEVICES [SECONDS]}: only polls and a rollout, against a server with so many devices; or
     *     {@code --pair OLD NEW}: two versions of a file, to make a difference of, after all else */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length >= 2 && arguments[0].equals("--polls")) {
            PollBench.run(Integer.parseInt(arguments[1]), arguments.length > 2 ? Integer.parseInt(arguments[2]) : 10);
            return;
        }
        envelope();
        PayloadBench.run(IMAGE);
        if (arguments.length == 3 && arguments[0].equals("--pair")) {
            DeltaBench.run(Path.of(arguments[1]), Path.of(arguments[2]));
        } else {
            System.out.println("no difference measured: name two versions of a file with --pair OLD NEW");
        }
    }

    private static void envelope() throws Exception {
        KeyPair maker = Keys.generateP256(new SecureRandom());
        byte[] vendor = ClassIds.vendor("acme.example");
        SuitDigest image = SuitDigest.sha256(new byte[1]);
        byte[] bytes = EnvelopeBuilder.of(new FirmwareTemplate(
                                2,
                                vendor,
                                ClassIds.deviceClass(vendor, "cam"),
                                image,
                                1,
                                ArtifactUri.of(image.value()),
                                "2.0",
                                "What is new in this version, in a few words.")
                        .manifest())
                .sign(CoseSigner.of(CoseAlgorithm.ESP256, maker.getPrivate(), Optional.empty()));
        Callable<Boolean> plan = () -> {
            Envelope envelope = Envelope.parse(bytes);
            return envelope.authentication().digest().matchesWrapped(envelope.manifestBytes())
                    && Manifest.parse(envelope).components().size() == 1;
        };
        double[] alone = turns(plan, plan, 60_000, 400);
        System.out.printf("envelope of %d bytes: decode, digest, manifest  %.2f us (goal 5)%n", bytes.length, alone[0]);
        EnvelopeVerifier verifier = new EnvelopeVerifier(
                List.of(new EnvelopeVerifier.Signer("acme", VerificationKey.of(maker.getPublic()))));
        Callable<Boolean> whole = () -> {
            Envelope envelope = Envelope.parse(bytes);
            return verifier.verify(envelope) instanceof EnvelopeVerifier.Verification.Verified
                    && Manifest.parse(envelope).components().size() == 1;
        };
        warm(verifier, bytes);
        double[] both = turns(whole, raw(bytes, maker), 4_000, TURN);
        System.out.printf(
                "envelope verified and read  %.1f us, raw signature  %.1f us, ratio %.3f (goal 1.03)%n",
                both[0], both[1], both[0] / both[1]);
    }

    /**
     * All but the provider's part until it is compiled: a signature of another length is refused before the provider is
     * asked. A slow provider leaves too few turns in the warm-up for that.
     */
    private static void warm(EnvelopeVerifier verifier, byte[] bytes) {
        Envelope envelope = Envelope.parse(bytes);
        CoseSign1 whole =
                CoseSign1.parse(envelope.authentication().blocks().getFirst().encoded());
        byte[] cut = new CoseSign1(whole.headers(), whole.payload(), new byte[63]).encode();
        byte[] shorter = SuitWriter.envelope(
                envelope.authentication().digestBytes(),
                List.of(cut),
                envelope.manifestBytes(),
                envelope.severed(),
                envelope.integrated());
        for (int i = 0; i < 50_000; i++) {
            if (verifier.verify(Envelope.parse(shorter)) instanceof EnvelopeVerifier.Verification.Verified) {
                throw new IllegalStateException("a signature of 63 bytes holds");
            }
        }
    }

    private static Callable<Boolean> raw(byte[] bytes, KeyPair maker) {
        Envelope envelope = Envelope.parse(bytes);
        CoseSign1 message =
                CoseSign1.parse(envelope.authentication().blocks().getFirst().encoded());
        byte[] signed =
                message.toBeSigned(new byte[0], envelope.authentication().digestBytes());
        byte[] der = EcdsaSignature.toDer(message.signature());
        Provider provider = Crypto.standard().provider(SignatureScheme.ECDSA_P256_SHA256);
        VerificationKey key = VerificationKey.of(maker.getPublic()).prepared(Crypto.standard());
        return () -> {
            Signature engine = Signature.getInstance("SHA256withECDSA", provider);
            engine.initVerify(key.key());
            engine.update(signed);
            return engine.verify(der);
        };
    }

    /** Microseconds of processor for one call of each, the middle of all rounds. */
    private static double[] turns(Callable<Boolean> one, Callable<Boolean> other, int warmUp, int turn)
            throws Exception {
        nanos(one, warmUp);
        nanos(other, warmUp);
        double[] first = new double[ROUNDS];
        double[] second = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            first[round] = nanos(one, turn) / 1e3 / turn;
            second[round] = nanos(other, turn) / 1e3 / turn;
        }
        Arrays.sort(first);
        Arrays.sort(second);
        return new double[] {first[ROUNDS / 2], second[ROUNDS / 2]};
    }

    private static long nanos(Callable<Boolean> work, int times) throws Exception {
        long start = THREAD.getCurrentThreadCpuTime();
        for (int i = 0; i < times; i++) {
            if (!work.call()) {
                throw new IllegalStateException("it does not hold");
            }
        }
        return THREAD.getCurrentThreadCpuTime() - start;
    }
}
