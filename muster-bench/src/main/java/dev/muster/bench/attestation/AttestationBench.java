package dev.muster.bench.attestation;

import dev.muster.core.attestation.AttestationEvent;
import dev.muster.core.attestation.EvidenceAppraised;
import dev.muster.core.attestation.Hindsight;
import dev.muster.core.attestation.PolicyTable;
import dev.muster.core.attestation.ReferenceSet;
import dev.muster.core.attestation.Results;
import dev.muster.core.attestation.SharedKeys;
import dev.muster.core.attestation.schemes.BuiltInSchemes;
import dev.muster.core.ledger.EventCodec;
import dev.muster.format.attest.ear.EarToken;
import dev.muster.format.attest.ear.VerifierId;
import dev.muster.format.attest.tpm.ImaLog;
import dev.muster.format.attest.tpm.TpmHash;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseSign1;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.crypto.Crypto;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.crypto.SignatureScheme;
import dev.muster.format.der.EcdsaSignature;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.Provider;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/** {@code muster bench attestation}: every ratio in one run, by the processor time of one thread or of the server's process. */
public final class AttestationBench {
    private static final int SMALL = 10_000;
    private static final int STORED = 100_000;
    private static final int LINES = 10_000;
    private static final int MORE_LINES = 100;

    /** Calls of which one in a hundred is looked at, in each of many turns. */
    private static final int SAMPLES = 2_000;

    /** Calls before anything is measured: with fewer, much of the work still runs as the first compiler left it. */
    private static final int WARM_UP = 40_000;

    private AttestationBench() {}

    /**
     * @param arguments {@code --brief}; {@code --triples N}: the large set, 1,000,000 unless told otherwise; {@code --https}:
     *     through a server of its own, too
     */
    public static void main(String[] arguments) throws Exception {
        List<String> words = List.of(arguments);
        boolean brief = words.contains("--brief");
        int large = words.contains("--triples")
                ? Integer.parseInt(words.get(words.indexOf("--triples") + 1))
                : brief ? 100_000 : 1_000_000;
        PsaFixture small = new PsaFixture(SMALL);
        token(small);
        hindsight(small, brief ? STORED / 10 : STORED);
        ima();
        if (words.contains("--https")) {
            HttpsBench.run(Duration.ofSeconds(brief ? 4 : 20));
        }
        sizes(small, large);
    }

    private static void token(PsaFixture psa) throws Exception {
        EventCodec codec = EventCodec.of(List.of(AttestationEvent.class));
        CoseSigner signer = CoseSigner.of(CoseAlgorithm.ES256, psa.key.getPrivate(), Optional.of(new byte[32]));
        Callable<Boolean> raw = raw(psa);
        double[] record = Turns.of(() -> codec.encode(psa.appraise()).length > 0, raw, WARM_UP, 100);
        System.out.printf(
                "PSA token of %d bytes: verified, appraised, event encoded  %.1f us; raw P-256 verification  %.1f us;"
                        + " %.0f %% of the raw rate (goal 75)%n",
                psa.token.length, record[0], record[1], 100 * record[1] / record[0]);
        VerifierId verifier = new VerifierId("Muster", "bench");
        byte[] message = psa.token;
        Callable<Boolean> answered =
                () -> EarToken.sign(Results.ear(psa.appraise(), verifier, false), List.of(), signer).length > 0;
        Callable<Boolean> limit = () -> raw.call() && signer.sign(message).length > 0;
        double[] answer = Turns.of(answered, limit, WARM_UP, 100);
        System.out.printf(
                "the same with a signed EAR, in process  %.1f us; verify + sign  %.1f us; %.0f %% of the limit%n",
                answer[0], answer[1], 100 * answer[1] / answer[0]);
    }

    /** The signatures of the same tokens: of one and the same the processor learns its way through the computation. */
    private static Callable<Boolean> raw(PsaFixture psa) {
        List<byte[]> signed = new ArrayList<>();
        List<byte[]> signatures = new ArrayList<>();
        for (byte[] token : psa.tokens()) {
            CoseSign1 message = CoseSign1.parse(token);
            signed.add(message.toBeSigned(new byte[0], message.payload().orElseThrow()));
            signatures.add(EcdsaSignature.toDer(message.signature()));
        }
        Provider provider = Crypto.standard().provider(SignatureScheme.ECDSA_P256_SHA256);
        VerificationKey key = VerificationKey.of(psa.key.getPublic()).prepared(Crypto.standard());
        AtomicInteger asked = new AtomicInteger();
        return () -> {
            int next = asked.getAndIncrement() % signed.size();
            Signature engine = Signature.getInstance("SHA256withECDSA", provider);
            engine.initVerify(key.key());
            engine.update(signed.get(next));
            return engine.verify(signatures.get(next));
        };
    }

