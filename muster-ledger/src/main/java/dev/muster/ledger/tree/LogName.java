package dev.muster.ledger.tree;

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
