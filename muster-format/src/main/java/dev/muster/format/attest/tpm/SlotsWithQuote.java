package dev.muster.format.attest.tpm;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborException;
import dev.muster.format.cbor.CborLimits;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborProfile;

/**
 * Evidence about a device's slots with a quote of its TPM beside it, over one nonce: {@code {1: EAT of the linux-slots
 * profile, 2: quote}}, byte strings both.
 *
 * @param slots the token
 * @param quote {@link TpmEvidence}
 */
public record SlotsWithQuote(byte[] slots, byte[] quote) {
    public static final String MEDIA_TYPE = "application/vnd.muster.slots-with-quote+cbor";

    private static final long SLOTS = 1;
    private static final long QUOTE = 2;
    private static final CborLimits LIMITS = new CborLimits(2, 8, 2 * TpmEvidence.MAX_BYTES);

    /** @throws TpmException when the bytes are not this map */
    public static SlotsWithQuote parse(byte[] bytes) {
        try {
            CborMap map = Cbor.parse(bytes, CborProfile.STRICT, LIMITS).asMap();
            return new SlotsWithQuote(
                    map.require(SLOTS).asBytes(), map.require(QUOTE).asBytes());
        } catch (CborException fault) {
            throw new TpmException(fault.reason(), fault.path(), fault.offset());
        }
    }

    public byte[] encode() {
        return Cbor.map().put(SLOTS, slots).put(QUOTE, quote).build().encoded();
    }
}
