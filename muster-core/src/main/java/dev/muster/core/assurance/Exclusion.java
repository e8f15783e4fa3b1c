package dev.muster.core.assurance;

/**
 * A named person's decision that a requirement does not apply.
 *
 * @param by who decided; never empty
 * @param why the reason, for an auditor; never empty
 */
public record Exclusion(String by, String why) {
    /** @throws IllegalArgumentException when nobody decided or no reason is given */
    public Exclusion {
        if (by.isBlank() || why.isBlank()) {
            throw new IllegalArgumentException("a decision that a requirement does not apply names who and why");
        }
    }
}
