package dev.muster.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that every verb has. */
public final class Options {

    @Option(names = "--json", description = "Print the result as JSON.")
    boolean json;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The server's data directory (default: muster in your data folder).")
    @Nullable
    Path data;

    @Option(
            names = "--org",
            paramLabel = "NAME",
            description = "The organisation (default: ${DEFAULT-VALUE}).",
            defaultValue = "demo")
    String org = "demo";

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    public boolean json() {
        return json;
    }

    public DataDir data() {
        return new DataDir(
                data == null ? DataDir.standard(System.getenv(), System.getProperty("user.home", ".")) : data);
    }

    /** The data directory if one was named on the command line. */
    public Optional<Path> namedData() {
        return Optional.ofNullable(data);
    }

    public String org() {
        return org;
    }
}
