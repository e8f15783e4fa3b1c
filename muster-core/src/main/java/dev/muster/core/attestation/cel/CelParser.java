package dev.muster.core.attestation.cel;

import dev.muster.core.attestation.cel.CelLexer.Kind;
import dev.muster.core.attestation.cel.CelLexer.Word;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The grammar of cel-spec, less what {@link CelExpression} says is not offered. */
final class CelParser {
    /** Parts of an expression; a person who writes more has another tool. */
    private static final int MAX_NODES = 512;

    private static final int MAX_DEPTH = 24;

    private static final Set<String> MACROS = Set.of("all", "exists", "exists_one", "filter", "map");

    /** Operators by how tightly they bind, the loosest first. */
    private static final List<Set<String>> LEVELS = List.of(
            Set.of("||"),
            Set.of("&&"),
            Set.of("==", "!=", "<", "<=", ">", ">="),
            Set.of("+", "-"),
            Set.of("*", "/", "%"));

    private static final int RELATIONS = 2;

    private final CelCursor words;
    private final Set<String> names;
    private int nodes;
    private int depth;

    private CelParser(CelCursor words, Set<String> names) {
        this.words = words;
        this.names = new HashSet<>(names);
    }

    /** @param names that the expression may use */
    static CelNode parse(String text, Set<String> names) {
        CelParser parser = new CelParser(new CelCursor(CelLexer.words(text)), names);
        CelNode whole = parser.expression();
        if (parser.words.here().kind() != Kind.END) {
            throw parser.words.unexpected();
        }
        return whole;
    }

    private <T extends CelNode> T made(T node) {
        if (++nodes > MAX_NODES) {
            throw new CelException("an expression has at most " + MAX_NODES + " parts", node.at());
        }
        return node;
    }

    private CelNode expression() {
        if (++depth > MAX_DEPTH) {
            throw new CelException(
                    "nested deeper than " + MAX_DEPTH, words.here().at());
        }
        CelNode first = binary(0);
        int at = words.here().at();
        if (words.take("?")) {
            CelNode then = binary(0);
            words.expect(":");
            first = made(new CelNode.Choice(at, first, then, expression()));
        }
        depth--;
        return first;
    }

    private CelNode binary(int level) {
        if (level == LEVELS.size()) {
            return unary();
        }
        CelNode left = binary(level + 1);
        while (true) {
            Word word = words.here();
            boolean in = level == RELATIONS
                    && word.kind() == Kind.NAME
                    && word.text().equals("in");
            if (!in && !(word.kind() == Kind.OPERATOR && LEVELS.get(level).contains(word.text()))) {
                return left;
            }
            words.skip();
            left = made(new CelNode.Binary(word.at(), word.text(), left, binary(level + 1)));
        }
    }

    private CelNode unary() {
        for (String operator : List.of("!", "-")) {
            if (words.here().is(operator)) {
                return repeated(operator);
            }
        }
        return member(primary());
    }

    /** One of the two may stand several times, and never before the other. */
    private CelNode repeated(String operator) {
        int at = words.here().at();
        if (++depth > MAX_DEPTH) {
            throw new CelException("nested deeper than " + MAX_DEPTH, at);
        }
        words.expect(operator);
        CelNode of = words.here().is(operator) ? repeated(operator) : member(primary());
        depth--;
        return made(new CelNode.Unary(at, operator.charAt(0), of));
    }

    private CelNode member(CelNode of) {
        CelNode node = of;
        while (true) {
            int at = words.here().at();
            if (words.take("[")) {
                node = made(new CelNode.Index(at, node, expression()));
                words.expect("]");
            } else if (words.take(".")) {
                String field = words.name();
                node = words.here().is("(")
                        ? method(at, node, field)
                        : made(new CelNode.Select(at, node, field, false));
            } else {
                return node;
            }
        }
    }

    private CelNode method(int at, CelNode of, String name) {
        if (MACROS.contains(name)) {
            return macro(at, of, name);
        }
        if (!CelValues.METHODS.containsKey(name)) {
            throw new CelException(
                    "there is no method " + name + "; there are " + CelValues.sorted(CelValues.METHODS), at);
        }
        List<CelNode> arguments = new ArrayList<>(List.of(of));
        arguments.addAll(arguments());
        return call(at, name, arguments, CelValues.METHODS);
    }

