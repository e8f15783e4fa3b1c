package dev.muster.format.attest.tpm;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/** Hash algorithms by their TPM_ALG_ID (TCG Algorithm Registry). */
public enum TpmHash {
    SHA1(0x0004, "SHA-1", "sha1", "sha-1", 20),
    SHA256(0x000B, "SHA-256", "sha256", "sha-256", 32),
    SHA384(0x000C, "SHA-384", "sha384", "sha-384", 48),
    SHA512(0x000D, "SHA-512", "sha512", "sha-512", 64);

    private final int id;
    private final String jca;
    private final String word;
    private final String named;
    private final int length;

    @SuppressWarnings("ImmutableEnumChecker") // never given away but to be hashed
    private final byte[] label;

    TpmHash(int id, String jca, String word, String named, int length) {
        this.id = id;
        this.jca = jca;
        this.word = word;
        this.named = named;
        this.length = length;
        this.label = (word + ":\0").getBytes(StandardCharsets.US_ASCII);
    }

    /** Its word as the kernel hashes it before a digest. */
    byte[] label() {
        return label;
    }

    public int id() {
        return id;
    }

    /** The name of the JCA. */
    public String jca() {
        return jca;
    }

    /** The name that TPM tools and IMA use. */
    public String word() {
        return word;
    }

    /** The name of the Named Information registry, as in CoRIM digests. */
    public String named() {
        return named;
    }

    /** Bytes of a digest. */
    public int length() {
        return length;
    }

    public static Optional<TpmHash> of(int id) {
        for (TpmHash hash : values()) {
            if (hash.id == id) {
                return Optional.of(hash);
            }
        }
        return Optional.empty();
    }

    public static Optional<TpmHash> ofWord(String word) {
        for (TpmHash hash : values()) {
            if (hash.word.equals(word)) {
                return Optional.of(hash);
            }
        }
        return Optional.empty();
    }

    /** The hash of parts, one after another. */
    public byte[] digest(byte[]... parts) {
        MessageDigest digest = engine();
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }

    /** An engine of it, for many hashes one after another. */
    MessageDigest engine() {
        try {
            return MessageDigest.getInstance(jca);
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java platform has " + jca, absent);
        }
    }

    /** A PCR after one more extension: the hash over the value before and the measured digest. */
    public byte[] extend(byte[] before, byte[] measured) {
        return digest(before, measured);
    }

    static TpmHash require(TpmCursor in, String field) {
        int id = in.u16(field);
        return of(id).orElseThrow(
                        () -> in.fault("the hash algorithm 0x" + Integer.toHexString(id) + " is not known", field));
    }
}
