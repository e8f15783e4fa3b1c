package dev.muster.format.audit.merkle;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborException;
import dev.muster.format.cbor.CborMap;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The newest head of a log as a server gives it to a device, with what the device needs to check that the log only grew:
 * CBOR map 1 vkey, 2 signed checkpoint, 3 the size that the device said it knows, 4 the consistency path from there.
 *
 * @param vkey of the log (C2SP signed-note)
 * @param note signed checkpoint
 * @param since size of the head that the device knows; 0 when it knows none
 * @param path consistency proof from {@code since} (RFC 9162 §2.1.4); empty when there is none
 */
public record HeadOffer(String vkey, byte[] note, long since, List<byte[]> path) {
    /** A checkpoint with a few cosignatures is below one kilobyte. */
    public static final int MAX_NOTE_BYTES = 8192;

    private static final int VKEY = 1;
    private static final int NOTE = 2;
    private static final int SINCE = 3;
    private static final int PATH = 4;
    /** RFC 9162: a path has at most two hashes a level. */
    private static final int MAX_PATH = 128;

    /** @throws MerkleException when the note or the path is longer than any can be */
    public HeadOffer {
        path = List.copyOf(path);
        note = note.clone();
        if (note.length > MAX_NOTE_BYTES || path.size() > MAX_PATH || since < 0) {
            throw new MerkleException("the note or the path of a head is too long");
        }
    }

    @Override
    public byte[] note() {
        return note.clone();
    }

    /** The CBOR map. */
    public Cbor encode() {
        return Cbor.map()
                .put(VKEY, vkey)
                .put(NOTE, note)
                .put(SINCE, since)
                .put(PATH, Cbor.array(path.stream().map(Cbor::of).toArray(Cbor[]::new)))
                .build();
    }

    /** @throws MerkleException when it is none */
    public static HeadOffer parse(Cbor item) {
        try {
            CborMap map = item.asMap();
            return new HeadOffer(
                    map.require(VKEY).asText(),
                    map.require(NOTE).asBytes(),
                    map.require(SINCE).asLong(),
                    map.require(PATH).asArray().items().stream()
                            .map(Cbor::asBytes)
                            .toList());
        } catch (CborException fault) {
            throw new MerkleException("not the head of a log: " + fault.getMessage());
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HeadOffer that
                && Arrays.equals(encode().encoded(), that.encode().encoded());
    }

    @Override
    public int hashCode() {
        return Objects.hash(vkey, Arrays.hashCode(note), since);
    }
}
