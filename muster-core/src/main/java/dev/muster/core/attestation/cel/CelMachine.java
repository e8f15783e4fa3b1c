package dev.muster.core.attestation.cel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** One evaluation: values by name, and how many steps are left. */
final class CelMachine {
    /** Characters of a text that are one step. */
    private static final int CHARS_A_STEP = 64;

    private final Function<String, Object> given;
    private final Map<String, Object> local = new HashMap<>();
    private int steps;

    CelMachine(Function<String, Object> given, int steps) {
        this.given = given;
        this.steps = steps;
    }

    private void step(int at, int many) {
        steps -= many;
        if (steps < 0) {
            throw new CelException("it takes more steps than an expression may", at, true);
        }
    }

    Object value(CelNode node) {
        step(node.at(), 1);
        return switch (node) {
            case CelNode.Literal literal -> literal.value();
            case CelNode.Name name ->
                local.containsKey(name.name()) ? local.get(name.name()) : given.apply(name.name());
            case CelNode.Items items -> items.items().stream().map(this::value).toList();
            case CelNode.Pairs pairs -> pairs(pairs);
            case CelNode.Select select -> select(select);
            case CelNode.Index index -> CelValues.at(index.at(), value(index.of()), weighed(index.key()));
            case CelNode.Unary unary -> unary(unary);
            case CelNode.Binary binary -> binary(binary);
            case CelNode.Choice choice -> value(truth(choice.when()) ? choice.then() : choice.otherwise());
            case CelNode.Call call -> call(call);
            case CelNode.Each each -> each(each);
        };
    }

    private boolean truth(CelNode node) {
        if (value(node) instanceof Boolean truth) {
            return truth;
        }
        throw new CelException("this is neither true nor false", node.at());
    }

    private Object pairs(CelNode.Pairs pairs) {
        Map<Object, Object> made = new LinkedHashMap<>();
        for (int i = 0; i < pairs.keys().size(); i++) {
            CelNode key = pairs.keys().get(i);
            if (made.put(
                            CelValues.key(key.at(), weighed(key)),
                            value(pairs.values().get(i)))
                    != null) {
                throw new CelException("one key is there twice", pairs.at());
            }
        }
        return made;
    }

    private Object select(CelNode.Select select) {
        Object of = value(select.of());
        if (!(of instanceof Map<?, ?> map)) {
            throw new CelException("a " + CelValues.type(of) + " has no field " + select.field(), select.at());
        }
        return select.test()
                ? (Object) map.containsKey(select.field())
                : CelValues.at(select.at(), map, select.field());
    }

    private Object unary(CelNode.Unary unary) {
        if (unary.operator() == '!') {
            return !truth(unary.of());
        }
        return CelValues.compute(unary.at(), "-", 0L, value(unary.of()));
    }

    private Object call(CelNode.Call call) {
        List<Object> arguments = new ArrayList<>();
        for (CelNode argument : call.arguments()) {
            arguments.add(weighed(argument));
        }
        if (call.function().equals("contains")) {
            step(call.at(), searched(arguments));
        }
        return CelValues.call(call.at(), call.function(), arguments);
    }

    /** Java compares the part anew at each place of the text: in the worst case every character with every other. */
    private static int searched(List<Object> arguments) {
        if (arguments.getFirst() instanceof String text && arguments.getLast() instanceof String part) {
            return (int) Math.min(Integer.MAX_VALUE, (long) text.length() * part.length() / CHARS_A_STEP);
        }
        return 0;
    }

    /** A value that is gone through: a long text or list costs as it is long. */
    private Object weighed(CelNode node) {
        Object value = value(node);
        step(node.at(), weight(value));
        return value;
    }

    private static int weight(Object value) {
        return switch (value) {
            case String text -> text.length() / CHARS_A_STEP;
            case List<?> list -> list.size();
            case Map<?, ?> map -> map.size();
            default -> 0;
        };
    }

