package dev.muster.agent.rules;

/** A rule that is not run, or one whose judgement did not end well. */
public final class RuleRefused extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    /** @param reason stable word: {@code module-invalid}, {@code module-too-much}, {@code rule-failed}, {@code rule-too-long} */
    RuleRefused(String reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    /** Stable word. */
    public String reason() {
        return reason;
    }
}
