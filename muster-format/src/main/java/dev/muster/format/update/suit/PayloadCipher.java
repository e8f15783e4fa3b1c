package dev.muster.format.update.suit;

import dev.muster.format.MalformedException;
import dev.muster.format.cose.CoseCipher;
import dev.muster.format.cose.CoseEncrypt;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseProfile;
import dev.muster.format.cose.KdfContext;
import dev.muster.format.cose.Opened;
import dev.muster.format.cose.RecipientKey;
import dev.muster.format.crypto.Crypto;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Opens encrypted payloads (firmware-encryption-26): AES-KW or ECDH-ES with AES-KW for the content key, then AES-CTR, AES-GCM
 * or ChaCha20-Poly1305. AES-CTR protects nothing: the manifest's digest of the plain image does.
 *
 * @param keys of this device: symmetric, or with their private part
 */
public record PayloadCipher(List<CoseKey> keys) {
    private static final byte[] NO_AAD = {};

    private static final KdfContext CONTEXT = new KdfContext(
            Optional.empty(),
            Optional.empty(),
            Optional.of(EncryptionPoints.KDF_OTHER.getBytes(StandardCharsets.US_ASCII)),
            Optional.empty());

    public PayloadCipher {
        keys = List.copyOf(keys);
    }

    /**
     * @param info content of the parameter encryption-info
     * @throws Device.Failed when none of the keys opens it
     */
    public byte[] open(byte[] info, byte[] ciphertext) {
        CoseEncrypt message;
        try {
            message = CoseEncrypt.parse(info, CoseProfile.GENERIC);
        } catch (MalformedException e) {
            throw new Device.Failed("unreadable encryption info: " + e.getMessage(), e);
        }
        if (message.ciphertext().isPresent()) {
            throw new Device.Failed("the ciphertext of encryption info is detached");
        }
        CoseCipher cipher = CoseCipher.of(Crypto.standard(), CoseProfile.GENERIC);
        String why = "no key";
        for (CoseKey key : keys) {
            switch (cipher.open(
                    message, new RecipientKey(key, Optional.empty(), CONTEXT), NO_AAD, Optional.of(ciphertext))) {
                case Opened.Content content -> {
                    return content.plain();
                }
                case Opened.Refused refused -> why = refused.detail();
            }
        }
        throw new Device.Failed("the payload cannot be decrypted: " + why);
    }
}
