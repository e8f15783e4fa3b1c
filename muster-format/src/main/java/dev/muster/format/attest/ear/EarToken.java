package dev.muster.format.attest.ear;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborException;
import dev.muster.format.cbor.CborProfile;
import dev.muster.format.cbor.CborTag;
import dev.muster.format.cose.CoseException;
import dev.muster.format.cose.CoseProfile;
import dev.muster.format.cose.CoseSign1;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.Sign1Builder;
import java.security.cert.X509Certificate;
import java.util.List;

/** A signed attestation result in CWT form: COSE_Sign1, tagged 18, perhaps inside 61. Reading does not verify. */
public record EarToken(CoseSign1 message, Ear ear) {
    public static final String MEDIA_TYPE = "application/eat+cwt; eat_profile=\"" + Ear.PROFILE + "\"";
    private static final long TAG_CWT = 61;

    /** @throws EarException when the bytes are not a signed attestation result */
    public static EarToken parse(byte[] bytes) {
        try {
            Cbor item = Cbor.parse(bytes, CborProfile.STRICT, EarReader.LIMITS);
            if (item instanceof CborTag tag && tag.tag() == TAG_CWT) {
                item = tag.content();
            }
            CoseSign1 message = CoseSign1.read(item.asTag(), CoseProfile.STRICT);
            byte[] payload =
                    message.payload().orElseThrow(() -> new EarException("the claims are detached", "/payload", -1));
            return new EarToken(message, EarReader.parse(payload));
        } catch (CborException fault) {
            throw new EarException(fault.reason(), fault.path(), fault.offset());
        } catch (CoseException fault) {
            throw new EarException(fault.reason(), fault.path(), fault.offset());
        }
    }

    /** Signs a result; tagged 18. */
    public static byte[] sign(Ear ear, CoseSigner signer) {
        return Sign1Builder.create().payload(EarWriter.encode(ear)).sign(signer).encode();
    }

    /**
     * Signs a result and says with certificates whose key it is; tagged 18.
     *
     * @param chain of the verifier, its own first, without the authority that the receiver knows (RFC 9360 §2)
     */
    public static byte[] sign(Ear ear, List<X509Certificate> chain, CoseSigner signer) {
        return Sign1Builder.create()
                .x5chain(chain)
                .payload(EarWriter.encode(ear))
                .sign(signer)
                .encode();
    }
}
