package dev.muster.format.crypto;

import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** Where private keys live: a PKCS #12 file or a PKCS #11 token. A key is found by its alias; it may never leave. */
public interface KeyBackend {
    /**
     * A private key and what belongs to it.
     *
     * @param chain the certificate of the key first; empty when the backend has none
     */
    record Entry(String alias, PrivateKey privateKey, PublicKey publicKey, List<X509Certificate> chain) {}

    /** A short name for messages: {@code pkcs12:issuer.p12} or {@code pkcs11:token}. */
    String name();

    /** Aliases of all private keys. */
    List<String> aliases();

    /** The private key with this alias. */
    Optional<Entry> find(String alias);

    /**
     * A fresh key that {@link #store} takes. In a token it is made there and never leaves.
     *
     * @throws CryptoException when the backend has no such keys
     */
    KeyPair generate(SignatureScheme scheme, SecureRandom random);

    /** Stores a key with its certificate chain, replacing what the alias held; durable when this returns. */
    void store(String alias, PrivateKey key, List<X509Certificate> chain);
}
