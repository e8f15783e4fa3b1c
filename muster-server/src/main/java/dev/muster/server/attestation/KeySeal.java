package dev.muster.server.attestation;

import dev.muster.core.attestation.ImportedKeys;
import dev.muster.core.attestation.SharedKey;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.cose.EncryptionAlgorithm;
import dev.muster.format.crypto.ContentCipher;
import dev.muster.format.crypto.Crypto;
import dev.muster.format.crypto.HashName;
import dev.muster.format.crypto.SecretKeys;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Closes shared keys for the record, and opens them: AES-256-GCM under a secret that never leaves the server's folder, bound
 * to organisation and owner, so that a row moved elsewhere opens nothing. Servers with one challenge key open one another's.
 */
public final class KeySeal {
    private static final byte[] INFO = "muster sealed attestation keys".getBytes(StandardCharsets.US_ASCII);
    private static final ContentCipher CIPHER = EncryptionAlgorithm.A256GCM.cipher();

    private final Crypto crypto = Crypto.standard();
    private final byte[] secret;

    /** @param challenge the verifier's secret, see {@link AttestationKeys} */
    public KeySeal(byte[] challenge) {
        this.secret = SecretKeys.hkdf(HashName.SHA256, challenge, new byte[0], INFO, CIPHER.keyBytes());
    }

    /** @param random cryptographically strong */
    byte[] close(OrgId org, ImportedKeys.Owner owner, SharedKey key, RandomGenerator random) {
        byte[] nonce = new byte[CIPHER.nonceBytes()];
        random.nextBytes(nonce);
        byte[] closed = CIPHER.encrypt(
                crypto, secret, nonce, bound(org, owner), key.key().encode());
        byte[] sealed = Arrays.copyOf(nonce, nonce.length + closed.length);
        System.arraycopy(closed, 0, sealed, nonce.length, closed.length);
        return sealed;
    }

    /** Empty when another server closed it, or it is another organisation's or owner's. */
    Optional<SharedKey> open(OrgId org, ImportedKeys.Owner owner, byte[] sealed) {
        if (sealed.length < CIPHER.nonceBytes()) {
            return Optional.empty();
        }
        byte[] nonce = Arrays.copyOf(sealed, CIPHER.nonceBytes());
        byte[] closed = Arrays.copyOfRange(sealed, CIPHER.nonceBytes(), sealed.length);
        return CIPHER.decrypt(crypto, secret, nonce, bound(org, owner), closed).map(SharedKey::parse);
    }

    private static byte[] bound(OrgId org, ImportedKeys.Owner owner) {
        // No part can hold a zero, so none can run into the next.
        return (org.value() + "\0" + owner.implementation() + "\0" + owner.instance()).getBytes(StandardCharsets.UTF_8);
    }
}
