package dev.muster.format.update.image;

import java.io.ByteArrayOutputStream;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A whole image in memory, for those who make images and for tests. Devices stream with {@link ImageReader}.
 *
 * @param files content by path, in path order
 */
public record FirmwareImage(SortedMap<String, Content> files) {

    public FirmwareImage {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /** A file's bytes, not to be changed, and whether it may be executed. */
    public record Content(byte[] bytes, boolean executable) {}

    /** The canonical bytes. */
    public byte[] encode() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageWriter writer = new ImageWriter(out::write);
        files.forEach((path, content) -> {
            writer.begin(new ImageFile(path, content.bytes().length, content.executable()));
            writer.content(content.bytes(), 0, content.bytes().length);
        });
        writer.finish();
        return out.toByteArray();
    }

    /** @throws ImageException when the bytes are not a canonical image */
    public static FirmwareImage parse(byte[] bytes) {
        Collector collector = new Collector();
        ImageReader reader = new ImageReader(collector);
        reader.accept(bytes, 0, bytes.length);
        reader.finish();
        return new FirmwareImage(collector.files);
    }

    private static final class Collector implements ImageReader.Sink {
        private final SortedMap<String, Content> files = new TreeMap<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private @Nullable ImageFile current;

        @Override
        public void begin(ImageFile file) {
            current = file;
            bytes.reset();
        }

        @Override
        public void content(byte[] buffer, int from, int length) {
            bytes.write(buffer, from, length);
        }

        @Override
        public void end() {
            if (current != null) {
                files.put(current.path(), new Content(bytes.toByteArray(), current.executable()));
            }
        }
    }
}
