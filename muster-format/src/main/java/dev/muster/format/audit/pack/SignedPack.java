package dev.muster.format.audit.pack;

import dev.muster.format.MalformedException;
import dev.muster.format.audit.merkle.NoteKey;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborProfile;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseProfile;
import dev.muster.format.cose.CoseSign1;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.Sign1Builder;
import java.util.Arrays;

/**
 * The pack's file: a COSE_Sign1 whose every byte is signed, a signature, or fixed.
 *
 * @param message the envelope; the payload is not read before the signature was checked
 */
public record SignedPack(CoseSign1 message) {

    /** Signs {@code pack}, whose {@code evidenceKey} is the signer's. */
    public static SignedPack sign(Pack pack, CoseSigner signer) {
        return new SignedPack(Sign1Builder.create()
                .contentType(Pack.CONTENT_TYPE)
                .payload(pack.payload())
                .sign(signer));
    }

    /** Signs the head of a pack in parts, whose {@code evidenceKey} is the signer's. */
    static SignedPack sign(PackHead head, CoseSigner signer) {
        return new SignedPack(Sign1Builder.create()
                .contentType(PackHead.CONTENT_TYPE)
                .payload(head.payload())
                .sign(signer));
    }

    /** @throws PackException when the bytes are not such an envelope, or not in its only form */
    public static SignedPack parse(byte[] bytes) {
        CoseSign1 message;
        try {
            message = CoseSign1.read(Cbor.parse(bytes, CborProfile.STRICT, Pack.LIMITS), CoseProfile.STRICT);
        } catch (MalformedException e) {
            throw new PackException(e, "");
        }
        if (message.unprotected().size() != 0) {
            throw new PackException("the unprotected header is not empty", "/unprotected");
        }
        if (message.payload().isEmpty()) {
            throw new PackException("the payload is detached", "/payload");
        }
        if (!Arrays.equals(message.encode(), bytes)) {
            throw new PackException("the envelope is not in its only form", "/");
        }
        return new SignedPack(message);
    }

    /** The file. */
    public byte[] encode() {
        return message.encode();
    }

    /**
     * The keys that the pack names itself: enough to find out whether it is whole, not whose it is.
     *
     * @throws PackException when the payload cannot be read
     */
    public Trust claimedTrust() {
        Pack pack = unverified();
        try {
            return new Trust(
                    NoteKey.parse(pack.logKey()),
                    CoseKey.parse(pack.evidenceKey()),
                    pack.receiptKey().map(CoseKey::parse));
        } catch (MalformedException e) {
            throw new PackException(e, "/keys");
        }
    }

    /** What the head says, whether or not the signature holds: check it first. */
    PackHead unverifiedHead() {
        return PackHead.ofPayload(message.payload().orElseThrow());
    }

    /** What the pack says, whether or not the signature holds: check it first. */
    Pack unverified() {
        return Pack.ofPayload(message.payload().orElseThrow());
    }
}
