package dev.muster.core.facts;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/** Which texts a fact's value may be. A check that meets another is undecided, never a pass. */
public sealed interface FactType {
    /** Whether this text is one. */
    boolean admits(String value);

    /** One of few words. */
    record Words(Set<String> words) implements FactType {
        public Words {
            words = Set.copyOf(words);
        }

        @Override
        public boolean admits(String value) {
            return words.contains(value);
        }

        @Override
        public String toString() {
            return String.join(", ", new TreeSet<>(words));
        }
    }

    /** Any text: a name, a path, an identifier. */
    record Text() implements FactType {
        @Override
        public boolean admits(String value) {
            return true;
        }

        @Override
        public String toString() {
            return "text";
        }
    }

    /** A whole number that is not negative, decimal. */
    record Count() implements FactType {
        @Override
        public boolean admits(String value) {
            return !value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9');
        }

        @Override
        public String toString() {
            return "whole number";
        }
    }

    /** A time, ISO 8601 in UTC. */
    record Time() implements FactType {
        @Override
        public boolean admits(String value) {
            try {
                Instant.parse(value);
                return true;
            } catch (DateTimeException none) {
                return false;
            }
        }

        @Override
        public String toString() {
            return "time";
        }
    }

    static FactType words(String... words) {
        return new Words(Set.of(words));
    }

    static FactType flag() {
        return words("true", "false");
    }

    static FactType text() {
        return new Text();
    }

    static FactType count() {
        return new Count();
    }

    static FactType time() {
        return new Time();
    }
}
