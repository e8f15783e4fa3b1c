package dev.muster.agent.block;

import dev.muster.agent.state.Slot;
import dev.muster.format.MalformedException;
import dev.muster.format.cbor.CborLimits;
import dev.muster.format.cbor.CborProfile;
import dev.muster.format.cbor.CborReader;
import dev.muster.format.cbor.CborWriter;
import dev.muster.format.update.suit.ComponentId;
import dev.muster.format.update.suit.SuitDigest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One generation of the state with the layout that it is about: {@code magic | length | CBOR | zeros | seal}.
 *
 * @param generation grows by one with each write
 */
record Superblock(long generation, Geometry geometry, BlockState state) {
    private static final int MAGIC = 0x4d53_5442;
    private static final int FORMAT = 1;
    private static final int HEAD = 8;
    private static final CborLimits LIMITS = new CborLimits(8, 512, Geometry.SUPERBLOCK);

    byte[] encode() {
        CborWriter writer = CborWriter.create()
                .array(10)
                .integer(FORMAT)
                .integer(generation)
                .integer(state.active().number())
                .integer(state.next().map(Slot::number).orElse(-1))
                .integer(state.trials())
                .integer(state.sequence())
                .integer(state.advances())
                .integer(state.boots());
        layout(writer);
        writer.array(2);
        for (Slot slot : Slot.values()) {
            image(writer, state.images().get(slot));
        }
        byte[] content = writer.toByteArray();
        ByteBuffer block = ByteBuffer.allocate(Geometry.SUPERBLOCK);
        block.putInt(MAGIC).putInt(content.length).put(content);
        Seal.close(block.array());
        return block.array();
    }

    private void layout(CborWriter writer) {
        writer.array(1 + geometry.areas().size()).integer(geometry.journalSectors());
        for (Geometry.Area area : geometry.areas()) {
            List<byte[]> segments = area.component().bytes();
            writer.array(1 + segments.size()).integer(area.bytes());
            segments.forEach(writer::bytes);
        }
    }

    private static void image(CborWriter writer, @org.jspecify.annotations.Nullable SlotImage image) {
        if (image == null) {
            writer.nil();
            return;
        }
        writer.array(2 + 3 * image.contents().size()).integer(image.sequence()).text(image.version());
        for (SlotImage.Content content : image.contents()) {
            writer.integer(content.digest().algorithm().code())
                    .bytes(content.digest().value())
                    .integer(content.bytes());
        }
    }

    /** Empty for anything that is not whole: that copy does not exist. */
    static Optional<Superblock> parse(byte[] block) {
        ByteBuffer bytes = ByteBuffer.wrap(block);
        if (bytes.getInt() != MAGIC || !Seal.whole(block)) {
            return Optional.empty();
        }
        int length = bytes.getInt();
        if (length < 0 || length > block.length - HEAD - Seal.BYTES) {
            return Optional.empty();
        }
        try {
            CborReader reader = CborReader.of(block, HEAD, length, CborProfile.DETERMINISTIC, LIMITS);
            reader.readArrayHeader(10);
            if (reader.readLong() != FORMAT) {
                return Optional.empty();
            }
            Superblock read = read(reader);
            reader.end();
            return Optional.of(read);
        } catch (MalformedException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private static Superblock read(CborReader reader) {
        long generation = reader.readLong();
        Slot active = Slot.ofNumber(reader.readInt());
        int next = reader.readInt();
        int trials = reader.readInt();
        long sequence = reader.readLong();
        long advances = reader.readLong();
        long boots = reader.readLong();
        int areas = reader.readArrayHeader() - 1;
        int journal = reader.readInt();
        List<Geometry.Area> layout = new ArrayList<>();
        for (int i = 0; i < areas; i++) {
            int segments = reader.readArrayHeader() - 1;
            long bytes = reader.readLong();
            List<byte[]> path = new ArrayList<>();
            for (int s = 0; s < segments; s++) {
                path.add(reader.readBytes());
            }
            layout.add(new Geometry.Area(ComponentId.ofBytes(path), bytes));
        }
        reader.readArrayHeader(2);
        Map<Slot, SlotImage> images = new EnumMap<>(Slot.class);
        for (Slot slot : Slot.values()) {
            if (!reader.tryNull()) {
                images.put(slot, image(reader));
            }
        }
        Optional<Slot> chosen = next < 0 ? Optional.empty() : Optional.of(Slot.ofNumber(next));
        return new Superblock(
                generation,
                new Geometry(journal, layout),
                new BlockState(active, chosen, trials, sequence, advances, boots, images));
    }

    private static SlotImage image(CborReader reader) {
        int contents = (reader.readArrayHeader() - 2) / 3;
        long sequence = reader.readLong();
        String version = reader.readText();
        List<SlotImage.Content> all = new ArrayList<>();
        for (int i = 0; i < contents; i++) {
            SuitDigest.Algorithm algorithm =
                    SuitDigest.Algorithm.ofCode(reader.readLong()).orElseThrow(IllegalArgumentException::new);
            all.add(new SlotImage.Content(new SuitDigest(algorithm, reader.readBytes()), reader.readLong()));
        }
        return new SlotImage(sequence, version, all);
    }
}
