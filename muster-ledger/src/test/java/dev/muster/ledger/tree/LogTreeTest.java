package dev.muster.ledger.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.core.ledger.OrgId;
import dev.muster.format.audit.merkle.Frontier;
import dev.muster.format.audit.merkle.InclusionProof;
import dev.muster.format.audit.merkle.MerkleHash;
import dev.muster.format.audit.merkle.TileId;
import dev.muster.ledger.sequence.NotSequencerException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LogTreeTest {
    private static final LogId LOG = LogId.record(new OrgId("acme"));
    private static final int LEAVES = 70_000;

    private final List<byte[]> leaves = new ArrayList<>();
    private final Kept store = new Kept();

    LogTreeTest() {
        for (int i = 0; i < LEAVES; i++) {
            leaves.add(MerkleHash.leaf(ByteBuffer.allocate(4).putInt(i).array()));
        }
    }

    /** Tiles in memory. */
    private static final class Kept implements TileStore {
        final Map<TileId, byte[]> tiles = new HashMap<>();
        final List<TileId> order = new ArrayList<>();
        boolean another;

        @Override
        public Optional<byte[]> tile(TileId tile) {
            return Optional.ofNullable(tiles.get(tile));
        }

        @Override
        public void keep(TileId tile, byte[] hashes) {
            if (another) {
                throw new NotSequencerException("another server writes");
            }
            order.add(tile);
            tiles.put(tile, hashes);
        }

        @Override
        public void drop(TileId partial) {
            tiles.remove(partial);
        }

        @Override
        public Optional<byte[]> checkpoint() {
            return Optional.empty();
        }

        @Override
        public void publish(byte[] note) {
            throw new AssertionError("nothing is published here");
        }
    }

    private LogTree open(int size) {
        return LogTree.open(
                LOG, store, (begin, end) -> leaves.subList(Math.toIntExact(begin), Math.toIntExact(end)), size);
    }

    private void proves(LogTree tree, int index, int size) {
        Frontier independent = Frontier.empty((tile, hashes) -> {});
        leaves.subList(0, size).forEach(independent::append);
        InclusionProof proof = tree.inclusion(index, size);
        assertThat(proof.root(leaves.get(index)))
                .hasValueSatisfying(root -> assertThat(root).isEqualTo(independent.root()));
    }

    @Test
    void aFullTileIsProvenFromBeforeItIsWritten() {
        LogTree tree = open(0);
        tree.append(0, leaves.subList(0, 600));
        assertThat(store.tiles).isEmpty();
        proves(tree, 3, 600);
        proves(tree, 3, 512);
        tree.writeFull();
        assertThat(store.order).containsExactly(new TileId(0, 0, TileId.FULL), new TileId(0, 1, TileId.FULL));
        proves(tree, 300, 600);
    }

    @Test
    void noMoreTilesThanTheBoundWait() {
        LogTree tree = open(0);
        tree.append(0, leaves);
        assertThat(store.order).hasSize(LEAVES / TileId.FULL + 1);
        int upper = store.order.indexOf(new TileId(1, 0, TileId.FULL));
        assertThat(store.order.subList(0, upper)).hasSize(TileId.FULL); // all below it before it
    }

    @Test
    void whatACrashTookIsMadeAgainFromTheRows() {
        LogTree before = open(0);
        before.append(0, leaves.subList(0, 600));
        LogTree after = open(600); // nothing was written
        assertThat(store.tiles).containsKeys(new TileId(0, 0, TileId.FULL), new TileId(0, 1, TileId.FULL));
        proves(after, 3, 600);
        assertThat(after.root(600)).isEqualTo(before.root(600));
    }

    @Test
    void aServerThatLostTheLeaseLeavesTheTilesToTheOther() {
        LogTree tree = open(0);
        tree.append(0, leaves.subList(0, 600));
        store.another = true;
        tree.writeFull();
        store.another = false;
        tree.writeFull();
        assertThat(store.tiles).isEmpty();
        proves(tree, 3, 600); // makes what it needs, as after a crash
    }

    @Test
    void whatIsKnownOfALargerTreeIsNotShownInASmallerOne() {
        KnownNodes known = new KnownNodes();
        assertThat(known.over((level, index) -> new byte[] {1}, 16).node(3, 1)).containsExactly(1);
        assertThatThrownBy(() -> known.over(
                                (level, index) -> {
                                    throw new IndexOutOfBoundsException("not complete");
                                },
                                12)
                        .node(3, 1))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(known.over((level, index) -> new byte[] {2}, 16).node(3, 1)).containsExactly(1);
    }
}
