package dev.muster.format.audit.merkle;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** Whatever is read writes back to the same bytes; everything else is {@link MerkleException}. */
class CheckpointFuzzTest {
    @FuzzTest
    void notesReadOrRefuse(byte[] data) {
        SignedNote note;
        try {
            note = SignedNote.parse(data);
        } catch (MerkleException refused) {
            return;
        }
        if (!java.util.Arrays.equals(note.encode(), data)) {
            throw new AssertionError("a note has one form");
        }
    }

    @FuzzTest
    void checkpointsReadOrRefuse(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        try {
            if (!Checkpoint.parse(text).text().equals(text)) {
                throw new AssertionError("a checkpoint has one form");
            }
            TileId.parse(text);
            NoteKey.parse(text);
        } catch (MerkleException refused) {
            return;
        }
    }
}
