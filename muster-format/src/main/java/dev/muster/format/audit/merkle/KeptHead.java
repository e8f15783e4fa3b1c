package dev.muster.format.audit.merkle;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The head of a log that a device keeps: the key that it saw first and the newest checkpoint that grew out of all before.
 *
 * @param key pinned at first contact
 * @param note signed by that key
 */
public record KeptHead(NoteKey key, SignedNote note) {

    /** What an offered head came to. */
    public sealed interface Judged {
        /** It grew out of what is kept, or is the same: keep it. */
        record Grown(KeptHead head) implements Judged {}

        /** It is smaller than what is kept: an older copy of the log, or a server that is a moment behind. */
        record Behind(long size) implements Judged {}

        /** It cannot stand beside what is kept; both together are the proof of it. */
        record Contradicts(String why) implements Judged {}
    }

    /** @throws MerkleException when the note is not signed by the key */
    public KeptHead {
        if (!key.verify(note)) {
            throw new MerkleException("the head is not signed by " + key.name());
        }
    }

    /**
     * The first contact: whatever key the server has is pinned.
     *
     * @throws MerkleException when the offer does not hold together
     */
    public static KeptHead first(HeadOffer offer) {
        KeptHead head = new KeptHead(NoteKey.parse(offer.vkey()), SignedNote.parse(offer.note()));
        if (!head.checkpoint().origin().equals(head.key().name())) {
            throw new MerkleException("the head is of " + head.checkpoint().origin() + ", not of "
                    + head.key().name());
        }
        return head;
    }

    /** Size and root. */
    public Checkpoint checkpoint() {
        return Checkpoint.parse(note.text());
    }

    /** Whether what the server offers next grew out of this head. */
    public Judged judge(HeadOffer offer) {
        KeptHead next;
        try {
            if (!offer.vkey().equals(key.vkey())) {
                return new Judged.Contradicts("the log has another key than the one seen first: " + offer.vkey());
            }
            next = first(offer);
        } catch (MerkleException unfit) {
            return new Judged.Contradicts(unfit.reason());
        }
        Checkpoint old = checkpoint();
        Checkpoint now = next.checkpoint();
        if (now.size() < old.size()) {
            return new Judged.Behind(now.size());
        }
        ConsistencyProof proof = new ConsistencyProof(old.size(), now.size(), offer.path());
        return proof.verify(old.root(), now.root())
                ? new Judged.Grown(next)
                : new Judged.Contradicts(
                        "the head of " + now.size() + " entries did not grow out of that of " + old.size());
    }

    /** A line with the vkey, then the note. */
    public byte[] encode() {
        return (key.vkey() + "\n" + new String(note.encode(), StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    }

    /** @throws MerkleException when it is not what {@link #encode} wrote */
    public static KeptHead parse(byte[] bytes) {
        int line = 0;
        while (line < bytes.length && bytes[line] != '\n') {
            line++;
        }
        if (line == bytes.length) {
            throw new MerkleException("a kept head has a line with a key");
        }
        return new KeptHead(
                NoteKey.parse(new String(bytes, 0, line, StandardCharsets.UTF_8)),
                SignedNote.parse(Arrays.copyOfRange(bytes, line + 1, bytes.length)));
    }
}
