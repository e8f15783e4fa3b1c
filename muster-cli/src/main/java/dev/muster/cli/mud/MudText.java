package dev.muster.cli.mud;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.Status;
import dev.muster.format.network.mud.MudException;
import dev.muster.format.network.mud.MudFile;
import dev.muster.format.network.mud.MudReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A MUD file that a person names. */
record MudText(byte[] bytes, MudFile file) {

    static MudText read(Path path) throws IOException {
        byte[] bytes = bytes(path, MudReader.BYTES_MOST);
        try {
            return new MudText(bytes, MudReader.read(bytes));
        } catch (MudException broken) {
            throw new CommandFailed(Status.NO, "no MUD file: " + broken.getMessage(), broken);
        }
    }

    /** Reads a file, up to a limit: an unlimited one would be read into memory before it is refused. */
    static byte[] bytes(Path path, int most) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw CommandFailed.because("there is no file " + path + ".");
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw new CommandFailed(Status.NO, path + " is larger than " + most + " bytes.");
            }
            return bytes;
        }
    }
}
