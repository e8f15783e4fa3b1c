package dev.muster.agent.block;

import dev.muster.agent.state.Slot;
import dev.muster.format.MalformedException;
import dev.muster.format.cbor.CborLimits;
import dev.muster.format.cbor.CborProfile;
import dev.muster.format.cbor.CborReader;
import dev.muster.format.cbor.CborWriter;
import java.util.Optional;

/** What happened to one manifest on this device, one step each: the source of what is reported. */
sealed interface JournalEntry {
    /** Characters of a sentence: an entry is a sector. */
    int MOST_CHARS = 256;

    CborLimits LIMITS = new CborLimits(4, 16, BlockDevice.SECTOR);

    /** Work on a manifest began: everything after it is about that one. */
    record Begun(byte[] manifest, long sequence, Slot target) implements JournalEntry {}

    /**
     * So far an area is flushed.
     *
     * @param out bytes of the image that are in the area, whole sectors
     * @param in bytes of the payload that made them
     * @param base digest of the image that the payload is a difference to; empty when it is the image itself
     */
    record Checkpoint(int area, long out, long in, byte[] base) implements JournalEntry {}

    /** An area is written and flushed. */
    record Written(int area) implements JournalEntry {}

    /** The slot was read back and may be started. */
    record Recorded() implements JournalEntry {}

    /** It is started next. */
    record Chosen() implements JournalEntry {}

    /** It was started, on trial. */
    record Started() implements JournalEntry {}

    /** It proved itself, and nothing older is obeyed. */
    record Confirmed(long sequence) implements JournalEntry {}

    /** It did not prove itself: the other slot runs again. */
    record FellBack() implements JournalEntry {}

    /** The manifest was refused or could not be carried out. */
    record Refused(String why) implements JournalEntry {
        public Refused {
            why = why.length() > MOST_CHARS ? why.substring(0, MOST_CHARS) : why;
        }
    }

    default byte[] encode() {
        CborWriter writer = CborWriter.create();
        switch (this) {
            case Begun begun ->
                writer.array(4)
                        .integer(0)
                        .bytes(begun.manifest())
                        .integer(begun.sequence())
                        .integer(begun.target().number());
            case Checkpoint point ->
                writer.array(5)
                        .integer(1)
                        .integer(point.area())
                        .integer(point.out())
                        .integer(point.in())
                        .bytes(point.base());
            case Written written -> writer.array(2).integer(2).integer(written.area());
            case Recorded recorded -> writer.array(1).integer(3);
            case Chosen chosen -> writer.array(1).integer(4);
            case Started started -> writer.array(1).integer(5);
            case Confirmed confirmed -> writer.array(2).integer(6).integer(confirmed.sequence());
            case FellBack back -> writer.array(1).integer(7);
            case Refused refused -> writer.array(2).integer(8).text(refused.why());
        }
        return writer.toByteArray();
    }

    /** Empty for what this version does not know: the journal ends there. */
    static Optional<JournalEntry> parse(byte[] bytes, int from, int length) {
        try {
            CborReader reader = CborReader.of(bytes, from, length, CborProfile.DETERMINISTIC, LIMITS);
            reader.readArrayHeader();
            JournalEntry entry = switch (reader.readInt()) {
                case 0 -> new Begun(reader.readBytes(), reader.readLong(), Slot.ofNumber(reader.readInt()));
                case 1 -> new Checkpoint(reader.readInt(), reader.readLong(), reader.readLong(), reader.readBytes());
                case 2 -> new Written(reader.readInt());
                case 3 -> new Recorded();
                case 4 -> new Chosen();
                case 5 -> new Started();
                case 6 -> new Confirmed(reader.readLong());
                case 7 -> new FellBack();
                case 8 -> new Refused(reader.readText());
                default -> throw new IllegalArgumentException("unknown entry");
            };
            reader.end();
            return Optional.of(entry);
        } catch (MalformedException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }
}
