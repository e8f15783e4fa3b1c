package dev.muster.agent;

import dev.muster.agent.install.ArtifactSource;
import dev.muster.agent.server.ServerAway;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Says of a server that went away what an install understands: the source is away. */
final class PayloadStream extends FilterInputStream {

    PayloadStream(InputStream in) {
        super(in);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        try {
            return in.read(into, offset, length);
        } catch (ServerAway e) {
            throw new ArtifactSource.Away(e);
        }
    }
}
