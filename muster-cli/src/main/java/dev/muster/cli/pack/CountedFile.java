package dev.muster.cli.pack;

import dev.muster.format.HowFar;
import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A pack's file of which it is told how much has been read. */
final class CountedFile extends FilterInputStream {
    private final long all;
    private final HowFar howFar;
    private long sum;

    CountedFile(Path file, HowFar howFar) throws IOException {
        super(Files.newInputStream(file));
        this.all = Files.size(file);
        this.howFar = howFar;
    }

    @Override
    public int read() throws IOException {
        int one = super.read();
        counted(one < 0 ? 0 : 1);
        return one;
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
        int bytes = super.read(into, from, most);
        counted(Math.max(0, bytes));
        return bytes;
    }

    private void counted(long bytes) {
        sum += bytes;
        howFar.at("bytes of the pack", sum, all);
    }
}
