package dev.muster.bench.joining;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * {@code muster bench joining [--brief | --doors] [--enrolments N] [--server CLASSPATH] [--dir DIR]}: {@code --brief} leaves
 * the server out, {@code --doors} everything else; {@code --server} measures another build's server. {@code
 * --organisations N} only says how a server starts that keeps so many.
 */
public final class JoiningBench {
    private JoiningBench() {}

    /** @param arguments see above */
    public static void main(String[] arguments) throws Exception {
        Path dir = Path.of(text(arguments, "--dir", System.getProperty("java.io.tmpdir")));
        List<String> words = Arrays.asList(arguments);
        int organisations = Integer.parseInt(text(arguments, "--organisations", "0"));
        if (organisations > 0) {
            OrganisationsBench.run(dir, organisations);
            return;
        }
        Primitives raw = Primitives.measure();
        if (!words.contains("--doors")) {
            new IssuingBench().run(raw);
            new ListsBench().run();
            OcspBench.run(dir);
        }
        if (!words.contains("--brief")) {
            try (EnrolmentBench enrolment =
                    EnrolmentBench.start(dir, text(arguments, "--server", System.getProperty("java.class.path")))) {
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
