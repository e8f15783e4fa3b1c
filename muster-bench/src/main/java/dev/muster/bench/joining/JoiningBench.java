package dev.muster.bench.joining;

import java.nio.file.Path;
import java.util.Arrays;

/** {@code muster bench joining [--brief] [--enrolments N] [--dir DIR]}: {@code --brief} leaves the server out. */
public final class JoiningBench {
    private JoiningBench() {}

    /** @param arguments see above */
    public static void main(String[] arguments) throws Exception {
        Path dir = Path.of(text(arguments, "--dir", System.getProperty("java.io.tmpdir")));
        Primitives raw = Primitives.measure();
        new IssuingBench().run(raw);
        new ListsBench().run();
        OcspBench.run(dir);
        if (!Arrays.asList(arguments).contains("--brief")) {
            try (EnrolmentBench enrolment = EnrolmentBench.start(dir)) {
                enrolment.run(raw, Integer.parseInt(text(arguments, "--enrolments", "2000")));
            }
        }
    }

    static String met(boolean met) {
        return met ? "met" : "MISSED";
    }

    private static String text(String[] arguments, String name, String fallback) {
        int at = Arrays.asList(arguments).indexOf(name);
        return at < 0 || at + 1 >= arguments.length ? fallback : arguments[at + 1];
    }
}
