package dev.muster.agent;

import dev.muster.agent.install.ArtifactSource;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body on its way here. When it breaks off, its source is away and nothing is wrong with this device. */
final class PayloadStream extends FilterInputStream {

    PayloadStream(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        try {
            return in.read(into, offset, length);
        } catch (IOException e) {
            throw new ArtifactSource.Away(e);
        }
    }
}
