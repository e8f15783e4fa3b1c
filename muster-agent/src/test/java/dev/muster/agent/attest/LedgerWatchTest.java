package dev.muster.agent.attest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.Durability;
import dev.muster.format.audit.merkle.Checkpoint;
import dev.muster.format.audit.merkle.Frontier;
import dev.muster.format.audit.merkle.HeadOffer;
import dev.muster.format.audit.merkle.MerkleHash;
import dev.muster.format.audit.merkle.NoteKey;
import dev.muster.format.audit.merkle.NoteSigner;
import dev.muster.format.audit.merkle.Proofs;
import dev.muster.format.audit.merkle.TileNodes;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.SignatureScheme;
import dev.muster.format.devices.orders.Strength;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The device's memory of the ledger grows, survives restarts, and keeps what contradicts it. */
class LedgerWatchTest {
    private static final String ORIGIN = "log.example/acme/record";

    @TempDir
    private Path folder;

    private DeviceRoots roots;
    private final NoteSigner signer = signer();
    private final Frontier frontier = Frontier.empty((tile, hashes) -> {});

    private static NoteSigner signer() {
        KeyPair pair = Keys.generate(SignatureScheme.ED25519, new SecureRandom());
        return new NoteSigner(NoteKey.of(ORIGIN, NoteKey.Type.ED25519, pair.getPublic()), pair.getPrivate());
    }

    @BeforeEach
    void make() throws IOException {
        roots = DeviceRoots.under(folder, Strength.SIMULATED, Durability.PROCESS_END)
                .create();
    }

    /** The head after so many more entries. */
    private HeadOffer grown(int leaves, long since) {
        for (int i = 0; i < leaves; i++) {
            frontier.append(MerkleHash.leaf(new byte[] {(byte) frontier.size()}));
        }
        long size = frontier.size();
        Proofs proofs = new Proofs(new TileNodes(frontier::partial, size));
        List<byte[]> path =
                since == 0 ? List.of() : proofs.consistency(since, size).path();
        return offer(signer, Checkpoint.of(ORIGIN, size, frontier.root()), since, path);
    }

    private static HeadOffer offer(NoteSigner by, Checkpoint head, long since, List<byte[]> path) {
        return new HeadOffer(by.key().vkey(), by.sign(head).encode(), since, path);
    }

    @Test
    void theHeadIsKeptAndShownAlsoAfterARestart() throws IOException {
        LedgerWatch watch = new LedgerWatch(roots);
        assertThat(watch.knownSize()).isZero();
        assertThat(watch.claim()).isEmpty();
        assertThat(watch.take(grown(5, 0))).isEmpty();
        assertThat(watch.take(grown(4, 5))).isEmpty();
        LedgerWatch restarted = new LedgerWatch(roots);
        assertThat(restarted.knownSize()).isEqualTo(9);
        assertThat(restarted.claim().orElseThrow().treeSize()).isEqualTo(9);
        assertThat(restarted.claim().orElseThrow().rootHash()).isEqualTo(frontier.root());
        assertThat(restarted.claim().orElseThrow().note()).isPresent();
    }

    @Test
    void anOlderOrAnotherLedgerIsToldAndTheKeptHeadStays() throws IOException {
        LedgerWatch watch = new LedgerWatch(roots);
        HeadOffer old = grown(5, 0);
        assertThat(watch.take(old)).isEmpty();
        assertThat(watch.take(grown(4, 5))).isEmpty();
        assertThat(watch.take(old)).hasValueSatisfying(what -> assertThat(what).contains("has seen 9"));
        HeadOffer other = offer(signer, Checkpoint.of(ORIGIN, 20, new byte[32]), 9, List.of(new byte[32]));
        assertThat(watch.take(other)).isPresent();
        assertThat(Files.readAllBytes(roots.state().resolve("ledger-contradiction")))
                .as("both heads together are the proof")
                .isEqualTo(other.encode().encoded());
        assertThat(watch.take(offer(signer(), Checkpoint.of(ORIGIN, 20, new byte[32]), 9, List.of())))
                .hasValueSatisfying(what -> assertThat(what).contains("another key"));
        assertThat(watch.knownSize()).isEqualTo(9);
    }

    @Test
    void aDamagedMemoryBeginsAgainAndAnUnfitFirstHeadIsNotKept() throws IOException {
        LedgerWatch watch = new LedgerWatch(roots);
        HeadOffer good = grown(5, 0);
        HeadOffer forged = new HeadOffer(signer().key().vkey(), good.note(), 0, List.of());
        assertThat(watch.take(forged)).isPresent();
        assertThat(watch.knownSize()).isZero();
        Files.write(roots.state().resolve("ledger-head"), new byte[] {1, 2, 3});
        assertThat(watch.knownSize()).isZero();
        assertThat(watch.take(good)).isEmpty();
        assertThat(watch.knownSize()).isEqualTo(5);
    }
}
