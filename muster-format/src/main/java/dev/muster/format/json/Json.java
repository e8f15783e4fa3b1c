package dev.muster.format.json;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A JSON value, immutable. Members keep the order of the text; equality ignores that order, as JSON does. */
public sealed interface Json {

    /** An object. */
    record Obj(Map<String, Json> members) implements Json {
        public Obj {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        /** The member of this name. */
        public Optional<Json> get(String name) {
            return Optional.ofNullable(members.get(name));
        }
    }

    /** An array. */
    record Arr(List<Json> elements) implements Json {
        public Arr {
            elements = List.copyOf(elements);
        }
    }

    /** A string, without lone surrogates. */
    record Text(String value) implements Json {}

    /** A number, exact: {@code 1.0} and {@code 1} differ as they do in the text. */
    record Num(BigDecimal value) implements Json {}

    /** True or false. */
    record Bool(boolean value) implements Json {}

    /** Null; RFC 7951 §6.9 writes YANG's {@code empty} as {@code [null]}. */
    record Null() implements Json {}

    /** A string. */
    static Json of(String value) {
        return new Text(value);
    }

    /** A whole number. */
    static Json of(long value) {
        return new Num(BigDecimal.valueOf(value));
    }

    /** True or false. */
    static Json of(boolean value) {
        return new Bool(value);
    }

    /** An array. */
    static Json of(List<? extends Json> elements) {
        return new Arr(List.copyOf(elements));
    }

    /** What this is, in words for a person. */
    default String words() {
        return switch (this) {
            case Obj o -> "object";
            case Arr a -> "array";
            case Text t -> "string";
            case Num n -> "number";
            case Bool b -> b.value() ? "true" : "false";
            case Null n -> "null";
        };
    }
}
