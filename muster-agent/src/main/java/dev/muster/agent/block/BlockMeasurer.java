package dev.muster.agent.block;

import dev.muster.agent.state.Slot;
import dev.muster.format.attest.coswid.Digest;
import dev.muster.format.attest.coswid.FileEntry;
import dev.muster.format.attest.eat.SlotMeasurement;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.update.image.ImageException;
import dev.muster.format.update.image.ImageFile;
import dev.muster.format.update.image.ImageReader;
import dev.muster.format.update.suit.ComponentId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Reads every byte of the slot that runs. A component that is a canonical image is shown as its files, so that the same
 * reference values hold for a device with folders and for one with block storage; any other as one file by its own name.
 * Components after the first one put their name before the paths.
 */
final class BlockMeasurer {
    private static final int CHUNK = 64 * 1024;

    private BlockMeasurer() {}

    static SlotMeasurement measure(BlockDevice device) throws IOException {
        Superblocks blocks = Superblocks.open(device);
        Slot slot = blocks.state().active();
        SlotImage image =
                blocks.state().image(slot).orElseThrow(() -> new IOException("nothing is known of " + slot.folder()));
        List<FileEntry> files = new ArrayList<>();
        for (int area = 0; area < image.contents().size(); area++) {
            String name = name(blocks.geometry().areas().get(area).component());
            long start = blocks.geometry().offset(slot, area);
            files.addAll(read(device, start, image.contents().get(area).bytes(), area == 0 ? "" : name + "/", name));
        }
        return new SlotMeasurement(files);
    }

    /** The component's id as a path: its parts as text where they are words, otherwise in hexadecimal. */
    private static String name(ComponentId component) {
        List<String> parts = new ArrayList<>();
        for (byte[] part : component.bytes()) {
            String text = new String(part, StandardCharsets.US_ASCII);
            parts.add(
                    text.matches("[A-Za-z0-9_-][A-Za-z0-9._-]*")
                            ? text
                            : HexFormat.of().formatHex(part));
        }
        return String.join("/", parts);
    }

    private static List<FileEntry> read(BlockDevice device, long start, long bytes, String prefix, String name)
            throws IOException {
        Files files = new Files(prefix);
        ImageReader reader = new ImageReader(files);
        boolean image = true;
        MessageDigest whole = Sha256.digest();
        byte[] chunk = new byte[CHUNK];
        for (long at = 0; at < bytes; at += chunk.length) {
            int length = (int) Math.min(chunk.length, bytes - at);
            device.read(start + at, chunk, 0, length);
            whole.update(chunk, 0, length);
            image = image && accepts(reader, chunk, length);
        }
        if (image && ends(reader)) {
            return files.entries;
        }
        return List.of(FileEntry.of(name, bytes, Digest.sha256(whole.digest())));
    }

    private static boolean accepts(ImageReader reader, byte[] chunk, int length) {
        try {
            reader.accept(chunk, 0, length);
            return true;
        } catch (ImageException notAnImage) {
            return false;
        }
    }

    private static boolean ends(ImageReader reader) {
        try {
            reader.finish();
            return true;
        } catch (ImageException notAnImage) {
            return false;
        }
    }

    private static final class Files implements ImageReader.Sink {
        private final String prefix;
        private final List<FileEntry> entries = new ArrayList<>();
        private MessageDigest hash = Sha256.digest();
        private ImageFile file = new ImageFile("none", 0, false);

        Files(String prefix) {
            this.prefix = prefix;
        }

        @Override
        public void begin(ImageFile next) {
            file = next;
            hash = Sha256.digest();
        }

        @Override
        public void content(byte[] buffer, int from, int length) {
            hash.update(buffer, from, length);
        }

        @Override
        public void end() {
            entries.add(FileEntry.of(prefix + file.path(), file.bytes(), Digest.sha256(hash.digest())));
        }
    }
}
