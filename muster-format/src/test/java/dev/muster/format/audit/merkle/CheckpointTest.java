package dev.muster.format.audit.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckpointTest {
    /** The key and the signed checkpoint of the public Go checksum database, a real log with this note format. */
    private static final String SUMDB_KEY = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";

    private static final byte[] ROOT = MerkleHash.leaf(new byte[] {1});

    private static KeyPair pair() throws Exception {
        return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }

    @Test
    void aKeyOfAnotherImplementationReadsBack() {
        NoteKey key = NoteKey.parse(SUMDB_KEY);
        assertThat(key.name()).isEqualTo("sum.golang.org");
        assertThat(key.vkey()).isEqualTo(SUMDB_KEY);
        assertThatThrownBy(() -> NoteKey.parse(SUMDB_KEY.replace("033de0ae", "033de0af")))
                .isInstanceOf(MerkleException.class);
    }

    @Test
    void aSignedCheckpointVerifiesUntilAnyByteChanges() throws Exception {
        KeyPair pair = pair();
        NoteKey key = NoteKey.of("muster.example/acme", NoteKey.Type.ED25519, pair.getPublic());
        NoteSigner signer = new NoteSigner(key, pair.getPrivate());
        byte[] note = signer.sign(Checkpoint.of("muster.example/acme/record", 7, ROOT))
                .encode();
        assertThat(key.verify(SignedNote.parse(note))).isTrue();
        for (int i = 0; i < note.length; i++) {
            byte[] damaged = note.clone();
            damaged[i] ^= 1;
            boolean accepted;
            try {
                SignedNote read = SignedNote.parse(damaged);
                accepted = key.verify(read);
            } catch (MerkleException malformed) {
                accepted = false;
            }
            assertThat(accepted).as("byte %d", i).isFalse();
        }
    }

    @Test
    void aCosignatureCoversTimeAndCheckpoint() throws Exception {
        KeyPair log = pair();
        KeyPair witness = pair();
        NoteKey logKey = NoteKey.of("log", NoteKey.Type.ED25519, log.getPublic());
        NoteKey witnessKey = NoteKey.of("witness", NoteKey.Type.COSIGNATURE_V1, witness.getPublic());
        SignedNote note = new NoteSigner(logKey, log.getPrivate()).sign(Checkpoint.of("log", 3, ROOT));
        Instant time = Instant.parse("2026-11-21T10:00:00Z");
        SignedNote cosigned = note.with(new NoteSigner(witnessKey, witness.getPrivate()).cosign(note, time));
        SignedNote read = SignedNote.parse(cosigned.encode());
        assertThat(logKey.verify(read)).isTrue();
        assertThat(witnessKey.find(read).map(NoteKey::time)).contains(time);
        SignedNote other = new SignedNote(
                new NoteSigner(logKey, log.getPrivate())
                        .sign(Checkpoint.of("log", 4, ROOT))
                        .text(),
                read.signatures());
        assertThat(witnessKey.verify(other)).isFalse();
        assertThat(new NoteKey("witness", NoteKey.Type.ED25519, witnessKey.key()).verify(read))
                .isFalse();
    }

    @Test
    void checkpointsHaveOneForm() {
        String good = Checkpoint.of("log", 7, ROOT).text();
        assertThat(Checkpoint.parse(good).size()).isEqualTo(7);
        assertThat(Checkpoint.parse(good + "extension\n").extensions()).containsExactly("extension");
        for (String bad : List.of(
                good.replace("\n7\n", "\n07\n"),
                good.replace("\n7\n", "\n+7\n"),
                good.replace("\n7\n", "\n-7\n"),
                good.replace("\n7\n", "\n99999999999999999999\n"),
                good.replace("=", ""),
                good + "\n",
                good.substring(0, good.length() - 1),
                "\n" + good,
                "",
                "log\n7\nAAAA\n")) {
            assertThatThrownBy(() -> Checkpoint.parse(bad)).as(bad).isInstanceOf(MerkleException.class);
        }
    }

    @Test
    void notesAreReadStrictly() {
        String good = new String(
                new SignedNote("text\n", List.of(new SignedNote.NoteSignature("k", 1, new byte[] {9}))).encode(),
                StandardCharsets.UTF_8);
        assertThat(SignedNote.parse(good.getBytes(StandardCharsets.UTF_8)).text())
                .isEqualTo("text\n");
        for (String bad : List.of(
                "text\n",
                "text\n\n",
                good.replace("\u2014", "-"),
                good.replace(" k ", " a+b "),
                good.replace("\u2014 k", "\u2014  k"),
                good.substring(0, good.length() - 1),
                good.replace("text", "te\tt"))) {
            assertThatThrownBy(() -> SignedNote.parse(bad.getBytes(StandardCharsets.UTF_8)))
                    .as(bad)
                    .isInstanceOf(MerkleException.class);
        }
        assertThatThrownBy(() -> SignedNote.parse(new byte[] {(byte) 0xff, '\n', '\n', 'x', '\n'}))
                .isInstanceOf(MerkleException.class);
    }
}