    private CelNode macro(int at, CelNode range, String macro) {
        words.expect("(");
        int named = words.here().at();
        String variable = words.name();
        if (!names.add(variable)) {
            throw new CelException(variable + " already means something", named);
        }
        words.expect(",");
        CelNode body = expression();
        words.expect(")");
        names.remove(variable);
        return made(new CelNode.Each(at, macro, range, variable, body));
    }

    private CelNode call(int at, String name, List<CelNode> arguments, Map<String, Integer> known) {
        int wanted = known.getOrDefault(name, 0);
        if (arguments.size() != wanted) {
            throw new CelException(
                    name + " takes " + wanted + ", not " + arguments.size() + ", what it is of included", at);
        }
        return made(new CelNode.Call(at, name, arguments));
    }

    private List<CelNode> arguments() {
        words.expect("(");
        return list(")");
    }

    /** Up to the closing word; a comma may stand before it, but not alone. */
    private List<CelNode> list(String close) {
        List<CelNode> items = new ArrayList<>();
        while (!words.take(close)) {
            items.add(expression());
            if (!words.here().is(close)) {
                words.expect(",");
            }
        }
        return items;
    }

    private CelNode primary() {
        Word word = words.here();
        if (words.take("(")) {
            CelNode inner = expression();
            words.expect(")");
            return inner;
        }
        if (words.take("[")) {
            return made(new CelNode.Items(word.at(), list("]")));
        }
        if (words.take("{")) {
            return pairs(word.at());
        }
        return switch (word.kind()) {
            case NUMBER -> number(word);
            case TEXT -> {
                words.skip();
                yield made(new CelNode.Literal(word.at(), word.text()));
            }
            case NAME -> named(word);
            default -> throw words.unexpected();
        };
    }

    private CelNode pairs(int at) {
        List<CelNode> keys = new ArrayList<>();
        List<CelNode> values = new ArrayList<>();
        while (!words.take("}")) {
            keys.add(expression());
            words.expect(":");
            values.add(expression());
            if (!words.here().is("}")) {
                words.expect(",");
            }
        }
        return made(new CelNode.Pairs(at, keys, values));
    }

    private CelNode number(Word word) {
        words.skip();
        try {
            long value = word.text().startsWith("0x") || word.text().startsWith("0X")
                    ? Long.parseLong(word.text(), 2, word.text().length(), 16)
                    : Long.parseLong(word.text());
            return made(new CelNode.Literal(word.at(), value));
        } catch (NumberFormatException tooLarge) {
            throw new CelException("this number does not fit 64 bits with a sign", word.at());
        }
    }

    private CelNode named(Word word) {
        if (CelCursor.LITERALS.contains(word.text())) {
            words.skip();
            Object value = word.text().equals("null")
                    ? CelValues.NULL
                    : (Object) word.text().equals("true");
            return made(new CelNode.Literal(word.at(), value));
        }
        String name = words.name();
        if (words.here().is("(")) {
            return name.equals("has") ? test(word.at()) : function(word.at(), name);
        }
        if (!names.contains(name)) {
            throw new CelException("there is no " + name + "; there are " + CelValues.sorted(names), word.at());
        }
        return made(new CelNode.Name(word.at(), name));
    }

    private CelNode function(int at, String name) {
        if (!CelValues.FUNCTIONS.containsKey(name)) {
            throw new CelException(
                    "there is no function " + name + "; there are has, " + CelValues.sorted(CelValues.FUNCTIONS), at);
        }
        return call(at, name, arguments(), CelValues.FUNCTIONS);
    }

    private CelNode test(int at) {
        List<CelNode> one = arguments();
        if (one.size() == 1 && one.getFirst() instanceof CelNode.Select select && !select.test()) {
            return new CelNode.Select(at, select.of(), select.field(), true);
        }
        throw new CelException("has() asks for one field, such as has(release.version)", at);
    }
}
