package dev.muster.format.devices.failure;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of failure that are told apart. Words on the wire; a word that exists never changes its meaning. */
public enum FailureKind {
    /** A workload crashed: a signal or an exit that nobody asked for. */
    CRASH,
    /** The kernel ended a workload for want of memory. */
    OUT_OF_MEMORY,
    /** The kernel ended a workload that made a forbidden call. */
    FORBIDDEN_CALL,
    /** A program that the maker did not name was to be run. */
    PROGRAM_REFUSED,
    /** A file that the maker named changed. */
    FILE_CHANGED,
    /** A part was attached that the maker did not name. */
    PART_ADDED,
    /** A sensor cannot be read. */
    SENSOR,
    /** The clock was set. */
    CLOCK,
    /** The agent itself ended: a crash of its virtual machine, or somebody killed it. */
    AGENT_ENDED,
    /** An update was not installed. */
    UPDATE,
    /** The device cannot say of which kind it was. */
    OTHER;

    /** Lower case with dashes, such as {@code out-of-memory}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The kind of a word. */
    public static Optional<FailureKind> ofWord(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }
}
