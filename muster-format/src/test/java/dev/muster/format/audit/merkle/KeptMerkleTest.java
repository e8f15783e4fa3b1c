package dev.muster.format.audit.merkle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.testing.Vectors;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Proofs that a few lines of Python took from the recursive definitions of RFC 9162 §2.1.3.1 and §2.1.4.1. */
class KeptMerkleTest {
    @Test
    void inclusionProofsHoldForTheirPlaceAndForNoOther() {
        for (JsonNode vector : Vectors.keptJson("merkle/inclusion.json")) {
            long size = vector.path("size").asLong();
            long index = vector.path("index").asLong();
            byte[] leaf = Vectors.hex(vector, "leaf");
            byte[] root = Vectors.hex(vector, "root");
            List<byte[]> path = path(vector);
            assertThat(new InclusionProof(size, index, path).verify(leaf, root))
                    .as("%d of %d", index, size)
                    .isTrue();
            assertThat(new InclusionProof(size, index + 1, path).verify(leaf, root))
                    .isFalse();
            assertThat(new InclusionProof(size, index, path).verify(root, leaf)).isEqualTo(size == 1);
            for (int i = 0; i < path.size(); i++) {
                List<byte[]> changed = new ArrayList<>(path);
                changed.set(i, leaf);
                assertThat(new InclusionProof(size, index, changed).verify(leaf, root))
                        .isFalse();
            }
        }
    }

    @Test
    void consistencyProofsHoldForTheirRootsAndForNoOthers() {
        for (JsonNode vector : Vectors.keptJson("merkle/consistency.json")) {
            long older = vector.path("old").asLong();
            long newer = vector.path("new").asLong();
            byte[] oldRoot = Vectors.hex(vector, "oldRoot");
            byte[] newRoot = Vectors.hex(vector, "newRoot");
            ConsistencyProof proof = new ConsistencyProof(older, newer, path(vector));
            assertThat(proof.verify(oldRoot, newRoot))
                    .as("%d to %d", older, newer)
                    .isTrue();
            assertThat(proof.verify(newRoot, oldRoot)).isEqualTo(older == newer);
            List<byte[]> longer = new ArrayList<>(path(vector));
            longer.add(newRoot);
            assertThat(new ConsistencyProof(older, newer, longer).verify(oldRoot, newRoot))
                    .isFalse();
        }
    }

    private static List<byte[]> path(JsonNode vector) {
        List<byte[]> path = new ArrayList<>();
        vector.path("path").forEach(hash -> path.add(HexFormat.of().parseHex(hash.asString())));
        return path;
    }
}
