package dev.muster.format;

import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The public data, under the name that the tests of formats use; see {@link dev.muster.testing.Vectors}. */
public final class Vectors {
    private Vectors() {}

    public static Path path(String name) {
        return dev.muster.testing.Vectors.path(name);
    }

    public static byte[] bytes(String name) {
        return dev.muster.testing.Vectors.bytes(name);
    }

    public static JsonNode json(String name) {
        return dev.muster.testing.Vectors.json(name);
    }

    public static JsonNode json(byte[] text) {
        return dev.muster.testing.Vectors.json(text);
    }

    public static List<String> list(String folder, String ending) {
        return dev.muster.testing.Vectors.list(folder, ending);
    }
}
