package dev.muster.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The folder in which a server keeps everything, and the few files in it that the command itself reads.
 *
 * @param path an absolute path; it need not exist yet
 */
public record DataDir(Path path) {

    public DataDir {
        path = path.toAbsolutePath().normalize();
    }

    /** {@code muster} in the user's data folder: {@code $XDG_DATA_HOME} or {@code ~/.local/share}. */
    public static Path standard(Map<String, String> environment, String home) {
        String xdg = environment.get("XDG_DATA_HOME");
        Path root = xdg == null || xdg.isBlank() ? Path.of(home, ".local", "share") : Path.of(xdg);
        return root.resolve("muster");
    }

    /** The certificate that the server's listeners present, or its issuer, in PEM. */
    public Path tlsCa() {
        return path.resolve("tls-ca.pem");
    }

    /** The operator's bearer token, one line, readable by its owner only. */
    public Path operatorToken() {
        return path.resolve("operator.token");
    }

    /** Where the server listens, written when it starts: JSON with {@code console} and {@code device} addresses. */
    public Path endpoints() {
        return path.resolve("server.json");
    }

    /** Makes the folder, or says in one sentence why that cannot be done. */
    public DataDir create() {
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new CommandFailed(
                    Status.UNKNOWN, "The data directory " + path + " cannot be made: " + Sentence.of(e), e);
        }
        if (!Files.isWritable(path)) {
            throw CommandFailed.because("The data directory " + path + " is not writable.");
        }
        return this;
    }
}
