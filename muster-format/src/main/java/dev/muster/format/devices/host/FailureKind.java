package dev.muster.format.devices.host;

import java.util.Optional;

/** The kinds of failure that are told apart (SEC-OPS-04 of the catalogue), and whether somebody may be behind one. */
public enum FailureKind {
    /** A program ended by a signal such as a bad memory access. */
    CRASH("crash", true),
    /** A program ended with an error of its own. */
    EXIT("exit", false),
    /** The Java machine died and wrote its report. */
    JVM("jvm-crash", true),
    /** The kernel ended it because it took more memory than its share. */
    MEMORY("out-of-memory", false),
    /** The filter of system calls ended it. */
    FORBIDDEN_CALL("forbidden-call", true),
    /** A file that no signed list names was not allowed to run. */
    REFUSED_RUN("refused-run", true),
    /** A file that must not change did. */
    TAMPER("tamper", true),
    /** An update was not installed. */
    UPDATE("update-failed", false),
    /** A sensor said nothing or nonsense. */
    SENSOR("sensor", false);

    private final String word;
    private final boolean suspicious;

    FailureKind(String word, boolean suspicious) {
        this.word = word;
        this.suspicious = suspicious;
    }

    /** The word on the wire. */
    public String word() {
        return word;
    }

    /** Whether an attempt to break in looks like this. */
    public boolean isSuspicious() {
        return suspicious;
    }

    public static Optional<FailureKind> ofWord(String word) {
        for (FailureKind kind : values()) {
            if (kind.word.equals(word)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
