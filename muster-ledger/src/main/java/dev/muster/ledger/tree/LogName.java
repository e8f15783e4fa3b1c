package dev.muster.ledger.tree;

import java.util.Arrays;

/** The two logs of an organisation. */
public enum LogName {
    /** Every entry; private to the organisation. */
    RECORD("record"),
    /** Signed statements; may be read by others. */
    STATEMENT("statement");

    private final String text;

    LogName(String text) {
        this.text = text;
    }

    /** The name in tables, paths and origins. */
    public String text() {
        return text;
    }

    /** Whether this is the name of a log of ours; of others the whole origin is written. */
    public static boolean isOne(String text) {
        return Arrays.stream(values()).anyMatch(name -> name.text.equals(text));
    }

    /** @throws IllegalArgumentException when there is no such log */
    public static LogName parse(String text) {
        for (LogName name : values()) {
            if (name.text.equals(text)) {
                return name;
            }
        }
        throw new IllegalArgumentException("no such log: " + text);
    }
}
