package dev.muster.format.inspect;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * How a specification lays out an item of CBOR, as far as a reader needs it: names for numbers and what lies inside.
 * Where an item is not of its shape it is shown plainly, so a shape can be incomplete and never hides a byte.
 */
public sealed interface Shape {
    /** Nothing is known about the item. */
    Shape ANY = new Any();

    /** A number of seconds since 1970-01-01 (RFC 8949 §3.4.2). */
    Shape TIME = new Time();

    /** A private key: named, never shown. */
    Shape SECRET = new Secret();

    record Any() implements Shape {}

    record Secret() implements Shape {}

    record Time() implements Shape {}

    /** A map with known keys (Long or String); a key that is not listed has the shape {@code other}. */
    record Keys(Map<Object, Field> fields, Shape other) implements Shape {}

    /** An array of positions with names; what follows them has the shape {@code rest}. */
    record Tuple(List<Field> fields, Shape rest) implements Shape {}

    /** An array of equals. */
    record ArrayOf(Shape element) implements Shape {}

    /** A map from anything to equals. */
    record MapOf(Shape key, Shape value) implements Shape {}

    /** A byte string that holds encoded CBOR ({@code bstr .cbor}). */
    record Embedded(Shape inner) implements Shape {}

    /** A number or text that stands for a name; {@code unknown} numbers are shown as they are. */
    record Code(Map<Object, String> names) implements Shape {}

    /** A tag number and what it holds. */
    record Tagged(Map<Long, Field> tags, Shape untagged) implements Shape {}

    /** A flat array of code and argument in turn, as SUIT's command sequences (draft-ietf-suit-manifest-37 §8.4). */
    record Pairs(Map<Object, Field> codes) implements Shape {}

    /** A shape chosen by the major type of the item, where a specification leaves the choice. */
    record ByType(Shape onBytes, Shape onArray, Shape onMap, Shape onOther) implements Shape {}

    /** A map that is laid out by what it holds under one key, and as {@code other} when that says nothing known. */
    record ByKey(long key, Map<Object, Shape> layouts, Shape other) implements Shape {}

    /** A shape that is looked up when it is used, for structures that hold themselves. */
    record Later(Supplier<Shape> shape) implements Shape {}

    /** A name and the shape of what carries it. */
    record Field(String name, Shape shape) {}

    static Field field(String name) {
        return new Field(name, ANY);
    }

    static Field field(String name, Shape shape) {
        return new Field(name, shape);
    }

    /** Keys by turns: key (Integer, Long or String), then Field or plain name. */
    static Keys keys(Object... keyThenField) {
        return new Keys(fields(keyThenField), ANY);
    }

    static Tuple tuple(Field... fields) {
        return new Tuple(List.of(fields), ANY);
    }

    static Code code(Object... valueThenName) {
        Map<Object, String> names = new LinkedHashMap<>();
        for (int i = 0; i < valueThenName.length; i += 2) {
            names.put(key(valueThenName[i]), (String) valueThenName[i + 1]);
        }
        return new Code(names);
    }

    static Shape.Tagged tagged(Object... tagThenField) {
        Map<Long, Field> tags = new LinkedHashMap<>();
        fields(tagThenField).forEach((k, v) -> tags.put((Long) k, v));
        return new Tagged(tags, ANY);
    }

    static Pairs pairs(Object... codeThenField) {
        return new Pairs(fields(codeThenField));
    }

    static Map<Object, Field> fields(Object... keyThenField) {
        Map<Object, Field> fields = new LinkedHashMap<>();
        for (int i = 0; i < keyThenField.length; i += 2) {
            Object value = keyThenField[i + 1];
            fields.put(key(keyThenField[i]), value instanceof Field f ? f : field((String) value));
        }
        return fields;
    }

    private static Object key(Object written) {
        return written instanceof Integer i ? (Object) Long.valueOf(i) : written;
    }
}
