package dev.muster.agent.install;

import java.io.IOException;
import java.io.InputStream;

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
