package dev.muster.core.attestation.cel;

import dev.muster.core.attestation.cel.CelLexer.Kind;
import dev.muster.core.attestation.cel.CelLexer.Word;
import java.util.List;
import java.util.Set;

/** Where a reader of words stands. */
final class CelCursor {
    private static final Set<String> RESERVED = Set.of(
            "as",
            "break",
            "const",
            "continue",
            "else",
            "for",
            "function",
            "if",
            "import",
            "let",
            "loop",
            "package",
            "namespace",
            "return",
            "var",
            "void",
            "while",
            "in");

    static final Set<String> LITERALS = Set.of("true", "false", "null");

    private final List<Word> words;
    private int next;

    CelCursor(List<Word> words) {
        this.words = words;
    }

    void skip() {
        next++;
    }

    Word here() {
        return words.get(next);
    }

    CelException unexpected() {
        Word word = here();
        return new CelException(
                word.kind() == Kind.END ? "the expression ends too early" : "'" + word.text() + "' is not expected",
                word.at());
    }

    boolean take(String operator) {
        boolean there = here().is(operator);
        next += there ? 1 : 0;
        return there;
    }

    void expect(String operator) {
        if (!take(operator)) {
            throw unexpected();
        }
    }

    /** A name that is no word of the language. */
    String name() {
        Word word = here();
        if (word.kind() != Kind.NAME || RESERVED.contains(word.text()) || LITERALS.contains(word.text())) {
            throw unexpected();
        }
        next++;
        return word.text();
    }
}
