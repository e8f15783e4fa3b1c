package dev.muster.bench.wire;

import dev.muster.format.cbor.CborMap;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseProfile;
import dev.muster.format.cose.CoseSign1;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.CoseVerifier;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.crypto.Crypto;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.SignatureScheme;
import dev.muster.format.der.EcdsaSignature;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.security.Signature;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One ES256 signature, bare and inside a message that is parsed and checked in the strict profile. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class VerifyBenchmark {
    private static final int TURN = 32;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** The provider that Muster chooses here, or the JDK's own. */
    @Param({"chosen", "jdk"})
    public String provider = "chosen";

    private @Nullable Fixture fixture;

    private record Fixture(
            Provider provider, CoseVerifier verifier, VerificationKey key, byte[] message, byte[] signed, byte[] der) {}

    /** Makes key and message. */
    @Setup
    public void make() {
        Provider sun = Objects.requireNonNull(Security.getProvider("SunEC"));
        Crypto crypto = provider.equals("jdk") ? Crypto.of(List.of(sun)) : Crypto.standard();
        KeyPair pair = Keys.generateP256(new SecureRandom());
        CoseSigner signer = CoseSigner.of(CoseAlgorithm.ES256, pair.getPrivate(), Optional.of(new byte[32]));
        CoseSign1 message = CoseSign1.sign(CborMap.EMPTY, Documents.token(), signer);
        fixture = new Fixture(
                Objects.requireNonNull(crypto.provider(SignatureScheme.ECDSA_P256_SHA256)),
                CoseVerifier.of(crypto, CoseProfile.STRICT),
                VerificationKey.of(pair.getPublic()).prepared(crypto),
                message.encode(),
                message.toBeSigned(new byte[0], message.payload().orElseThrow()),
                EcdsaSignature.toDer(message.signature()));
        CoseSign1 cut = new CoseSign1(message.headers(), message.payload(), new byte[63]);
        warm(fixture, cut.encode());
    }

    /**
     * All but the provider's part until it is compiled: a signature of another length is refused before the provider is
     * asked. A slow provider leaves too few turns in the warm-up for that.
     */
    private static void warm(Fixture now, byte[] message) {
        for (int i = 0; i < 50_000; i++) {
            if (now.verifier.verify(CoseSign1.parse(message), now.key).valid()) {
                throw new IllegalStateException("a signature of 63 bytes holds");
            }
        }
    }

    /** Processor time that each of two contenders took in turns in one process. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Turns {
        /** Of {@link #cose}, in ns. */
        public long coseNanos;

        /** Of {@link #raw}, in ns. */
        public long rawNanos;
    }

    /**
     * Both by turns, each some milliseconds of processor time: the difference is about one percent, less than two
     * processes on a busy machine are apart.
     */
    @Benchmark
    @OperationsPerInvocation(2 * TURN)
    public boolean byTurns(Turns turns) throws GeneralSecurityException {
        boolean valid = true;
        long start = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < TURN; i++) {
            valid &= cose();
        }
        long middle = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < TURN; i++) {
            valid &= raw();
        }
        turns.coseNanos += middle - start;
        turns.rawNanos += THREADS.getCurrentThreadCpuTime() - middle;
        return valid;
    }

    /** Bytes to verdict: parse, headers, Sig_structure, signature. */
    @Benchmark
    public boolean cose() {
        Fixture now = Objects.requireNonNull(fixture);
        return now.verifier.verify(CoseSign1.parse(now.message), now.key).valid();
    }

    /** What the same provider needs for the same signature when everything else is ready. */
    @Benchmark
    public boolean raw() throws GeneralSecurityException {
        Fixture now = Objects.requireNonNull(fixture);
        Signature engine = Signature.getInstance("SHA256withECDSA", now.provider);
        engine.initVerify(now.key.key());
        engine.update(now.signed);
        return engine.verify(now.der);
    }
}
