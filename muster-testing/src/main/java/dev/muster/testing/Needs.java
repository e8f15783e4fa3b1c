package dev.muster.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * Things outside the build that some tests need. One that is missing skips its test with a sentence that says what is
 * not covered then; where the environment's {@code MUSTER_MUST} asks for it, the test fails instead.
 *
 * <p>{@code MUSTER_MUST} holds words: {@code tools} (programs and rights of this machine), {@code vectors} (the public
 * test data) and {@code peers} (programs that no distribution has and {@code .ci/peers} builds from their source, which
 * not every machine can reach). {@code .ci/run} sets {@code tools} always and {@code vectors} where the public data lies beside
 * the project; peers it builds where it can, and names what it could not build. The variable {@code CI}
 * is not looked at: every stranger's build service sets that, and none of them has our machine.
 */
public final class Needs {
    private static final Set<String> MUST =
            Set.of(Optional.ofNullable(System.getenv("MUSTER_MUST")).orElse("").split("[ ,]+"));

    private Needs() {}

    /**
     * Goes on when the need is there.
     *
     * @param uncovered one sentence: what is missing and what is not covered then
     */
    public static void that(boolean present, String uncovered) {
        that(present, "tools", uncovered);
    }

    /** A program on the path, or beside the administrator's programs. */
    public static Path tool(String name, String uncovered) {
        Optional<Path> found = Stream.of(
                        (Optional.ofNullable(System.getenv("PATH")).orElse("") + ":/usr/sbin:/sbin").split(":"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
        that(found.isPresent(), name + " is missing: " + uncovered);
        return found.orElseThrow();
    }

    /** The first of these files that exists. */
    public static Path file(String need, String... candidates) {
        Optional<Path> found =
                List.of(candidates).stream().map(Path::of).filter(Files::exists).findFirst();
        that(found.isPresent(), "missing need: " + need);
        return found.orElseThrow();
    }

    /** A program that Debian 12 does not have as the test wants it; a script of {@code .ci/peers} may build it. */
    public static Path peer(Path built, String uncovered) {
        peer(Files.isExecutable(built), built.getFileName() + " is not there: " + uncovered);
        return built;
    }

    /** The same for what is known only after it was tried, such as its version. */
    public static void peer(boolean present, String uncovered) {
        that(present, "peers", uncovered);
    }

    /** That the tests run as root. */
    public static void root(String uncovered) {
        that("root".equals(System.getProperty("user.name")), "not root: " + uncovered);
    }

    /** A file or folder of the data beside the project. */
    public static void data(Path path) {
        that(Files.exists(path), "vectors", "public data is absent: " + path);
    }

    static void that(boolean present, String kind, String uncovered) {
        if (present) {
            return;
        }
        System.err.println("not covered: " + uncovered);
        if (MUST.contains(kind)) {
            Assertions.fail(uncovered);
        }
        Assumptions.abort(uncovered);
    }
}
