package dev.muster.format.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
    private static final Path VECTORS = Path.of(System.getProperty("muster.vectors"), "merkle");

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
    void inclusionProofsAreJudgedAsTheVectorsSay() {
        int good = 0;
        int bad = 0;
        for (Vector vector : vectors("inclusion")) {
            InclusionProof proof =
                    new InclusionProof(vector.number("treeSize"), vector.number("leafIdx"), vector.list("proof"));
            assertThat(proof.verify(vector.bytes("leafHash"), vector.bytes("root")))
                    .as("%s %s", vector.file(), vector.raw("desc"))
                    .isEqualTo(vector.good());
            good += vector.good() ? 1 : 0;
            bad += vector.good() ? 0 : 1;
        }
        assertThat(good).isGreaterThan(5);
        assertThat(bad).isGreaterThan(50);
    }

    @Test
    void consistencyProofsAreJudgedAsTheVectorsSay() {
        int good = 0;
        int bad = 0;
        for (Vector vector : vectors("consistency")) {
            ConsistencyProof proof =
                    new ConsistencyProof(vector.number("size1"), vector.number("size2"), vector.list("proof"));
            assertThat(proof.verify(vector.bytes("root1"), vector.bytes("root2")))
                    .as("%s %s", vector.file(), vector.raw("desc"))
                    .isEqualTo(vector.good());
            good += vector.good() ? 1 : 0;
            bad += vector.good() ? 0 : 1;
        }
        assertThat(good).isGreaterThan(3);
        assertThat(bad).isGreaterThan(50);
    }

    private static List<Vector> vectors(String family) {
        assumeTrue(Files.isDirectory(VECTORS), "public vectors are absent: " + VECTORS);
        try (Stream<Path> files = Files.walk(VECTORS.resolve(family))) {
            return files.filter(f -> f.toString().endsWith(".json"))
                    .sorted()
                    .map(Vector::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
