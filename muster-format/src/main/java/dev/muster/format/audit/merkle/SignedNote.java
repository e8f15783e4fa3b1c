package dev.muster.format.audit.merkle;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/**
 * A text with signature lines (C2SP signed-note).
 *
 * @param text signed text; ends with a newline
 * @param signatures one per line, in order
 */
public record SignedNote(String text, List<NoteSignature> signatures) {
    /** As in the specification: a note is small enough to be read whole. */
    public static final int MAX_BYTES = 1_000_000;
    /** As in the specification. */
    public static final int MAX_SIGNATURES = 100;

    private static final String LINE_START = "\u2014 ";
    private static final int KEY_ID_BYTES = 4;

    /** @throws MerkleException when the text does not end with a newline */
    public SignedNote {
        signatures = List.copyOf(signatures);
        if (!text.endsWith("\n")) {
            throw new MerkleException("the text of a note ends with a newline");
        }
    }

    /**
     * One signature line.
     *
     * @param name of the key
     * @param keyId first four bytes of a hash over name, type and public key
     * @param signature as its key type defines
     */
    public record NoteSignature(String name, int keyId, byte[] signature) {
        @Override
        public boolean equals(Object other) {
            return other instanceof NoteSignature that
                    && name.equals(that.name)
                    && keyId == that.keyId
                    && Arrays.equals(signature, that.signature);
        }

        @Override
        public int hashCode() {
            return Objects.hash(name, keyId, Arrays.hashCode(signature));
        }

        /** The whole line, newline included. */
        public String line() {
            byte[] bytes = ByteBuffer.allocate(KEY_ID_BYTES + signature.length)
                    .putInt(keyId)
                    .put(signature)
                    .array();
            return LINE_START + name + " " + Base64.getEncoder().encodeToString(bytes) + "\n";
        }
    }

    /** The same text with one more signature. */
    public SignedNote with(NoteSignature signature) {
        List<NoteSignature> more = new ArrayList<>(signatures);
        more.add(signature);
        return new SignedNote(text, more);
    }

    /** The note as it is sent: text, an empty line, signature lines. */
    public byte[] encode() {
        StringBuilder note = new StringBuilder(text).append('\n');
        signatures.forEach(signature -> note.append(signature.line()));
        return note.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a note.
     *
     * @throws MerkleException when it is none: not UTF-8, control characters, no signature, a line that is no signature
     */
    public static SignedNote parse(byte[] bytes) {
        String note = utf8(bytes);
        int split = note.lastIndexOf("\n\n");
        if (split < 0 || !note.endsWith("\n") || split + 2 == note.length()) {
            throw new MerkleException("a note has a text, an empty line and signature lines");
        }
        String[] lines = note.substring(split + 2, note.length() - 1).split("\n", -1);
        if (lines.length > MAX_SIGNATURES) {
            throw new MerkleException("a note has at most " + MAX_SIGNATURES + " signatures");
        }
        List<NoteSignature> signatures = new ArrayList<>();
        for (String line : lines) {
            signatures.add(signature(line));
        }
        return new SignedNote(note.substring(0, split + 1), signatures);
    }

    private static String utf8(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new MerkleException("a note has at most " + MAX_BYTES + " bytes");
        }
        String note;
        try {
            note = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException bad) {
            throw new MerkleException("a note is UTF-8");
        }
        if (note.chars().anyMatch(c -> c < ' ' && c != '\n')) {
            throw new MerkleException("a note has no control characters besides newlines");
        }
        return note;
    }

    private static NoteSignature signature(String line) {
        String[] parts = line.split(" ", -1);
        if (parts.length != 3 || !parts[0].equals(LINE_START.trim()) || !NoteKey.validName(parts[1])) {
            throw new MerkleException("not a signature line: " + line);
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(parts[2]);
            if (bytes.length > KEY_ID_BYTES
                    && Base64.getEncoder().encodeToString(bytes).equals(parts[2])) {
                return new NoteSignature(
                        parts[1],
                        ByteBuffer.wrap(bytes).getInt(),
                        Arrays.copyOfRange(bytes, KEY_ID_BYTES, bytes.length));
            }
        } catch (IllegalArgumentException notBase64) {
            throw new MerkleException("not a signature line: " + line);
        }
        throw new MerkleException("not a signature line: " + line);
    }
}
