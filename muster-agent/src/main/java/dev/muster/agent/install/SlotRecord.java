package dev.muster.agent.install;

import dev.muster.format.MalformedException;
import dev.muster.format.cbor.CborLimits;
import dev.muster.format.cbor.CborProfile;
import dev.muster.format.cbor.CborReader;
import dev.muster.format.cbor.CborWriter;
import dev.muster.format.update.suit.SuitDigest;
import java.util.Optional;

/**
 * What is known about a slot's content. Its absence means: not to be started.
 *
 * @param digest of the canonical image of the files, as the manifest gave it
 * @param bytes size of that image
 * @param sequence sequence number of the manifest that put it there
 * @param version the manifest's word for it, may be empty; for people only
 */
public record SlotRecord(SuitDigest digest, long bytes, long sequence, String version) {
    private static final int FORMAT = 1;
    private static final CborLimits LIMITS = new CborLimits(4, 16, 4096);

    byte[] encode() {
        return CborWriter.create()
                .array(6)
                .integer(FORMAT)
                .integer(digest.algorithm().code())
                .bytes(digest.value())
                .integer(bytes)
                .integer(sequence)
                .text(version)
                .toByteArray();
    }

    /** Empty for anything that is not a whole record: such a slot is not started. */
    static Optional<SlotRecord> parse(byte[] encoded) {
        try {
            CborReader reader = CborReader.of(encoded, CborProfile.DETERMINISTIC, LIMITS);
            if (reader.readArrayHeader() != 6 || reader.readLong() != FORMAT) {
                return Optional.empty();
            }
            Optional<SuitDigest.Algorithm> algorithm = SuitDigest.Algorithm.ofCode(reader.readLong());
            if (algorithm.isEmpty()) {
                return Optional.empty();
            }
            SlotRecord record = new SlotRecord(
                    new SuitDigest(algorithm.get(), reader.readBytes()),
                    reader.readLong(),
                    reader.readLong(),
                    reader.readText());
            reader.end();
            return Optional.of(record);
        } catch (MalformedException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
