package dev.muster.format.inspect;

import dev.muster.format.cose.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * What trying the given keys one after the other came to. A key that cannot be the message's says nothing about the message;
 * only one that could be and does not fit makes it invalid. Not thread-safe.
 */
final class Attempts {
    private final List<String> failed = new ArrayList<>();
    private final List<String> passedOver = new ArrayList<>();

    void passOver(String why) {
        passedOver.add(why);
    }

    void fail(String why) {
        failed.add(why);
    }

    /** Sorts a refusal: about this key, or about the message. */
    void refuse(String name, Verdict.Reason reason, String detail) {
        switch (reason) {
            case KEY_MISSING, ALG_KEY_MISMATCH, ALG_UNKNOWN -> passOver(name + ": " + detail);
            default -> fail(name + ": " + detail);
        }
    }

    /** @param otherwise what to say when no key was there at all */
    SignatureVerdict verdict(String otherwise) {
        if (!failed.isEmpty()) {
            return new SignatureVerdict.Invalid(String.join("; ", failed));
        }
        return new SignatureVerdict.NotChecked(
                passedOver.isEmpty() ? otherwise : "no given key applies: " + String.join("; ", passedOver));
    }
}
