package dev.muster.server.joining;

import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.SignatureScheme;
import dev.muster.format.join.x509.CertificationRequest;
import dev.muster.format.join.x509.KeyType;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;

/** Makes keys for devices that cannot (RFC 7030 §4.4). They are not kept: an answer that is lost is a key that is lost. */
record ServerMadeKeys(SecureRandom random) {
    private static final int RSA_BITS = 3072;

    /** A key, and the request that stands for the device's own. */
    record Made(PrivateKey key, CertificationRequest request) {}

    /** A key of the kind that the request has, with the name that it asks for. */
    Made like(CertificationRequest asked) {
        KeyPair pair = pair(asked.keyType());
        return new Made(pair.getPrivate(), CertificationRequest.create(asked.subject(), pair));
    }

    private KeyPair pair(KeyType type) {
        return switch (type) {
            case RSA -> rsa();
            case P256 -> Keys.generate(SignatureScheme.ECDSA_P256_SHA256, random);
            case P384 -> Keys.generate(SignatureScheme.ECDSA_P384_SHA384, random);
            case P521 -> Keys.generate(SignatureScheme.ECDSA_P521_SHA512, random);
            case ED25519 -> Keys.generate(SignatureScheme.ED25519, random);
            case ML_DSA_44 -> Keys.generate(SignatureScheme.ML_DSA_44, random);
            case ML_DSA_65 -> Keys.generate(SignatureScheme.ML_DSA_65, random);
            case ML_DSA_87 -> Keys.generate(SignatureScheme.ML_DSA_87, random);
        };
    }

    private KeyPair rsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(RSA_BITS, random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every JDK has RSA
        }
    }
}