    private Object binary(CelNode.Binary binary) {
        String operator = binary.operator();
        if (operator.equals("&&") || operator.equals("||")) {
            boolean decides = operator.equals("||");
            return either(decides, List.of(binary.left(), binary.right()));
        }
        Object left = weighed(binary.left());
        Object right = weighed(binary.right());
        return switch (operator) {
            case "==" -> same(binary.at(), left, right);
            case "!=" -> !same(binary.at(), left, right);
            case "in" -> in(binary.at(), left, right);
            case "<" -> CelValues.compare(binary.at(), left, right) < 0;
            case "<=" -> CelValues.compare(binary.at(), left, right) <= 0;
            case ">" -> CelValues.compare(binary.at(), left, right) > 0;
            case ">=" -> CelValues.compare(binary.at(), left, right) >= 0;
            case "+" -> sum(binary.at(), left, right);
            default -> CelValues.compute(binary.at(), operator, left, right);
        };
    }

    /**
     * Lists of lists may be far larger than what they were made of, and one long text may be in them many times: each part
     * that is compared is a step, and texts of one length cost as they are long.
     */
    private boolean same(int at, Object left, Object right) {
        step(at, 1);
        if (left instanceof String one && right instanceof String other && one.length() == other.length()) {
            step(at, weight(one));
        }
        if (left instanceof List<?> one && right instanceof List<?> other) {
            for (int i = 0; i < one.size() && one.size() == other.size(); i++) {
                if (!same(at, one.get(i), other.get(i))) {
                    return false;
                }
            }
            return one.size() == other.size();
        }
        if (left instanceof Map<?, ?> one && right instanceof Map<?, ?> other) {
            return one.size() == other.size()
                    && one.entrySet().stream()
                            .allMatch(entry -> found(at, other, entry.getKey())
                                    && same(at, entry.getValue(), CelValues.at(at, other, entry.getKey())));
        }
        boolean several = left instanceof List<?> || left instanceof Map<?, ?>;
        return !several && left.equals(right);
    }

    /** A key is compared with the one that it is found by. */
    private boolean found(int at, Map<?, ?> map, Object key) {
        step(at, weight(key));
        return map.containsKey(key);
    }

    private boolean in(int at, Object value, Object of) {
        return switch (of) {
            case List<?> list -> list.stream().anyMatch(one -> same(at, value, one));
            case Map<?, ?> map -> map.containsKey(CelValues.key(at, value));
            default -> throw new CelException("nothing is in a " + CelValues.type(of), at);
        };
    }

    private static Object sum(int at, Object left, Object right) {
        if (left instanceof String one && right instanceof String other) {
            return one + other;
        }
        if (left instanceof List<?> one && right instanceof List<?> other) {
            List<Object> both = new ArrayList<>(one);
            both.addAll(other);
            return both;
        }
        return CelValues.compute(at, "+", left, right);
    }

    /** Whether one is as it decides; a fault counts only when none of the others decides (cel-spec, logical operators). */
    private boolean either(boolean decides, List<CelNode> nodes) {
        Faults faults = new Faults();
        for (CelNode node : nodes) {
            if (faults.truth(() -> truth(node), !decides) == decides) {
                return decides;
            }
        }
        faults.orElse();
        return !decides;
    }

    private Object each(CelNode.Each each) {
        Object range = value(each.range());
        // Not copied: a macro that ends with its first item may stand in another one over a long list.
        Collection<?> items = switch (range) {
            case List<?> list -> list;
            case Map<?, ?> map -> map.keySet();
            default -> throw new CelException("a " + CelValues.type(range) + " has no members", each.at());
        };
        try {
            return switch (each.macro()) {
                case "all" -> !any(each, items, false);
                case "exists" -> any(each, items, true);
                case "exists_one" -> chosen(each, items).size() == 1;
                case "filter" -> chosen(each, items);
                default ->
                    items.stream()
                            .map(item -> with(each, item, () -> value(each.body())))
                            .toList();
            };
        } finally {
            local.remove(each.variable());
        }
    }

    private <T> T with(CelNode.Each each, Object item, Supplier<T> work) {
        local.put(each.variable(), item);
        return work.get();
    }

    private List<?> chosen(CelNode.Each each, Collection<?> items) {
        return items.stream()
                .filter(item -> with(each, item, () -> truth(each.body())))
                .toList();
    }

    private boolean any(CelNode.Each each, Collection<?> items, boolean wanted) {
        Faults faults = new Faults();
        for (Object item : items) {
            if (faults.truth(() -> with(each, item, () -> truth(each.body())), !wanted) == wanted) {
                return true;
            }
        }
        faults.orElse();
        return false;
    }
}
