package dev.muster.format.audit.pack;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborException;
import dev.muster.format.cbor.CborLimits;
import dev.muster.format.cbor.CborProfile;
import dev.muster.format.cbor.RecordCodec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a pack in parts says of all of them; see the package description for each key.
 *
 * @param format {@link #FORMAT}
 * @param org whose
 * @param asOf the time for which the verdicts hold
 * @param devices of how many devices all parts are
 * @param scope as {@link Pack#scope}, of all parts together
 * @param checkpoint the signed note that every part carries too
 * @param logKey vkey that signed it
 * @param evidenceKey COSE_Key that signed this and every part
 * @param receiptKey COSE_Key that signed the receipts
 * @param parts in order
 */
public record PackHead(
        String format,
        String org,
        Instant asOf,
        long devices,
        Optional<String> scope,
        byte[] checkpoint,
        String logKey,
        byte[] evidenceKey,
        Optional<byte[]> receiptKey,
        List<Part> parts) {
    /** Name of this version of the format. */
    public static final String FORMAT = "muster-packs-1";

    /** Media type of the payload. */
    public static final String CONTENT_TYPE = "application/muster-packs+cbor";

    /** Of a hundred bytes for each part; so many parts are of more devices than one server has. */
    static final int BYTES_MAX = 16 * 1024 * 1024;

    static final CborLimits LIMITS = new CborLimits(8, 2_000_000, BYTES_MAX);

    private static final RecordCodec<PackHead> CODEC = RecordCodec.of(PackHead.class);

    public PackHead {
        parts = List.copyOf(parts);
    }

    /**
     * One part: a pack of its own, of some of the devices.
     *
     * @param first its first device, {@code device/<id>}
     * @param last its last one
     * @param devices how many it has
     * @param bytes how long its file is
     * @param sha256 of its file
     */
    public record Part(String first, String last, long devices, long bytes, byte[] sha256) {}

    /** The payload as deterministic CBOR. */
    byte[] payload() {
        return CODEC.encode(this);
    }

    /** @throws PackException when the bytes are not a payload of this version */
    static PackHead ofPayload(byte[] payload) {
        try {
            PackHead head = CODEC.fromCbor(Cbor.parse(payload, CborProfile.STRICT, LIMITS));
            if (!head.format().equals(FORMAT)) {
                throw new PackException("the format is " + head.format() + ", not " + FORMAT, "/format");
            }
            return head;
        } catch (CborException e) {
            throw new PackException(e, "");
        }
    }
}
