package dev.muster.format.inspect;

import dev.muster.format.cbor.Cbor;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A format in CBOR that {@code muster inspect} knows.
 *
 * @param name in words, with the specification
 * @param recognises true when the item is of this format; asked in the order of {@link Kinds}
 * @param shape names for its numbers
 * @param verify its signature, when the format has one of its own
 * @param notes contradictions that a reader should know
 */
public record Kind(
        String name,
        Predicate<Cbor> recognises,
        Shape shape,
        BiFunction<Cbor, Trust, SignatureVerdict> verify,
        Function<Cbor, List<String>> notes) {

    /** A format without a signature. */
    static Kind unsigned(String name, Predicate<Cbor> recognises, Shape shape) {
        return new Kind(name, recognises, shape, (item, trust) -> new SignatureVerdict.Unsigned(), item -> List.of());
    }

    /** A format that is a COSE message, verified as such. */
    static Kind cose(String name, Predicate<Cbor> recognises, Shape shape) {
        return new Kind(name, recognises, shape, Signatures::verify, item -> List.of());
    }
}
