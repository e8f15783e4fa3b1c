package dev.muster.agent.tpm;

import java.io.IOException;
import java.nio.file.Path;

/** The way to a TPM: one command, one answer. Not thread-safe. */
public interface TpmTransport extends AutoCloseable {
    /**
     * Sends a whole command and waits for the whole answer.
     *
     * @throws IOException when the TPM is away
     */
    byte[] exchange(byte[] command) throws IOException;

    /** Whether whoever opens it has to start the TPM: a socket has no firmware behind it that did. */
    boolean wantsStartup();

    @Override
    void close() throws IOException;

    /**
     * Opens the TPM that a word names: a path such as {@code /dev/tpmrm0}; {@code unix:/run/tpm.sock} or {@code
     * tcp:PORT} on the loopback interface for the server socket of a software TPM.
     *
     * @throws IOException when it is not there, or the word names none
     */
    static TpmTransport open(String where) throws IOException {
        if (where.startsWith("/")) {
            return TpmFile.open(Path.of(where));
        }
        if (where.startsWith("unix:") && where.length() > "unix:".length()) {
            return TpmSocket.unix(Path.of(where.substring("unix:".length())));
        }
        if (where.matches("tcp:[0-9]{1,5}")
                && Integer.parseInt(where.substring("tcp:".length())) <= TpmSocket.PORT_MAX) {
            return TpmSocket.loopback(Integer.parseInt(where.substring("tcp:".length())));
        }
        throw new IOException("no TPM is called " + where + ": a path, unix:PATH, or tcp:PORT on this machine");
    }
}
