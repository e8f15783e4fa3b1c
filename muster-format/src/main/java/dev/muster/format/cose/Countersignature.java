package dev.muster.format.cose;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.cbor.CborMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A signature over a COSE structure by a second party (RFC 9338), in the unprotected header of what it covers.
 *
 * @param headers of the countersigner; empty for the abbreviated form (label 12), whose algorithm is agreed elsewhere
 * @param legacy in the form of RFC 8152 (label 7), which leaves signature and tag of its target uncovered
 */
public record Countersignature(Optional<CoseHeaders> headers, byte[] signature, boolean legacy) {
    /** Label of RFC 8152, read in the generic profile only. */
    private static final long LABEL_1 = 7;

    /** Most countersignatures on one structure. */
    private static final int MOST = 16;

    /**
     * What a countersignature covers.
     *
     * @param content the payload or ciphertext; of a COSE_Signature its signature
     * @param other further byte strings of the structure: signature or tag
     */
    public record Target(CoseHeaders headers, byte[] content, List<byte[]> other) {
        /** A message with one signature; the payload is given when it is detached. */
        public static Target of(CoseSign1 message, Optional<byte[]> detached) {
            return new Target(message.headers(), content(message.payload(), detached), List.of(message.signature()));
        }

        /** A message with several signatures. */
        public static Target of(CoseSign message, Optional<byte[]> detached) {
            return new Target(message.headers(), content(message.payload(), detached), List.of());
        }

        /** One signature of a message with several. */
        public static Target of(CoseSign.Signature signature) {
            return new Target(signature.headers(), signature.signature(), List.of());
        }

        /** An encrypted message; the ciphertext is given when it is detached. */
        public static Target of(CoseEncrypt message, Optional<byte[]> detached) {
            return new Target(message.headers(), content(message.ciphertext(), detached), List.of());
        }

        /** An encrypted message. */
        public static Target of(CoseEncrypt0 message, Optional<byte[]> detached) {
            return new Target(message.headers(), content(message.ciphertext(), detached), List.of());
        }

        /** An authenticated message. */
        public static Target of(CoseMac message, Optional<byte[]> detached) {
            return new Target(message.headers(), content(message.payload(), detached), List.of(message.tag()));
        }

        /** An authenticated message. */
        public static Target of(CoseMac0 message, Optional<byte[]> detached) {
            return new Target(message.headers(), content(message.payload(), detached), List.of(message.tag()));
        }

        private static byte[] content(Optional<byte[]> inside, Optional<byte[]> given) {
            if (inside.isPresent() == given.isPresent()) {
                throw new CoseException("content must be in the message or given, once", "/", -1);
            }
            return inside.or(() -> given).orElseThrow();
        }

        byte[] toBeSigned(Optional<CoseHeaders> signer, byte[] externalAad, boolean legacy) {
            return CoseStructure.countersignature(headers, signer, externalAad, content, legacy ? List.of() : other);
        }
    }

    /** The countersignatures in a header: full ones first, then the abbreviated one. */
    public static List<Countersignature> in(CoseHeaders headers, CoseProfile profile) {
        List<Countersignature> found = new ArrayList<>();
        CborMap unprotected = headers.unprotected();
        unprotected.get(HeaderLabel.COUNTERSIGNATURE).ifPresent(item -> read(item, profile, false, found));
        if (profile == CoseProfile.GENERIC) {
            unprotected.get(LABEL_1).ifPresent(item -> read(item, profile, true, found));
        }
        unprotected
                .get(HeaderLabel.COUNTERSIGNATURE0)
                .ifPresent(item -> found.add(new Countersignature(Optional.empty(), item.asBytes(), false)));
        return List.copyOf(found);
    }

    private static void read(Cbor item, CoseProfile profile, boolean legacy, List<Countersignature> found) {
        CborArray array = item.asArray();
        boolean one = array.size() > 0 && !(array.get(0) instanceof CborArray);
        if (!one && array.size() > MOST) {
            throw new CoseException(array.size() + " countersignatures", "/headers", item.offset());
        }
        for (Cbor each : one ? List.of(array) : array.items()) {
            CoseSign.Signature signature = CoseSign.Signature.read(each.asArray(), profile);
            found.add(new Countersignature(Optional.of(signature.headers()), signature.signature(), legacy));
        }
    }

    /** Countersigns; the result goes into the target's unprotected header under label 11. */
    public static Countersignature sign(Target target, byte[] externalAad, CoseSigner signer) {
        Optional<CoseHeaders> headers = Optional.of(CoseStructure.headers(signer));
        return new Countersignature(headers, signer.sign(target.toBeSigned(headers, externalAad, false)), false);
    }

    /** Countersigns in the abbreviated form; the result goes into the unprotected header under label 12. */
    public static Countersignature signAbbreviated(Target target, byte[] externalAad, CoseSigner signer) {
        return new Countersignature(
                Optional.empty(), signer.sign(target.toBeSigned(Optional.empty(), externalAad, false)), false);
    }

    /** The header value. */
    public Cbor toCbor() {
        return headers.<Cbor>map(
                        own -> Cbor.array(Cbor.of(own.protectedBytes()), own.unprotected(), Cbor.of(signature)))
                .orElseGet(() -> Cbor.of(signature));
    }
}
