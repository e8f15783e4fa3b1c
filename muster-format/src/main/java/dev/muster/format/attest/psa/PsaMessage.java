package dev.muster.format.attest.psa;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.cbor.CborException;
import dev.muster.format.cbor.CborLimits;
import dev.muster.format.cbor.CborProfile;
import dev.muster.format.cbor.CborTag;
import dev.muster.format.cose.CoseException;
import dev.muster.format.cose.CoseProfile;
import dev.muster.format.cose.CoseSign1;
import java.util.Optional;

/**
 * A protected PSA token (RFC 9783 §5): COSE_Sign1 (18) or COSE_Mac0 (17). Reading does not verify.
 *
 * @param signed the message to verify; empty for a COSE_Mac0
 */
public record PsaMessage(Optional<CoseSign1> signed, PsaToken token) {
    /** The media type from before RFC 9782. */
    public static final String MEDIA_TYPE = "application/psa-attestation-token";

    private static final long TAG_MAC0 = 17;
    private static final CborLimits LIMITS = new CborLimits(8, 2_000, 128 * 1024);

    /** @throws PsaException when the bytes are not a protected PSA token */
    public static PsaMessage parse(byte[] bytes) {
        try {
            CborTag tag = Cbor.parse(bytes, CborProfile.STRICT, LIMITS).asTag();
            if (tag.tag() == TAG_MAC0) {
                CborArray parts = tag.content().asArray().ofSize(4);
                return new PsaMessage(
                        Optional.empty(), PsaReader.parse(parts.get(2).asBytes()));
            }
            CoseSign1 message = CoseSign1.read(tag, CoseProfile.STRICT);
            byte[] payload =
                    message.payload().orElseThrow(() -> new PsaException("the claims are detached", "/payload", -1));
            return new PsaMessage(Optional.of(message), PsaReader.parse(payload));
        } catch (CborException fault) {
            throw new PsaException(fault.reason(), fault.path(), fault.offset());
        } catch (CoseException fault) {
            throw new PsaException(fault.reason(), fault.path(), fault.offset());
        }
    }
}
