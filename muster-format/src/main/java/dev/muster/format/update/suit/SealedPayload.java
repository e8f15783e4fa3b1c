package dev.muster.format.update.suit;

import dev.muster.format.cbor.CborMap;
import dev.muster.format.cose.CoseCipher;
import dev.muster.format.cose.CoseEncrypt;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseProfile;
import dev.muster.format.cose.EncryptionAlgorithm;
import dev.muster.format.cose.NewKey;
import dev.muster.format.cose.Recipient;
import dev.muster.format.cose.RecipientAlgorithm;
import dev.muster.format.crypto.Crypto;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A payload that only its devices read (firmware-encryption-26), with the content cipher of the profile
 * suit-sha256-esp256-ecdh-a128ctr of draft-ietf-suit-mti: AES-CTR, which a device opens as it comes in bounded memory. What it
 * does not protect, the manifest's digest of the plain image does. The same length as the image.
 *
 * @param info for the parameter encryption-info
 * @param ciphertext what is published
 */
public record SealedPayload(byte[] info, byte[] ciphertext) {
    /** More keys than this make a manifest that small devices do not take. */
    public static final int MOST_RECIPIENTS = 32;

    private static final EncryptionAlgorithm CIPHER = EncryptionAlgorithm.A128CTR;
    private static final byte[] NO_AAD = {};

    /** Bytes of the counter that begin at zero: an image of 64 GiB has no more blocks. */
    private static final int COUNTED = 4;

    /**
     * Encrypts under a fresh key.
     *
     * @param recipients public keys of devices (ECDH-ES with A128KW), or keys that they share with their maker, of 16, 24 or
     *     32 bytes (AES-KW)
     * @throws IllegalArgumentException when there is none, too many, or one that no device opens a payload with
     */
    public static SealedPayload seal(byte[] image, List<CoseKey> recipients, SecureRandom random) {
        if (recipients.isEmpty() || recipients.size() > MOST_RECIPIENTS) {
            throw new IllegalArgumentException(
                    recipients.size() + " keys; a payload is encrypted to 1 up to " + MOST_RECIPIENTS);
        }
        Crypto crypto = Crypto.standard();
        byte[] key = new byte[CIPHER.cipher().keyBytes()];
        random.nextBytes(key);
        List<Recipient> all = new ArrayList<>();
        for (CoseKey recipient : recipients) {
            RecipientAlgorithm way = PayloadCipher.way(recipient);
            NewKey wrapped = PayloadCipher.isShared(recipient)
                    ? NewKey.wrapped(crypto, recipient, key)
                    : NewKey.agreed(crypto, way, recipient, PayloadCipher.CONTEXT, key, random);
            all.add(wrapped.recipient());
        }
        CoseEncrypt sealed = CoseCipher.of(crypto, CoseProfile.GENERIC)
                .seal(CborMap.EMPTY, image, NO_AAD, CIPHER, new NewKey(key, all.getFirst()), counter(random));
        Arrays.fill(key, (byte) 0);
        return new SealedPayload(
                new CoseEncrypt(sealed.headers(), Optional.empty(), all).encode(),
                sealed.ciphertext().orElseThrow());
    }

    private static byte[] counter(SecureRandom random) {
        byte[] first = new byte[CIPHER.cipher().nonceBytes()];
        random.nextBytes(first);
        Arrays.fill(first, first.length - COUNTED, first.length, (byte) 0);
        return first;
    }
}
