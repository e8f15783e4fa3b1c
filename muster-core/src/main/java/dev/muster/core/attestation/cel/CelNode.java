package dev.muster.core.attestation.cel;

import java.util.List;

/** A part of an expression, with its place. */
sealed interface CelNode {
    int at();

    /** A boolean, a {@code long}, a text, or {@link CelValues#NULL}. */
    record Literal(int at, Object value) implements CelNode {}

    record Name(int at, String name) implements CelNode {}

    record Items(int at, List<CelNode> items) implements CelNode {}

    record Pairs(int at, List<CelNode> keys, List<CelNode> values) implements CelNode {}

    /** {@code of.field}; {@code test}: whether it is there, {@code has(of.field)}. */
    record Select(int at, CelNode of, String field, boolean test) implements CelNode {}

    record Index(int at, CelNode of, CelNode key) implements CelNode {}

    record Unary(int at, char operator, CelNode of) implements CelNode {}

    record Binary(int at, String operator, CelNode left, CelNode right) implements CelNode {}

    record Choice(int at, CelNode when, CelNode then, CelNode otherwise) implements CelNode {}

    /** A function, or a method of its first argument. */
    record Call(int at, String function, List<CelNode> arguments) implements CelNode {}

    /** {@code range.macro(variable, body)}. */
    record Each(int at, String macro, CelNode range, String variable, CelNode body) implements CelNode {}
}
