package dev.muster.checks.truth;

import java.util.List;
import java.util.function.Consumer;

/**
 * One thing that is wrong.
 *
 * @param family the word before the dash of the check that is to notice it
 * @param words what is wrong
 * @param names requirements that name the matter, chosen from the sources before anything was run
 * @param injection what it takes
 */
record Fault(String family, String words, List<String> names, Consumer<Fleet> injection) {
    static Fault of(String family, String words, String names, Consumer<Fleet> injection) {
        return new Fault(family, words, List.of(names.split(" ", -1)), injection);
    }
}
