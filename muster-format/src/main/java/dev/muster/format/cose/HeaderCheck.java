package dev.muster.format.cose;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.cbor.CborInteger;
import dev.muster.format.cose.Verdict.Invalid;
import dev.muster.format.cose.Verdict.Reason;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What every message's headers must keep to: where {@code alg} is, and that {@code crit} is understood. */
record HeaderCheck(CoseProfile profile, Set<Object> understood) {
    /** Parameters whose meaning this package enforces or hands to the caller by name. */
    private static final Set<Object> HERE = Set.of(
            HeaderLabel.ALG,
            HeaderLabel.CONTENT_TYPE,
            HeaderLabel.KID,
            HeaderLabel.IV,
            HeaderLabel.PARTIAL_IV,
            HeaderLabel.CWT_CLAIMS,
            HeaderLabel.TYP,
            HeaderLabel.X5CHAIN,
            HeaderLabel.X5T,
            HeaderLabel.PAYLOAD_HASH_ALG,
            HeaderLabel.PREIMAGE_CONTENT_TYPE,
            HeaderLabel.PAYLOAD_LOCATION);

    static HeaderCheck of(CoseProfile profile) {
        return new HeaderCheck(profile, HERE);
    }

    /** @param labels numbers as {@code Long}, names as {@code String} */
    HeaderCheck understanding(Set<?> labels) {
        Set<Object> more = new HashSet<>(understood);
        more.addAll(labels);
        return new HeaderCheck(profile, Set.copyOf(more));
    }

    /** The algorithm number, or why there is none that counts. */
    sealed interface Alg {
        record Known(long id) implements Alg {}

        record Refused(Invalid why) implements Alg {}
    }

    Alg alg(CoseHeaders headers, boolean unprotectedAllowed) {
        Optional<Cbor> alg = headers.alg();
        if (alg.isEmpty()) {
            alg = headers.unprotected().get(HeaderLabel.ALG);
            if (alg.isEmpty()) {
                return new Alg.Refused(new Invalid(Reason.ALG_MISSING, "no alg"));
            }
            if (!unprotectedAllowed && profile == CoseProfile.STRICT) {
                return new Alg.Refused(new Invalid(Reason.ALG_UNPROTECTED, "alg is only in the unprotected header"));
            }
        }
        return alg.get() instanceof CborInteger number && number.asBigInteger().bitLength() < Long.SIZE
                ? new Alg.Known(number.asLong())
                : new Alg.Refused(unknown(alg.get()));
    }

    static Invalid unknown(Object alg) {
        return new Invalid(Reason.ALG_UNKNOWN, "alg " + alg);
    }

    /** RFC 9052 §3.1: {@code crit} is a non-empty array, protected, of labels that are there and understood. */
    @Nullable
    Invalid crit(CoseHeaders headers) {
        if (headers.unprotected().has(HeaderLabel.CRIT)) {
            return new Invalid(Reason.CRIT_MALFORMED, "crit is unprotected");
        }
        Optional<Cbor> crit = headers.signed(HeaderLabel.CRIT);
        if (crit.isEmpty()) {
            return null;
        }
        if (!(crit.get() instanceof CborArray labels) || labels.size() == 0) {
            return new Invalid(Reason.CRIT_MALFORMED, "crit is not a non-empty array");
        }
        for (Cbor label : labels) {
            if (headers.protectedMap().get(label).isEmpty()) {
                return new Invalid(Reason.CRIT_MALFORMED, "critical label " + label + " is not protected");
            }
            Object name = label instanceof CborInteger number ? number.asLong() : label.asText();
            if (!understood.contains(name)) {
                return new Invalid(Reason.CRIT_UNKNOWN, "critical label " + label + " is not understood");
            }
        }
        return null;
    }

    /** A payload is in the message or given beside it, not both and not neither. */
    static @Nullable Invalid content(Optional<byte[]> inside, Optional<byte[]> given) {
        if (inside.isPresent() && given.isPresent()) {
            return new Invalid(Reason.PAYLOAD_TWICE, "payload is in the message and was also given");
        }
        return inside.isEmpty() && given.isEmpty()
                ? new Invalid(Reason.PAYLOAD_MISSING, "payload is detached and was not given")
                : null;
    }
}
