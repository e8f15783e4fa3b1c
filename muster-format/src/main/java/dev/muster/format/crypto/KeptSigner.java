package dev.muster.format.crypto;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Signs with one key again and again: setting a provider's engine up for a key costs a quarter of an ECDSA signature, so
 * engines that are set up are kept. Thread-safe.
 */
public final class KeptSigner {
    /** As many as can be signing at once on the machines that we know; more are made and let go. */
    private static final int KEPT_MOST = 32;

    private final X509Signature algorithm;
    private final PrivateKey key;
    private final ConcurrentLinkedQueue<Signature> idle = new ConcurrentLinkedQueue<>();
    private final AtomicInteger kept = new AtomicInteger();

    /** @param key of the algorithm's family; one that lies in a token is asked anew each time, because its sessions are few */
    public KeptSigner(X509Signature algorithm, PrivateKey key) {
        this.algorithm = algorithm;
        this.key = key;
    }

    /**
     * Signs the message; the signature has the bytes that X.509 carries.
     *
     * @throws CryptoException when the key cannot sign
     */
    public byte[] sign(byte[] message) {
        if (key.getEncoded() == null) {
            return algorithm.sign(key, message);
        }
        Signature engine = idle.poll();
        if (engine == null) {
            engine = algorithm.signing(key);
        } else {
            kept.decrementAndGet();
        }
        byte[] signature;
        try {
            engine.update(message);
            signature = engine.sign();
        } catch (GeneralSecurityException e) {
            // An engine that failed may remember half of a message: it is not kept.
            throw new CryptoException("cannot sign " + algorithm.jca(), e);
        }
        if (kept.incrementAndGet() <= KEPT_MOST) {
            idle.add(engine);
        } else {
            kept.decrementAndGet();
        }
        return signature;
    }
}
