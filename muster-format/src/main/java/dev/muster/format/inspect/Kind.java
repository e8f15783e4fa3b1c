package dev.muster.format.inspect;

import dev.muster.format.cbor.Cbor;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * A format in CBOR that {@code muster inspect} knows.
 *
 * @param name in words, with the specification
 * @param recognises true when the item is of this format; asked in the order of their rank
 * @param shape names for its numbers
 * @param verify its signature, when the format has one of its own
 * @param notes contradictions that a reader should know
 */
public record Kind(
        String name,
        Predicate<Cbor> recognises,
        Shape shape,
        BiFunction<Cbor, Trust, SignatureVerdict> verify,
        BiFunction<Cbor, Trust, List<String>> notes,
        Rank rank) {

    /** How sure a recogniser is; the surest are asked first, whichever family they are of. */
    enum Rank {
        /** The tag of the item says it. */
        TAG,
        /** The content of a COSE message says it. */
        CONTENT,
        /** A COSE message whose headers leave only a general answer. */
        STATEMENT,
        TOKEN,
        MESSAGE,
        /** No tag and no message: keys and forms say it. */
        FORM,
        /** Few keys and forms say it. */
        GUESS,
        /** Whatever is left. */
        ANYTHING
    }

    /** A format without a signature. */
    static Kind unsigned(Rank rank, String name, Predicate<Cbor> recognises, Shape shape) {
        return new Kind(
                name,
                recognises,
                shape,
                (item, trust) -> new SignatureVerdict.Unsigned(),
                (item, trust) -> List.of(),
                rank);
    }

    /** A format that is a COSE message, verified as such. */
    static Kind cose(Rank rank, String name, Predicate<Cbor> recognises, Shape shape) {
        return new Kind(name, recognises, shape, Signatures::verify, (item, trust) -> List.of(), rank);
    }
}
