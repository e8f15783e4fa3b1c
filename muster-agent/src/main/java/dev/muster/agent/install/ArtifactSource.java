package dev.muster.agent.install;

import dev.muster.format.update.suit.SuitDigest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Where payloads come from: a port, so that an install knows no network. */
public interface ArtifactSource {
    /**
     * Opens a payload at a byte offset.
     *
     * @param uri as the manifest has it: {@code ni:///sha-256;...} (RFC 6920) or whatever the source understands
     * @param from bytes that are already here
     * @return the byte after them and what follows, or the whole payload from its first byte when the source cannot begin
     *     where it was asked to
     * @throws Away when it may be had later; reading the stream may throw it too
     * @throws IOException when it cannot be had
     */
    Transfer open(String uri, long from) throws IOException;

    /**
     * Opens a difference ({@code format.update.delta}) from an image that is here to the payload. Nobody believes it: what
     * is made with it has the digest that was asked for or is thrown away.
     *
     * @param base digest of the image that is here
     * @param from bytes of the difference that were used already
     * @return empty when there is none; then the payload itself is asked for
     * @throws Away as {@link #open}
     */
    default Optional<Transfer> difference(String uri, SuitDigest base, long from) throws IOException {
        return Optional.empty();
    }

    /**
     * A payload on its way here. Its end is the end of the transfer, not of the payload: a source may give less.
     *
     * @param from offset in the payload of the first byte: what was asked for, or 0
     */
    record Transfer(InputStream bytes, long from) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            bytes.close();
        }
    }

    /** The source is not there now. Nothing is decided about the payload, and what has arrived is kept. */
    final class Away extends IOException {
        private static final long serialVersionUID = 1L;

        public Away(IOException cause) {
            super(cause.getMessage(), cause);
        }

        public Away(String message) {
            super(message);
        }
    }
}
