package dev.muster.format.audit.merkle;

import dev.muster.format.audit.merkle.SignedNote.NoteSignature;
import dev.muster.format.crypto.Crypto;
import dev.muster.format.crypto.SignatureScheme;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The public key of a log or a witness: Ed25519 with a name and a type (C2SP signed-note, tlog-cosignature). In text, a
 * vkey: {@code <name>+<key id in hex>+<base64 of type and key>}.
 *
 * @param name no spaces, no plus sign
 * @param type what the signature covers
 * @param key 32 bytes, RFC 8032 encoding
 */
public record NoteKey(String name, Type type, byte[] key) {
    private static final int KEY_BYTES = 32;
    private static final int TIME_BYTES = 8;

    /** The signature types that are understood. */
    public enum Type {
        /** Over the text of the note. */
        ED25519(1),
        /** Over {@code cosignature/v1}, a time and the checkpoint. */
        COSIGNATURE_V1(4);

        private final int code;

        Type(int code) {
            this.code = code;
        }

        /** The byte on the wire. */
        public int code() {
            return code;
        }
    }

    /** @throws MerkleException when the name or the length of the key is not allowed */
    public NoteKey {
        if (!validName(name) || key.length != KEY_BYTES) {
            throw new MerkleException("a note key has a name without spaces and plus signs, and 32 bytes");
        }
    }

    /** The note key of an Ed25519 public key. */
    public static NoteKey of(String name, Type type, PublicKey key) {
        if (!(key instanceof EdECPublicKey edKey)) {
            throw new IllegalArgumentException("a note key is an Ed25519 key, not " + key.getAlgorithm());
        }
        byte[] y = edKey.getPoint().getY().toByteArray();
        byte[] encoded = new byte[KEY_BYTES];
        for (int i = 0; i < Math.min(y.length, KEY_BYTES); i++) {
            encoded[i] = y[y.length - 1 - i];
        }
        if (edKey.getPoint().isXOdd()) {
            encoded[KEY_BYTES - 1] |= (byte) 0x80;
        }
        return new NoteKey(name, type, encoded);
    }

    /**
     * Reads a vkey.
     *
     * @throws MerkleException when it is none, has another type, or a wrong key id
     */
    public static NoteKey parse(String vkey) {
        String[] parts = vkey.split("\\+", 3);
        try {
            if (parts.length == 3) {
                byte[] bytes = Base64.getDecoder().decode(parts[2]);
                for (Type type : Type.values()) {
                    if (bytes.length == KEY_BYTES + 1 && bytes[0] == type.code()) {
                        NoteKey key = new NoteKey(parts[0], type, Arrays.copyOfRange(bytes, 1, bytes.length));
                        if (key.vkey().equals(vkey)) {
                            return key;
                        }
                    }
                }
            }
        } catch (IllegalArgumentException notBase64) {
            throw new MerkleException("not a note key: " + vkey);
        }
        throw new MerkleException("not a note key: " + vkey);
    }

    /** The text form. */
    public String vkey() {
        byte[] typed = ByteBuffer.allocate(KEY_BYTES + 1)
                .put((byte) type.code())
                .put(key)
                .array();
        return "%s+%08x+%s".formatted(name, keyId(), Base64.getEncoder().encodeToString(typed));
    }

    /** First four bytes of SHA-256 over name, newline, type and key. */
    public int keyId() {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(name.getBytes(StandardCharsets.UTF_8));
            sha.update((byte) '\n');
            sha.update((byte) type.code());
            return ByteBuffer.wrap(sha.digest(key)).getInt();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /** Whether one of the signatures of the note is a good one by this key. */
    public boolean verify(SignedNote note) {
        return find(note).isPresent();
    }

    /**
     * The good signature by this key on the note; of a cosignature {@link #time} tells when. A note with a bad signature by a
     * known key is refused, also when a good one stands beside it (C2SP signed-note).
     */
    public Optional<NoteSignature> find(SignedNote note) {
        List<NoteSignature> own = note.signatures().stream()
                .filter(signature -> signature.name().equals(name) && signature.keyId() == keyId())
                .toList();
        return own.stream().allMatch(signature -> good(note.text(), signature.signature()))
                ? own.stream().findFirst()
                : Optional.empty();
    }

    /** When the witness signed. */
    public static Instant time(NoteSignature cosignature) {
        return Instant.ofEpochSecond(ByteBuffer.wrap(cosignature.signature()).getLong());
    }

    /** The bytes that a cosignature at this time covers. */
    public static byte[] cosigned(String checkpoint, Instant time) {
        return ("cosignature/v1\ntime " + time.getEpochSecond() + "\n" + checkpoint).getBytes(StandardCharsets.UTF_8);
    }

    private boolean good(String text, byte[] signature) {
        if (type == Type.ED25519) {
            return ed25519(text.getBytes(StandardCharsets.UTF_8), signature);
        }
        if (signature.length <= TIME_BYTES || ByteBuffer.wrap(signature).getLong() < 0) {
            return false;
        }
        Instant time;
        try {
            time = Instant.ofEpochSecond(ByteBuffer.wrap(signature).getLong());
        } catch (java.time.DateTimeException outOfRange) {
            return false;
        }
        return ed25519(cosigned(text, time), Arrays.copyOfRange(signature, TIME_BYTES, signature.length));
    }

    private boolean ed25519(byte[] message, byte[] signature) {
        try {
            return Crypto.standard().verify(SignatureScheme.ED25519, publicKey(), message, signature);
        } catch (MerkleException notAPoint) {
            return false;
        }
    }

    /**
     * The key for the JCA.
     *
     * @throws MerkleException when the bytes are no point of the curve
     */
    public PublicKey publicKey() {
        byte[] bigEndian = new byte[KEY_BYTES];
        for (int i = 0; i < KEY_BYTES; i++) {
            bigEndian[i] = key[KEY_BYTES - 1 - i];
        }
        boolean xOdd = (bigEndian[0] & 0x80) != 0;
        bigEndian[0] &= 0x7f;
        EdECPoint point = new EdECPoint(xOdd, new BigInteger(1, bigEndian));
        try {
            return KeyFactory.getInstance("Ed25519")
                    .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
        } catch (GeneralSecurityException notAPoint) {
            throw new MerkleException("not a point of the curve");
        }
    }

    static boolean validName(String name) {
        return !name.isEmpty() && name.codePoints().noneMatch(c -> c == '+' || space(c));
    }

    /** White_Space of Unicode: no-break spaces and NEL too, which the language's own question leaves out. */
    private static boolean space(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NoteKey that
                && name.equals(that.name)
                && type == that.type
                && Arrays.equals(key, that.key);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, type, Arrays.hashCode(key));
    }

    @Override
    public String toString() {
        return vkey();
    }
}
