package dev.muster.format.devices.orders;

/**
 * What an order to install says besides what to install.
 *
 * @param asksUser whether whoever uses the device is asked first, and may put it off
 * @param risk for the device's user: what the update removes, in a sentence; empty when nothing was said
 */
public record InstallTerms(boolean asksUser, String risk) {
    /** Now, without a word: what orders say that name no terms. */
    public static final InstallTerms NONE = new InstallTerms(false, "");

    /** A sentence or two on a small screen. */
    public static final int MAX_RISK_CHARS = 300;

    /** @throws IllegalArgumentException for a risk that is too long, or more than one line */
    public InstallTerms {
        if (risk.length() > MAX_RISK_CHARS || risk.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("risk: one line of at most " + MAX_RISK_CHARS + " characters");
        }
    }
}
