package dev.muster.format.devices.host;

import dev.muster.format.cbor.CborText;
import dev.muster.format.cose.CoseException;
import dev.muster.format.cose.CoseSign1;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.CoseVerifier;
import dev.muster.format.cose.Sign1Builder;
import dev.muster.format.cose.Verdict;
import dev.muster.format.cose.VerificationKey;

/**
 * A statement in a COSE_Sign1 by the device's key. Its content type is protected: it keeps this signature from being taken
 * for one of another protocol with the same key.
 *
 * @param message the signature
 * @param payload what it says, not to be believed before {@link #verify}
 */
public record SignedStatement(CoseSign1 message, byte[] payload) {
    /**
     * @param mediaType the content type that it must have
     * @throws HostException when the bytes are no COSE_Sign1 of that content type
     */
    public static SignedStatement parse(String mediaType, byte[] bytes) {
        CoseSign1 message;
        try {
            message = CoseSign1.parse(bytes);
        } catch (CoseException e) {
            throw new HostException(e.reason(), e.path(), e.offset());
        }
        boolean typed = message.contentType()
                .filter(type -> type instanceof CborText)
                .map(type -> type.asText().equals(mediaType))
                .orElse(false);
        if (!typed) {
            throw new HostException("content type is not " + mediaType, "/[0]/3", -1);
        }
        return new SignedStatement(
                message, message.payload().orElseThrow(() -> new HostException("no payload", "/[2]", -1)));
    }

    /** Signs a statement. Returns the tagged message. */
    public static byte[] sign(String mediaType, byte[] payload, CoseSigner device) {
        return Sign1Builder.create()
                .contentType(mediaType)
                .payload(payload)
                .sign(device)
                .encode();
    }

    public Verdict verify(VerificationKey device) {
        return CoseVerifier.strict().verify(message, device);
    }
}
