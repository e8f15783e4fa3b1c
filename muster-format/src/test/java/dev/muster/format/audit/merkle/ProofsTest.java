package dev.muster.format.audit.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tiles, edge and proofs against the definition of RFC 9162 §2.1.1, written down a second time as recursion. */
class ProofsTest {
    private static final int LEAVES = 600;

    private final Map<TileId, byte[]> stored = new HashMap<>();
    private final List<byte[]> leaves = new ArrayList<>();

    private Frontier grow(int size) {
        Frontier frontier = Frontier.empty((tile, hashes) -> stored.put(tile, hashes));
        for (int i = 0; i < size; i++) {
            byte[] leaf = MerkleHash.leaf(("leaf " + i).getBytes(StandardCharsets.UTF_8));
            leaves.add(leaf);
            frontier.append(leaf);
        }
        return frontier;
    }

    private Proofs proofs(Frontier frontier) {
        return new Proofs(new TileNodes(
                tile -> tile.full() ? stored.getOrDefault(tile, new byte[0]) : frontier.partial(tile),
                frontier.size()));
    }

    private byte[] definition(int begin, int end) {
        if (end - begin == 1) {
            return leaves.get(begin);
        }
        int k = Integer.highestOneBit(end - begin - 1);
        return MerkleHash.node(definition(begin, begin + k), definition(begin + k, end));
    }

    @Test
    void rootAtEverySizeIsTheOneOfTheDefinition() {
        Frontier frontier = Frontier.empty((tile, hashes) -> stored.put(tile, hashes));
        assertThat(frontier.root()).isEqualTo(MerkleHash.emptyRoot());
        for (int i = 0; i < LEAVES; i++) {
            leaves.add(MerkleHash.leaf(new byte[] {(byte) i, (byte) (i >> 8)}));
            frontier.append(leaves.getLast());
            assertThat(frontier.root()).as("size %d", i + 1).isEqualTo(definition(0, i + 1));
        }
    }

    @Test
    void everyInclusionProofVerifiesAndOnlyForItsOwnLeaf() {
        Frontier frontier = grow(LEAVES);
        Proofs proofs = proofs(frontier);
        for (int size : new int[] {1, 2, 3, 255, 256, 257, 511, 512, 513, LEAVES}) {
            byte[] root = definition(0, size);
            for (int index = 0; index < size; index += 1 + size / 40) {
                InclusionProof proof = proofs.inclusion(index, size);
                assertThat(proof.verify(leaves.get(index), root)).isTrue();
                assertThat(proof.verify(leaves.get((index + 1) % LEAVES), root)).isFalse();
            }
        }
    }

    @Test
    void everyConsistencyProofVerifiesAndFailsWhenAnyHashIsChanged() {
        Frontier frontier = grow(LEAVES);
        Proofs proofs = proofs(frontier);
        for (int oldSize = 1; oldSize < LEAVES; oldSize += 7) {
            for (int newSize : new int[] {oldSize, oldSize + 1, LEAVES}) {
                ConsistencyProof proof = proofs.consistency(oldSize, newSize);
                byte[] oldRoot = definition(0, oldSize);
                byte[] newRoot = definition(0, newSize);
                assertThat(proof.verify(oldRoot, newRoot))
                        .as("%d in %d", oldSize, newSize)
                        .isTrue();
                for (int i = 0; i < proof.path().size(); i++) {
                    List<byte[]> damaged = new ArrayList<>(proof.path());
                    byte[] hash = damaged.get(i).clone();
                    hash[i] ^= 1;
                    damaged.set(i, hash);
                    assertThat(new ConsistencyProof(oldSize, newSize, damaged).verify(oldRoot, newRoot))
                            .isFalse();
                }
            }
        }
    }

    @Test
    void anEdgeReadBackFromItsTilesGrowsToTheSameTree() {
        Frontier whole = grow(LEAVES);
        for (int cut : new int[] {0, 1, 255, 256, 257, 512, 599}) {
            Frontier begun = Frontier.empty((tile, hashes) -> {});
            leaves.subList(0, cut).forEach(begun::append);
            Frontier resumed = Frontier.resume(cut, begun::partial, (tile, hashes) -> {});
            leaves.subList(cut, LEAVES).forEach(resumed::append);
            assertThat(resumed.root()).isEqualTo(whole.root());
        }
    }

    @Test
    void aProofOutsideTheTreeIsNotBuilt() {
        Proofs proofs = proofs(grow(5));
        assertThatThrownBy(() -> proofs.inclusion(5, 5)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> proofs.inclusion(-1, 5)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> proofs.consistency(6, 5)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> proofs.inclusion(0, 6)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void tilePathsFollowTheLayoutAndReadBack() {
        assertThat(new TileId(0, 1234067, 256).path()).isEqualTo("tile/0/x001/x234/067");
        assertThat(new TileId(1, 5, 17).path()).isEqualTo("tile/1/005.p/17");
        assertThat(new TileId(0, 273, 112).entriesPath()).isEqualTo("tile/entries/273.p/112");
        for (TileId tile : List.of(new TileId(0, 0, 1), new TileId(7, 999_999_999L, 256), new TileId(2, 1000, 255))) {
            assertThat(TileId.parse(tile.path())).isEqualTo(tile);
        }
        for (String bad : List.of(
                "tile/0/1",
                "tile/00/001",
                "tile/0/001.p/0",
                "tile/0/001.p/256",
                "tile/8/000",
                "tile/0/-01",
                "x/0/001",
                "tile/0/x001/x234067",
                "tile/0/",
                "tile/0/../001",
                "")) {
            assertThatThrownBy(() -> TileId.parse(bad)).as(bad).isInstanceOf(MerkleException.class);
        }
    }
}
