package dev.muster.format.audit.merkle;

import dev.muster.format.audit.merkle.SignedNote.NoteSignature;
import dev.muster.format.crypto.Crypto;
import dev.muster.format.crypto.SignatureScheme;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.List;

/** The private half of a {@link NoteKey}: signs checkpoints as a log, or cosigns them as a witness. */
public final class NoteSigner {
    private static final int TIME_BYTES = 8;

    private final NoteKey key;
    private final PrivateKey privateKey;

    /**
     * @param key the public half
     * @param privateKey Ed25519
     */
    public NoteSigner(NoteKey key, PrivateKey privateKey) {
        this.key = key;
        this.privateKey = privateKey;
    }

    /** The public half. */
    public NoteKey key() {
        return key;
    }

    /** The checkpoint as a note with one signature by this key, which is of type {@code ED25519}. */
    public SignedNote sign(Checkpoint checkpoint) {
        String text = checkpoint.text();
        byte[] signature = ed25519(text.getBytes(StandardCharsets.UTF_8));
        return new SignedNote(text, List.of(new NoteSignature(key.name(), key.keyId(), signature)));
    }

    /** A cosignature by this key, which is of type {@code COSIGNATURE_V1}, at {@code time} (seconds count). */
    public NoteSignature cosign(SignedNote note, Instant time) {
        byte[] signature = ed25519(NoteKey.cosigned(note.text(), time));
        byte[] timed = ByteBuffer.allocate(TIME_BYTES + signature.length)
                .putLong(time.getEpochSecond())
                .put(signature)
                .array();
        return new NoteSignature(key.name(), key.keyId(), timed);
    }

    private byte[] ed25519(byte[] message) {
        return Crypto.standard().sign(SignatureScheme.ED25519, privateKey, message);
    }
}
