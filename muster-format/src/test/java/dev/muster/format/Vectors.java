package dev.muster.format;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The public test vectors. When they are absent a test is skipped and says which file it missed. */
public final class Vectors {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Vectors() {}

    public static Path path(String name) {
        Path path = Path.of(System.getProperty("muster.vectors", "../shared/vectors"))
                .resolve(name);
        assumeTrue("true".equals(System.getenv("CI")) || Files.exists(path), "public vectors are absent: " + name);
        return path;
    }

    public static byte[] bytes(String name) {
        try {
            return Files.readAllBytes(path(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static JsonNode json(String name) {
        return JSON.readTree(bytes(name));
    }

    public static JsonNode json(byte[] text) {
        return JSON.readTree(text);
    }

    /** Names, relative to the vectors, of the files with this ending in a folder and below, sorted. */
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
}
