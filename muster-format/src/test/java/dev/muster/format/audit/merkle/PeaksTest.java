package dev.muster.format.audit.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whoever has the peaks of a tree goes on as the tree itself does. */
class PeaksTest {
    private static final int LEAVES = 600;

    @Test
    void peaksAndTheLeavesSinceLeadToTheSameRootAsAllLeaves() {
        Map<TileId, byte[]> full = new HashMap<>();
        Frontier frontier = Frontier.empty(full::put);
        List<byte[]> leaves = new ArrayList<>();
        List<byte[]> roots = new ArrayList<>(List.of(frontier.root()));
        for (int i = 0; i < LEAVES; i++) {
            leaves.add(MerkleHash.leaf(new byte[] {(byte) i, (byte) (i >> 8)}));
            frontier.append(leaves.getLast());
            roots.add(frontier.root());
        }
        Nodes nodes = new TileNodes(
                tile -> tile.full() ? full.getOrDefault(tile, new byte[0]) : frontier.partial(tile), LEAVES);
        for (int size : new int[] {0, 1, 2, 3, 7, 8, 255, 256, 257, 511, 512, 599, LEAVES}) {
            Peaks peaks = Peaks.of(nodes, size);
            for (int later : new int[] {size, Math.min(size + 1, LEAVES), LEAVES}) {
                assertThat(peaks.grown(leaves.subList(size, later))).isEqualTo(roots.get(later));
            }
        }
    }

    @Test
    void theNumberOfPeaksFollowsFromTheSize() {
        assertThatThrownBy(() -> new Peaks(3, List.of(new byte[32]))).isInstanceOf(MerkleException.class);
        assertThatThrownBy(() -> new Peaks(1, List.of(new byte[31]))).isInstanceOf(MerkleException.class);
        assertThatThrownBy(() -> new Peaks(-1, List.of())).isInstanceOf(MerkleException.class);
    }
}
