package dev.muster.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Test data. The public data lies beside the project and may be absent; then a test is skipped and says which file it
 * missed. The kept data lies in this module, was made by other implementations than ours, and is always there.
 *
 * <p>Read before the assertion, never inside it: a skip that is thrown inside {@code assertThatThrownBy} is taken for the
 * wrong exception.
 */
public final class Vectors {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Vectors() {}

    /** A file or folder of the public data, such as {@code cose/examples}. */
    public static Path path(String name) {
        Path path = Path.of(System.getProperty("muster.vectors", "../shared/vectors"))
                .resolve(name);
        Needs.that(Files.exists(path), "vectors", "public vectors are absent: " + name);
        return path;
    }

    /** The bytes of a public file. */
    public static byte[] bytes(String name) {
        try {
            return Files.readAllBytes(path(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A public file of JSON. */
    public static JsonNode json(String name) {
        return json(bytes(name));
    }

    public static JsonNode json(byte[] text) {
        return JSON.readTree(text);
    }

    /** Names, relative to the public data, of the files with this ending in a folder and below, sorted. */
    public static List<String> list(String folder, String ending) {
        Path root = path(folder);
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .map(file -> path("").relativize(file).toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bytes of a kept file, such as {@code cose/sign1-es256.cbor}; which there are says {@code vectors/README.md}. */
    public static byte[] kept(String name) {
        try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("no kept vector is called " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A kept file of JSON. */
    public static JsonNode keptJson(String name) {
        return json(kept(name));
    }

    /** Bytes that a member of a JSON object writes in hex. */
    public static byte[] hex(JsonNode object, String member) {
        return HexFormat.of().parseHex(object.path(member).asString());
    }
}
