package dev.muster.agent.install;

import java.io.IOException;
import java.io.InputStream;

/** Where payloads come from: a port, so that an install knows no network. */
public interface ArtifactSource {
    /**
     * Opens a payload at a byte offset.
     *
     * @param uri as the manifest has it: {@code ni:///sha-256;...} (RFC 6920) or whatever the source understands
     * @param from bytes that are already here; the stream begins with the byte after them
     * @throws Away when it may be had later; reading the stream may throw it too
     * @throws IOException when it cannot be had, also when the source cannot begin at {@code from}
     */
    InputStream open(String uri, long from) throws IOException;

    /** The source is not there now. Nothing is decided about the payload, and what has arrived is kept. */
    final class Away extends IOException {
        public Away(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }
}
