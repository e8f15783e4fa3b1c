package dev.muster.format.audit.merkle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.testing.Vectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The public proof vectors of transparency-dev/merkle: honest proofs pass, every damaged one fails. */
class MerkleVectorsTest {
    private record Vector(Path file, String json) {
        static Vector read(Path file) {
            try {
                return new Vector(file, Files.readString(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** The value of a key of this flat JSON object, as it stands; "null" when absent. */
        String raw(String key) {
            Matcher value = Pattern.compile("\"" + key + "\"\\s*:\\s*(\\[[^]]*]|\"[^\"]*\"|[^,}\\s]+)")
                    .matcher(json);
            return value.find() ? value.group(1) : "null";
        }

        long number(String key) {
            return Long.parseUnsignedLong(raw(key));
        }

        byte[] bytes(String key) {
            return raw(key).equals("null") ? new byte[0] : Base64.getDecoder().decode(raw(key).replace("\"", ""));
        }

        List<byte[]> list(String key) {
            List<byte[]> all = new ArrayList<>();
            Matcher item = Pattern.compile("\"([^\"]*)\"").matcher(raw(key));
            while (item.find()) {
                all.add(Base64.getDecoder().decode(item.group(1)));
            }
            return all;
        }

        boolean good() {
            return raw("wantErr").equals("false");
        }
    }

    @Test
    void inclusionProofsPassAndEveryDamagedOneFails() {
        List<Vector> vectors = vectors("inclusion");
        assertThat(vectors).hasSizeGreaterThanOrEqualTo(5);
        for (Vector vector : vectors) {
            long size = vector.number("treeSize");
            long index = vector.number("leafIdx");
            List<byte[]> path = vector.list("proof");
            byte[] leaf = vector.bytes("leafHash");
            byte[] root = vector.bytes("root");
            InclusionProof proof = new InclusionProof(size, index, path);
            assertThat(proof.verify(leaf, root)).as("%s", vector.file()).isEqualTo(vector.good());
            for (List<byte[]> damaged : damaged(path)) {
                assertThat(new InclusionProof(size, index, damaged).verify(leaf, root))
                        .isFalse();
            }
            for (long other : new long[] {index + 1, index ^ 1, size, -1, Long.MAX_VALUE}) {
                assertThat(new InclusionProof(size, other, path).verify(leaf, root))
                        .isFalse();
            }
            for (long other : new long[] {0, -1, index, 2 * size}) {
                assertThat(new InclusionProof(other, index, path).verify(leaf, root))
                        .isFalse();
            }
            assertThat(proof.verify(root, leaf)).isEqualTo(size == 1);
            assertThat(proof.verify(new byte[0], root)).isFalse();
        }
    }

    @Test
    void consistencyProofsPassAndEveryDamagedOneFails() {
        List<Vector> vectors = vectors("consistency");
        assertThat(vectors).hasSizeGreaterThanOrEqualTo(5);
        for (Vector vector : vectors) {
            long size1 = vector.number("size1");
            long size2 = vector.number("size2");
            List<byte[]> path = vector.list("proof");
            byte[] root1 = vector.bytes("root1");
            byte[] root2 = vector.bytes("root2");
            assertThat(new ConsistencyProof(size1, size2, path).verify(root1, root2))
                    .as("%s", vector.file())
                    .isEqualTo(vector.good());
            for (List<byte[]> damaged : damaged(path)) {
                assertThat(new ConsistencyProof(size1, size2, damaged).verify(root1, root2))
                        .isFalse();
            }
            if (size1 < size2) {
                assertThat(new ConsistencyProof(size2, size1, path).verify(root2, root1))
                        .isFalse();
                assertThat(new ConsistencyProof(size1, size2, path).verify(root2, root1))
                        .isFalse();
            }
            assertThat(new ConsistencyProof(-1, size2, path).verify(root1, root2))
                    .isFalse();
        }
    }

    /** The path shortened, lengthened, and with one bit, one length or the order changed. */
    private static List<List<byte[]>> damaged(List<byte[]> path) {
        List<List<byte[]>> all = new ArrayList<>();
        List<byte[]> longer = new ArrayList<>(path);
        longer.add(new byte[MerkleHash.LENGTH]);
        all.add(longer);
        for (int i = 0; i < path.size(); i++) {
            List<byte[]> shorter = new ArrayList<>(path);
            shorter.remove(i);
            all.add(shorter);
            for (byte[] other : List.of(flipped(path.get(i)), new byte[31], new byte[0])) {
                List<byte[]> changed = new ArrayList<>(path);
                changed.set(i, other);
                all.add(changed);
            }
        }
        if (path.size() > 1) {
            all.add(path.reversed());
        }
        return all;
    }

    private static byte[] flipped(byte[] hash) {
        byte[] other = hash.clone();
        other[0] ^= 1;
        return other;
    }

    private static List<Vector> vectors(String family) {
        try (Stream<Path> files = Files.walk(Vectors.path("merkle/" + family))) {
            return files.filter(f -> f.toString().endsWith(".json"))
                    .sorted()
                    .map(Vector::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
