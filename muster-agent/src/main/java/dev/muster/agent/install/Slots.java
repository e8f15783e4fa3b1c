package dev.muster.agent.install;

import dev.muster.agent.state.Slot;
import dev.muster.format.update.image.ImageException;
import dev.muster.format.update.image.ImageFile;
import dev.muster.format.update.image.ImageReader;
import dev.muster.format.update.image.ImageWriter;
import dev.muster.format.update.suit.SuitDigest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.OptionalLong;

/** The two slots: their files, and the record of each that says what they must be. One thread at a time. */
public final class Slots {
    /** Large enough for the disk, small enough for the device. */
    static final int CHUNK_BYTES = 64 * 1024;

    private static final String SUFFIX = ".record";

    private final Disk disk;

    public Slots(Disk disk) {
        this.disk = disk;
    }

    /** What the slot must hold; empty when nothing that may be started. */
    public Optional<SlotRecord> record(Slot slot) throws IOException {
        String file = slot.folder() + SUFFIX;
        if (!disk.exists(file)) {
            return Optional.empty();
        }
        try (InputStream in = disk.read(file)) {
            return SlotRecord.parse(in.readNBytes(4096));
        }
    }

    /** Whether the slot holds what its record says: every file is read. */
    public boolean bootable(Slot slot) throws IOException {
        Optional<SlotRecord> record = record(slot);
        return record.isPresent()
                && matches(
                        slot,
                        record.get().digest(),
                        OptionalLong.of(record.get().bytes()));
    }

    /** Bytes of the canonical image of the slot's files. */
    long size(Slot slot) throws IOException {
        long[] bytes = {0};
        image(slot, (buffer, from, length) -> bytes[0] += length);
        return bytes[0];
    }

    /**
     * Whether the canonical image of the slot's files has this digest, and this size when one is given. A link or an odd
     * name never matches.
     */
    public boolean matches(Slot slot, SuitDigest digest, OptionalLong bytes) throws IOException {
        MessageDigest hash = digest.algorithm().start();
        long[] written = {0};
        try {
            image(slot, (buffer, from, length) -> {
                hash.update(buffer, from, length);
                written[0] += length;
            });
        } catch (IllegalArgumentException e) {
            return false;
        }
        return (bytes.isEmpty() || written[0] == bytes.getAsLong())
                && MessageDigest.isEqual(hash.digest(), digest.value());
    }

    /** Puts an image into a slot outside of any update: how a device is made in the factory. */
    public SlotRecord provision(Slot slot, byte[] image, long sequence, String version) throws IOException {
        withdraw(slot);
        unpack(slot, new ByteArrayInputStream(image));
        SlotRecord record = new SlotRecord(SuitDigest.sha256(image), image.length, sequence, version);
        record(slot, record);
        return record;
    }

    /** From here on the slot is not started, whatever happens. Done before anything in it changes. */
    void withdraw(Slot slot) throws IOException {
        String file = slot.folder() + SUFFIX;
        if (disk.exists(file)) {
            disk.delete(file);
        }
        disk.flushFolder("");
    }

    /** From here on the slot may be started. Its files are flushed and were read again. */
    void record(Slot slot, SlotRecord record) throws IOException {
        byte[] encoded = record.encode();
        String file = slot.folder() + SUFFIX;
        String beside = file + ".new";
        disk.create(beside, false);
        disk.append(beside, encoded, 0, encoded.length);
        disk.flush(beside);
        disk.rename(beside, file);
        disk.flushFolder("");
    }

    /** Replaces the slot's files by those of an image and flushes them all. The record was withdrawn before. */
    void unpack(Slot slot, InputStream image) throws IOException {
        String folder = slot.folder();
        clear(folder);
        disk.makeFolders(folder);
        try {
            ImageReader reader = new ImageReader(new FileSink(folder));
            byte[] buffer = new byte[CHUNK_BYTES];
            int read;
            while ((read = image.read(buffer)) >= 0) {
                reader.accept(buffer, 0, read);
            }
            reader.finish();
        } catch (ImageException e) {
            throw new IOException("not a firmware image: " + e.getMessage(), e);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (String below : disk.tree(folder).folders()) {
            disk.flushFolder(folder + "/" + below);
        }
        disk.flushFolder(folder);
        disk.flushFolder("");
    }

    private void clear(String folder) throws IOException {
        Disk.Tree tree = disk.tree(folder);
        for (String file : tree.files()) {
            disk.delete(folder + "/" + file);
        }
        for (String below : tree.folders().reversed()) {
            disk.delete(folder + "/" + below);
        }
    }

    /** Streams the canonical image of the slot's files. */
    private void image(Slot slot, ImageWriter.Out out) throws IOException {
        ImageWriter writer = new ImageWriter(out);
        byte[] buffer = new byte[CHUNK_BYTES];
        for (String path : disk.tree(slot.folder()).files()) {
            String file = slot.folder() + "/" + path;
            writer.begin(new ImageFile(path, disk.size(file), disk.executable(file)));
            try (InputStream in = disk.read(file)) {
                int read;
                while ((read = in.read(buffer)) >= 0) {
                    writer.content(buffer, 0, read);
                }
            }
        }
        writer.finish();
    }

    /** Writes the files of an image; disk faults pass through the reader unchecked. */
    private final class FileSink implements ImageReader.Sink {
        private final String folder;
        private String file = "";

        FileSink(String folder) {
            this.folder = folder;
        }

        @Override
        public void begin(ImageFile next) {
            file = folder + "/" + next.path();
            run(() -> {
                if (next.path().contains("/")) {
                    disk.makeFolders(file.substring(0, file.lastIndexOf('/')));
                }
                disk.create(file, next.executable());
            });
        }

        @Override
        public void content(byte[] buffer, int from, int length) {
            run(() -> disk.append(file, buffer, from, length));
        }

        @Override
        public void end() {
            run(() -> disk.flush(file));
        }

        private static void run(Step step) {
            try {
                step.run();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private interface Step {
        void run() throws IOException;
    }
}
