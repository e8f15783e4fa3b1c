package dev.muster.format.cose;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.cbor.CborBytes;
import dev.muster.format.cbor.CborException;
import dev.muster.format.cbor.CborInteger;
import dev.muster.format.cbor.CborLimits;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborProfile;
import java.util.Optional;

/** Which of the six messages an array without a tag is (RFC 9052 §2): by its form, then by its algorithms. */
public final class UntaggedMessage {
    private UntaggedMessage() {}

    /**
     * The tag that the message would carry. An array whose first item is no header map in bytes is no COSE message.
     *
     * @return empty when no message has this form
     */
    public static Optional<Long> tag(Cbor item) {
        if (!(item instanceof CborArray parts) || parts.size() < 3 || parts.size() > 5) {
            return Optional.empty();
        }
        Optional<CborMap> body = headers(parts);
        if (body.isEmpty() || !content(parts.get(2))) {
            return Optional.empty();
        }
        Optional<Long> algorithm = algorithm(body.get(), parts.get(1).asMap());
        return switch (parts.size()) {
            case 3 -> Optional.of(CoseEncrypt0.TAG);
            case 5 ->
                parts.get(3) instanceof CborBytes && layers(parts.get(4)) ? Optional.of(CoseMac.TAG) : Optional.empty();
            default -> four(parts.get(3), algorithm);
        };
    }

    private static Optional<Long> four(Cbor last, Optional<Long> algorithm) {
        if (last instanceof CborBytes) {
            return Optional.of(algorithm.flatMap(MacAlgorithm::of).isPresent() ? CoseMac0.TAG : CoseSign1.TAG);
        }
        if (!layers(last)) {
            return Optional.empty();
        }
        // The body of a COSE_Sign has no algorithm of its own; the one of a COSE_Encrypt must have.
        return Optional.of(algorithm.isPresent() ? CoseEncrypt.TAG : CoseSign.TAG);
    }

    /** Signatures or recipients: arrays that start with headers. */
    private static boolean layers(Cbor item) {
        return item instanceof CborArray layers
                && layers.size() > 0
                && layers.items().stream()
                        .allMatch(each -> each instanceof CborArray parts
                                && parts.size() >= 3
                                && headers(parts).isPresent()
                                && content(parts.get(2)));
    }

    private static boolean content(Cbor item) {
        return item instanceof CborBytes || item.isNull();
    }

    private static Optional<CborMap> headers(CborArray parts) {
        if (!(parts.get(0) instanceof CborBytes bytes) || !(parts.get(1) instanceof CborMap)) {
            return Optional.empty();
        }
        if (bytes.asBytes().length == 0) {
            return Optional.of(CborMap.EMPTY);
        }
        try {
            return Optional.of(bytes.parse(CborProfile.WELL_FORMED, CborLimits.DEFAULT))
                    .filter(CborMap.class::isInstance)
                    .map(Cbor::asMap);
        } catch (CborException notHeaders) {
            return Optional.empty();
        }
    }

    private static Optional<Long> algorithm(CborMap protectedMap, CborMap unprotected) {
        return protectedMap
                .get(HeaderLabel.ALG)
                .or(() -> unprotected.get(HeaderLabel.ALG))
                .filter(alg -> alg instanceof CborInteger number
                        && number.asBigInteger().bitLength() < Long.SIZE)
                .map(Cbor::asLong);
    }
}
