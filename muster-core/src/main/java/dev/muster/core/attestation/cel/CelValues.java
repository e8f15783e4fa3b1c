package dev.muster.core.attestation.cel;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What is done with values: {@code bool}, {@code int}, {@code string}, {@code list}, {@code map} and {@code null_type}. */
final class CelValues {
    /** {@code null}, which no Java null stands for. */
    static final Object NULL = new Object() {
        @Override
        public String toString() {
            return "null";
        }
    };

    /** Methods, with how many arguments they have, the one they are called on included. */
    static final Map<String, Integer> METHODS = Map.of("startsWith", 2, "endsWith", 2, "contains", 2, "size", 1);

    /** Functions, with how many arguments they have. */
    static final Map<String, Integer> FUNCTIONS = Map.of("size", 1, "int", 1, "string", 1);

    private CelValues() {}

    static String sorted(Map<String, ?> names) {
        return sorted(names.keySet());
    }

    static String sorted(Collection<String> names) {
        return String.join(", ", new TreeSet<>(names));
    }

    /** What a value is, as cel-spec calls it. */
    static String type(Object value) {
        return switch (value) {
            case Boolean one -> "bool";
            case Long one -> "int";
            case String one -> "string";
            case List<?> one -> "list";
            case Map<?, ?> one -> "map";
            default -> "null_type";
        };
    }

    static Object call(int at, String name, List<Object> arguments) {
        Object first = arguments.getFirst();
        return switch (name) {
            case "size" -> (long) size(at, first);
            case "int" -> whole(at, first);
            case "string" -> text(at, first);
            default -> {
                if (!(first instanceof String text) || !(arguments.get(1) instanceof String part)) {
                    throw new CelException(
                            name + " is for two texts, not " + type(first) + " and " + type(arguments.get(1)), at);
                }
                yield switch (name) {
                    case "startsWith" -> text.startsWith(part);
                    case "endsWith" -> text.endsWith(part);
                    default -> text.contains(part);
                };
            }
        };
    }

    private static int size(int at, Object value) {
        return switch (value) {
            case String text -> text.codePointCount(0, text.length());
            case List<?> list -> list.size();
            case Map<?, ?> map -> map.size();
            default -> throw new CelException("a " + type(value) + " has no size", at);
        };
    }

    private static Object whole(int at, Object value) {
        if (value instanceof Long) {
            return value;
        }
        try {
            if (value instanceof String text) {
                return Long.valueOf(text);
            }
        } catch (NumberFormatException notWhole) {
            throw new CelException("'" + value + "' is no whole number", at);
        }
        throw new CelException("a " + type(value) + " is no whole number", at);
    }

    private static Object text(int at, Object value) {
        if (value instanceof List<?> || value instanceof Map<?, ?> || value.equals(NULL)) {
            throw new CelException("a " + type(value) + " is no text", at);
        }
        return value.toString();
    }

    /** {@code of[key]}. */
    static Object at(int at, Object of, Object key) {
        if (of instanceof Map<?, ?> map) {
            Object value = map.get(key(at, key));
            if (value == null) {
                throw new CelException("no such key: " + key, at);
            }
            return value;
        }
        if (of instanceof List<?> list && key instanceof Long index) {
            if (index < 0 || index >= list.size()) {
                throw new CelException("index out of bounds: " + index, at);
            }
            return list.get((int) (long) index);
        }
        throw new CelException("a " + type(of) + " has no place " + type(key), at);
    }

    /** What may be the key of a map. */
    static Object key(int at, Object value) {
        if (value instanceof Boolean || value instanceof Long || value instanceof String) {
            return value;
        }
        throw new CelException("a " + type(value) + " is no key", at);
    }

    /** Less than, equal or more than zero; of two numbers, two texts by their characters, or two truths. */
    static int compare(int at, Object left, Object right) {
        if (left instanceof Long one && right instanceof Long other) {
            return Long.compare(one, other);
        }
        if (left instanceof String one && right instanceof String other) {
            return Arrays.compareUnsigned(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
        }
        if (left instanceof Boolean one && right instanceof Boolean other) {
            return Boolean.compare(one, other);
        }
        throw new CelException("no order between " + type(left) + " and " + type(right), at);
    }

    static long compute(int at, String operator, Object left, Object right) {
        if (!(left instanceof Long one) || !(right instanceof Long other)) {
            throw new CelException("no " + operator + " of " + type(left) + " and " + type(right), at);
        }
        try {
            return switch (operator) {
                case "+" -> Math.addExact(one, other);
                case "-" -> Math.subtractExact(one, other);
                case "*" -> Math.multiplyExact(one, other);
                case "/" -> Math.divideExact(one, other);
                default -> one % other;
            };
        } catch (ArithmeticException overflow) {
            throw new CelException("no number is " + one + " " + operator + " " + other, at);
        }
    }
}
