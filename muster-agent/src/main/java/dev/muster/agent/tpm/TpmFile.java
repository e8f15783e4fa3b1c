package dev.muster.agent.tpm;

import dev.muster.format.attest.tpm.command.TpmResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** A TPM as the kernel's character device: one write is a command, one read its answer. */
final class TpmFile implements TpmTransport {
    private final FileChannel device;

    private TpmFile(FileChannel device) {
        this.device = device;
    }

    static TpmFile open(Path path) throws IOException {
        return new TpmFile(FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    @Override
    public byte[] exchange(byte[] command) throws IOException {
        int written = device.write(ByteBuffer.wrap(command));
        if (written != command.length) {
            throw new IOException("the kernel took " + written + " of " + command.length + " bytes for the TPM");
        }
        ByteBuffer answer = ByteBuffer.allocate(TpmResponse.MAX_BYTES);
        int length = device.read(answer);
        if (length < TpmResponse.HEADER_BYTES) {
            throw new IOException("the TPM's answer has " + length + " bytes");
        }
        return Arrays.copyOf(answer.array(), length);
    }

    @Override
    public boolean wantsStartup() {
        return false;
    }

    @Override
    public void close() throws IOException {
        device.close();
    }
}
