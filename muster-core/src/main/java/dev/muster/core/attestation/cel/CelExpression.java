package dev.muster.core.attestation.cel;

import java.util.Set;
import java.util.function.Function;

/**
 * A condition in the Common Expression Language. Offered are {@code bool}, {@code int}, {@code string}, lists, maps and null;
 * all operators of the language on them; {@code has}, {@code size}, {@code int}, {@code string}, {@code startsWith}, {@code
 * endsWith}, {@code contains}; and {@code all}, {@code exists}, {@code exists_one}, {@code filter}, {@code map}. Not offered are
 * floating-point numbers, unsigned numbers, bytes, times, messages and {@code matches}.
 */
public final class CelExpression {
    /** Longest text of an expression. */
    public static final int MAX_CHARS = 2_048;

    /** Steps of one evaluation: well under a millisecond. */
    static final int MAX_STEPS = 10_000;

    private final CelNode root;

    private CelExpression(CelNode root) {
        this.root = root;
    }

    /**
     * @param names that it may use
     * @throws CelException where it cannot be read, or uses something else
     */
    public static CelExpression of(String text, Set<String> names) {
        if (text.length() > MAX_CHARS) {
            throw new CelException("an expression has at most " + MAX_CHARS + " characters", MAX_CHARS);
        }
        CelNode root = CelParser.parse(text, names);
        boolean truth = !(root instanceof CelNode.Literal literal && !(literal.value() instanceof Boolean))
                && !(root instanceof CelNode.Items)
                && !(root instanceof CelNode.Pairs);
        if (!truth) {
            throw new CelException("a condition is true or false", root.at());
        }
        return new CelExpression(root);
    }

    /**
     * @param values by name: {@code Boolean}, {@code Long}, {@code String}, and lists and maps of such
     * @throws CelException when it has no value, none that is true or false, or takes too many steps
     */
    public boolean holds(Function<String, Object> values) {
        if (new CelMachine(values, MAX_STEPS).value(root) instanceof Boolean truth) {
            return truth;
        }
        throw new CelException("a condition is true or false", root.at());
    }
}
