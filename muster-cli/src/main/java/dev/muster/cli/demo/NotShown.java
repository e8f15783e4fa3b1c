package dev.muster.cli.demo;

/** The demo claims something that did not come true. It ends with status 1 and this sentence. */
final class NotShown extends RuntimeException {

    NotShown(String sentence) {
        super(sentence);
    }

    /** Checks one claim. */
    static void unless(boolean holds, String sentence) {
        if (!holds) {
            throw new NotShown(sentence);
        }
    }
}
