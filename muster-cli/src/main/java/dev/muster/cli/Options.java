package dev.muster.cli;

import dev.muster.cli.api.Remote;
import java.net.URI;
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
            names = "--server",
            paramLabel = "URL",
            description = "A server elsewhere, such as https://muster.example:8443 (default: $MUSTER_SERVER).")
    @Nullable
    URI server;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description =
                    "Who is asking (default: $MUSTER_TOKEN, else whoever set up the server of the data directory);"
                            + " others on this machine can read a command line.")
    @Nullable
    String token;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "What the certificate of --server must chain to, in PEM (default: $MUSTER_CA, else what this"
                    + " machine trusts).")
    @Nullable
    Path ca;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Option(names = "--explain", help = true, description = "Say what the exit status and the words mean.")
    boolean explain;

    boolean explain() {
        return explain;
    }

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

    /**
     * A server elsewhere; empty when the one of a data directory is meant.
     *
     * @throws CommandFailed without a token
     */
    public Optional<Remote> remote() {
        if (data != null && server == null) {
            return Optional.empty();
        }
        Optional<URI> where = Optional.ofNullable(server)
                .or(() -> environment("MUSTER_SERVER").map(Options::uri));
        return where.map(address -> new Remote(
                address,
                Optional.ofNullable(token)
                        .or(() -> environment("MUSTER_TOKEN"))
                        .orElseThrow(() -> CommandFailed.usage(
                                "A server elsewhere wants to know who is asking: set MUSTER_TOKEN to what `muster"
                                        + " operator token` printed, or give --token.")),
                Optional.ofNullable(ca).or(() -> environment("MUSTER_CA").map(Path::of))));
    }

    /** Who asks the server of a data directory, where it is not whoever set it up. */
    public Optional<String> localToken() {
        // A token in the environment beside a server's address is one of that server.
        return Optional.ofNullable(token)
                .or(() -> environment("MUSTER_SERVER").isPresent() ? Optional.empty() : environment("MUSTER_TOKEN"));
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(Status.USAGE, "MUSTER_SERVER is no address: " + text + ".", e);
        }
    }

    private static Optional<String> environment(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
    }

    public String org() {
        return org;
    }
}