    /** Decisions in memory: reading them from the database is not in it. */
    private static void hindsight(PsaFixture psa, int decisions) throws Exception {
        Hindsight hindsight = new Hindsight(BuiltInSchemes.all());
        EvidenceAppraised stored = psa.appraise();
        ReferenceSet candidate = psa.references();
        Instant at = Instant.parse("2026-11-22T12:00:00Z");
        long nanos = Turns.nanos(
                () -> hindsight
                        .whatIf(stored, candidate, PolicyTable.NONE, at, SharedKeys.NONE)
                        .isPresent(),
                decisions);
        System.out.printf(
                "what-if over %,d decisions, verified again, without reading the database  %.1f s of processor%s%n",
                decisions, nanos / 1e9, decisions == STORED ? " (goal 60)" : "");
    }

    private static String lines(int from, int count) {
        StringBuilder text = new StringBuilder();
        HexFormat hex = HexFormat.of();
        for (int i = from; i < from + count; i++) {
            byte[] digest = Sha256.of(ByteBuffer.allocate(4).putInt(i).array());
            text.append("10 ")
                    .append(hex.formatHex(digest, 0, 20))
                    .append(" ima-ng sha256:")
                    .append(hex.formatHex(digest))
                    .append(" /usr/lib/x86_64-linux-gnu/lib")
                    .append(i)
                    .append(".so.1\n");
        }
        return text.toString();
    }

    private static byte[] value(byte[] log, ImaLog.Progress from) {
        return ImaLog.parse(log).end(TpmHash.SHA256, from, false).value();
    }

    private static void ima() throws Exception {
        byte[] first = lines(0, LINES).getBytes(StandardCharsets.UTF_8);
        byte[] more = lines(LINES, MORE_LINES).getBytes(StandardCharsets.UTF_8);
        ImaLog.Progress start = ImaLog.Progress.start(TpmHash.SHA256);
        byte[] after = value(first, start);
        ImaLog.Progress there = new ImaLog.Progress(0, after);
        byte[] later = value(more, there);
        Callable<Boolean> whole = () ->
                ImaLog.parse(first).replay(TpmHash.SHA256, after, start, false).isPresent();
        Callable<Boolean> resumed = () ->
                ImaLog.parse(more).replay(TpmHash.SHA256, later, there, false).isPresent();
        double[] times = Turns.of(whole, resumed, 150, 4);
        System.out.printf(
                "IMA: %,d lines read and replayed  %.2f ms (goal 15); %d more, from where it stopped  %.3f ms (goal"
                        + " 1)%n",
                LINES, times[0] / 1e3, MORE_LINES, times[1] / 1e3);
    }

    private static void sizes(PsaFixture small, int triples) throws Exception {
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        long before = runtime.totalMemory() - runtime.freeMemory();
        long start = System.nanoTime();
        PsaFixture large = new PsaFixture(triples);
        double seconds = (System.nanoTime() - start) / 1e9;
        System.gc();
        long each = (runtime.totalMemory() - runtime.freeMemory() - before) / triples;
        double[] slowest = Turns.p99(() -> small.appraise() != null, () -> large.appraise() != null, SAMPLES);
        System.out.printf(
                "p99 with %,d triples  %.1f us; with %,d  %.1f us: %.2f times (goal 1.2, asked of 10,000,000);"
                        + " made in %.1f s, %d bytes of heap a triple, %d MB of %,d may be used%n",
                SMALL,
                slowest[0],
                triples,
                slowest[1],
                slowest[1] / slowest[0],
                seconds,
                each,
                (before + each * triples) >> 20,
                runtime.maxMemory() >> 20);
        if (large.references().size() < triples) {
            throw new IllegalStateException("not all triples are there");
        }
    }
}
