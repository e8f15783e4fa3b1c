package dev.muster.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options that every verb has. */
public final class Options {

    @Option(names = "--json", description = "Print the result as JSON.")
    boolean json;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The server's data directory (default: muster in your data folder).")
    Path data = DataDir.standard(System.getenv(), System.getProperty("user.home", "."));

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
        return new DataDir(data);
    }

    public String org() {
        return org;
    }
}
