package dev.muster.format;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Things outside the build that some tests need: missing, they are skipped with their name, but fail where CI is set. */
public final class Needs {
    private Needs() {}

    /** The first of these files that exists. */
    public static Path file(String need, String... candidates) {
        for (String candidate : List.of(candidates)) {
            Path path = Path.of(candidate);
            if (Files.exists(path)) {
                return path;
            }
        }
        String missing = "missing need: " + need;
        System.err.println(missing);
        if ("true".equals(System.getenv("CI"))) {
            return fail(missing);
        }
        return abort(missing);
    }
}
