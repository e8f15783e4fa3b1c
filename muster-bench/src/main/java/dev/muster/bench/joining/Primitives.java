package dev.muster.bench.joining;

import dev.muster.format.crypto.Crypto;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.SignatureScheme;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import javax.crypto.KeyAgreement;

/**
 * What the cryptography alone costs on this machine, in microseconds of a core.
 *
 * @param sign one P-256 signature by the chosen provider, its engine made once
 * @param verify one P-256 verification
 * @param agree a fresh X25519 key and one agreement, as each side of a TLS 1.3 handshake does it
 */
record Primitives(double sign, double verify, double agree) {
    private static final int ROUNDS = 5;

    /** What is signed of a device's certificate. */
    private static final int MESSAGE_BYTES = 400;

    private static final int WARMING = 3;

    /** Something that is done many times. */
    interface Work {
        void run() throws GeneralSecurityException;
    }

    static Primitives measure() throws GeneralSecurityException {
        Crypto crypto = Crypto.standard();
        crypto.preferEverywhere();
        KeyPair pair = Keys.generateP256(new SecureRandom());
        byte[] message = new byte[MESSAGE_BYTES];
        Signature verifying =
                Signature.getInstance("SHA256withECDSA", crypto.provider(SignatureScheme.ECDSA_P256_SHA256));
        verifying.initVerify(pair.getPublic());
        byte[] signature = crypto.sign(SignatureScheme.ECDSA_P256_SHA256, pair.getPrivate(), message);
        byte[] der = dev.muster.format.der.EcdsaSignature.toDer(signature);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("X25519");
        KeyPair other = generator.generateKeyPair();
        return new Primitives(
                micros(4_000, signing()),
                micros(2_000, () -> {
                    verifying.update(message);
                    if (!verifying.verify(der)) {
                        throw new IllegalStateException("a good signature does not verify");
                    }
                }),
                micros(500, () -> {
                    KeyAgreement agreement = KeyAgreement.getInstance("X25519");
                    agreement.init(generator.generateKeyPair().getPrivate());
                    agreement.doPhase(other.getPublic(), true);
                    agreement.generateSecret();
                }));
    }

    /** One signature, with an engine that is set up. */
    static Work signing() throws GeneralSecurityException {
        Signature engine =
                Signature.getInstance("SHA256withECDSA", Crypto.standard().provider(SignatureScheme.ECDSA_P256_SHA256));
        engine.initSign(Keys.generateP256(new SecureRandom()).getPrivate());
        byte[] message = new byte[MESSAGE_BYTES];
        return () -> {
            engine.update(message);
            engine.sign();
        };
    }

    /** Microseconds of the thread's own processor time for one of so many. */
    static double once(int count, Work work) throws GeneralSecurityException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long from = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < count; i++) {
            work.run();
        }
        return (threads.getCurrentThreadCpuTime() - from) / 1e3 / count;
    }

    /** The best of some rounds by the thread's own processor time, after some that do not count. */
    static double micros(int count, Work work) throws GeneralSecurityException {
        double best = Double.MAX_VALUE;
        for (int round = 0; round < WARMING + ROUNDS; round++) {
            double micros = once(count, work);
            best = round < WARMING ? best : Math.min(best, micros);
        }
        return best;
    }

    /** An enrolment on an open connection: the request's own signature, and the certificate's. */
    double enrolment() {
        return verify + sign;
    }

    /** The same with a TLS 1.3 handshake before it: both proofs, the client's certificate, the agreement. */
    double enrolmentWithHandshake() {
        return enrolment() + sign + 2 * verify + agree;
    }
}
