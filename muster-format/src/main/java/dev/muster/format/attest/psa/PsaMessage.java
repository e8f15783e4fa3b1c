package dev.muster.format.attest.psa;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborException;
import dev.muster.format.cbor.CborLimits;
import dev.muster.format.cbor.CborProfile;
import dev.muster.format.cbor.CborTag;
import dev.muster.format.cose.CoseException;
import dev.muster.format.cose.CoseMac0;
import dev.muster.format.cose.CoseProfile;
import dev.muster.format.cose.CoseSign1;
import java.util.Optional;

/**
 * A protected PSA token (RFC 9783 §5): COSE_Sign1 (18) or COSE_Mac0 (17), and no CWT tag around it. Reading does not verify.
 *
 * @param protection the message to verify, under a public key or a shared one
 */
public record PsaMessage(Protection protection, PsaToken token) {
    /** The media type from before RFC 9782. */
    public static final String MEDIA_TYPE = "application/psa-attestation-token";

    /** What keeps the claims as they are. */
    public sealed interface Protection {
        record Signed(CoseSign1 message) implements Protection {}

        record Authenticated(CoseMac0 message) implements Protection {}
    }

    private static final CborLimits LIMITS = new CborLimits(8, 2_000, 128 * 1024);

    /** @throws PsaException when the bytes are not a protected PSA token */
    public static PsaMessage parse(byte[] bytes) {
        try {
            CborTag tag = Cbor.parse(bytes, CborProfile.STRICT, LIMITS).asTag();
            return tag.tag() == CoseMac0.TAG ? authenticated(tag) : signed(tag);
        } catch (CborException fault) {
            throw new PsaException(fault.reason(), fault.path(), fault.offset());
        } catch (CoseException fault) {
            throw new PsaException(fault.reason(), fault.path(), fault.offset());
        }
    }

    private static PsaMessage signed(CborTag tag) {
        CoseSign1 message = CoseSign1.read(tag, CoseProfile.STRICT);
        return new PsaMessage(new Protection.Signed(message), claims(message.payload()));
    }

    private static PsaMessage authenticated(CborTag tag) {
        CoseMac0 message = CoseMac0.read(tag, CoseProfile.STRICT);
        return new PsaMessage(new Protection.Authenticated(message), claims(message.payload()));
    }

    private static PsaToken claims(Optional<byte[]> payload) {
        return PsaReader.parse(payload.orElseThrow(() -> new PsaException("the claims are detached", "/payload", -1)));
    }

    /** The message under a public key; empty when the token is protected by a shared one. */
    public Optional<CoseSign1> signed() {
        return protection instanceof Protection.Signed one ? Optional.of(one.message()) : Optional.empty();
    }
}
