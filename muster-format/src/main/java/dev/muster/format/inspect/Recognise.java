package dev.muster.format.inspect;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborTag;
import dev.muster.format.cbor.CborText;
import java.util.Arrays;
import java.util.function.Predicate;

/** Questions that recognisers of all families ask. */
final class Recognise {
    /** Content type of what a hash envelope stands for (RFC 9995). */
    private static final long PREIMAGE_TYPE = 259;

    private Recognise() {}

    static Predicate<Cbor> tag(long number) {
        return item -> item instanceof CborTag t && t.tag() == number;
    }

    /** A COSE message with this protected header. */
    static Predicate<Cbor> header(long label) {
        return item -> Envelope.of(item).filter(e -> e.headers().has(label)).isPresent();
    }

    /** A COSE message with this unprotected header. */
    static Predicate<Cbor> unprotected(long label) {
        return item -> Envelope.of(item).filter(e -> e.unprotected().has(label)).isPresent();
    }

    /** A COSE message with one of these content types, protected. */
    static Predicate<Cbor> contentType(String... types) {
        return item -> Envelope.of(item)
                .flatMap(e -> e.headers().get(3).or(() -> e.headers().get(PREIMAGE_TYPE)))
                .filter(t -> t instanceof CborText text && Arrays.asList(types).contains(text.asText()))
                .isPresent();
    }

    /** A COSE message whose payload is an item with this tag. */
    static Predicate<Cbor> payloadTag(long number) {
        return item ->
                Envelope.of(item).flatMap(Envelope::payload).filter(tag(number)).isPresent();
    }

    /** A COSE message whose payload is a map of this kind. */
    static Predicate<Cbor> claims(Predicate<CborMap> wanted) {
        return item ->
                Envelope.of(item).flatMap(Envelope::claims).filter(wanted).isPresent();
    }

    /** A bare map of this kind. */
    static Predicate<Cbor> map(Predicate<CborMap> wanted) {
        return item -> item instanceof CborMap map && wanted.test(map);
    }

    static Predicate<CborMap> keyed(long... labels) {
        return map -> Arrays.stream(labels).anyMatch(map::has);
    }

    /** A tag around a byte string that holds the content, or around the content itself. */
    static Shape embedded(String name, int tag, Shape inner) {
        return Shape.tagged(
                tag, Shape.field(name, new Shape.ByType(new Shape.Embedded(inner), inner, inner, Shape.ANY)));
    }
}
