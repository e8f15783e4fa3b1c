package dev.muster.format.update.suit;

import dev.muster.format.MalformedException;
import dev.muster.format.cose.CoseCipher;
import dev.muster.format.cose.CoseEncrypt;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseProfile;
import dev.muster.format.cose.CoseStream;
import dev.muster.format.cose.KdfContext;
import dev.muster.format.cose.Opened;
import dev.muster.format.cose.RecipientAlgorithm;
import dev.muster.format.cose.RecipientKey;
import dev.muster.format.crypto.CounterMode;
import dev.muster.format.crypto.Crypto;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Opens encrypted payloads (firmware-encryption-26): AES-KW or ECDH-ES with AES-KW for the content key, then AES-CTR, AES-GCM
 * or ChaCha20-Poly1305. AES-CTR protects nothing: the manifest's digest of the plain image does.
 *
 * @param keys of this device: symmetric, or with their private part
 */
public record PayloadCipher(List<CoseKey> keys) {
    private static final byte[] NO_AAD = {};

    /** What keys of payloads are bound to (firmware-encryption-26 §6.2). */
    static final KdfContext CONTEXT = new KdfContext(
            Optional.empty(),
            Optional.empty(),
            Optional.of(EncryptionPoints.KDF_OTHER.getBytes(StandardCharsets.US_ASCII)),
            Optional.empty());

    private static final int SYMMETRIC = 4;

    /** Type and curve: P-256, P-384, P-521, X25519, X448 (RFC 9053 §7.1). */
    private static final Set<String> AGREEING = Set.of("2/1", "2/2", "2/3", "1/4", "1/5");

    private static final List<RecipientAlgorithm> AGREEMENTS = List.of(
            RecipientAlgorithm.ECDH_ES_A128KW, RecipientAlgorithm.ECDH_ES_A192KW, RecipientAlgorithm.ECDH_ES_A256KW);

    public PayloadCipher {
        keys = List.copyOf(keys);
    }

    /**
     * @param info content of the parameter encryption-info
     * @throws Device.Failed when none of the keys opens it
     */
    public byte[] open(byte[] info, byte[] ciphertext) {
        CoseEncrypt message = parse(info);
        CoseCipher cipher = CoseCipher.of(Crypto.standard(), CoseProfile.GENERIC);
        String why = "no key";
        for (CoseKey key : keys) {
            switch (cipher.open(message, own(key), NO_AAD, Optional.of(ciphertext))) {
                case Opened.Content content -> {
                    return content.plain();
                }
                case Opened.Refused refused -> why = refused.detail();
            }
        }
        throw closed(why);
    }

    /**
     * What opens a payload piece by piece as it comes; empty when its end decides whether any of it may be believed, and
     * {@link #open} opens it whole. Costs a key agreement, and reads nothing of the payload.
     *
     * @throws Device.Failed when none of the keys opens it
     */
    public Optional<CounterMode> stream(byte[] info) {
        CoseEncrypt message = parse(info);
        String why = "no key";
        for (CoseKey key : keys) {
            switch (CoseStream.of(Crypto.standard(), CoseProfile.GENERIC, message, own(key))) {
                case CoseStream.Counter stream -> {
                    return Optional.of(stream.counter());
                }
                case CoseStream.Whole whole -> {
                    return Optional.empty();
                }
                case CoseStream.Refused refused -> why = refused.detail();
            }
        }
        throw closed(why);
    }

    /**
     * How a payload is encrypted to a key.
     *
     * @throws IllegalArgumentException with the reason when it cannot be
     */
    public static RecipientAlgorithm way(CoseKey key) {
        List<RecipientAlgorithm> ways = AGREEMENTS;
        if (isShared(key)) {
            ways = switch (key.k().length) {
                case 16 -> List.of(RecipientAlgorithm.A128KW);
                case 24 -> List.of(RecipientAlgorithm.A192KW);
                case 32 -> List.of(RecipientAlgorithm.A256KW);
                default ->
                    throw new IllegalArgumentException(
                            "a secret of " + key.k().length + " bytes wraps nothing; 16, 24 or 32 do");
            };
        } else if (!AGREEING.contains(key.kty() + "/" + key.crv())) {
            throw new IllegalArgumentException(
                    "a key of type " + key.kty() + " on curve " + key.crv() + " agrees on nothing");
        }
        return ways.stream()
                .filter(way -> key.allows(way.id()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the key says that it is for another algorithm"));
    }

    /**
     * Whether a key opens what was encrypted to it.
     *
     * @throws IllegalArgumentException with the reason when it cannot; {@link MalformedException} when its numbers are no key
     */
    public static void requireOwn(CoseKey key) {
        way(key);
        if (!isShared(key)) {
            if (!key.isPrivate()) {
                throw new IllegalArgumentException("only the public half of a key");
            }
            key.privateKey();
        }
    }

    /** Whether it is a secret that device and maker share. */
    static boolean isShared(CoseKey key) {
        return key.kty() == SYMMETRIC;
    }

    private static RecipientKey own(CoseKey key) {
        return new RecipientKey(key, Optional.empty(), CONTEXT);
    }

    private static Device.Failed closed(String why) {
        return new Device.Failed("the payload cannot be decrypted: " + why);
    }

    private static CoseEncrypt parse(byte[] info) {
        CoseEncrypt message;
        try {
            message = CoseEncrypt.parse(info, CoseProfile.GENERIC);
        } catch (MalformedException e) {
            throw new Device.Failed("unreadable encryption info: " + e.getMessage(), e);
        }
        if (message.ciphertext().isPresent()) {
            throw new Device.Failed("the ciphertext of encryption info is detached");
        }
        return message;
    }
}
