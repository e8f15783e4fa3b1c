package dev.muster.core.attestation;

/**
 * One thing an appraisal rests on.
 *
 * @param code stable, such as {@code software-match}
 * @param text one sentence for people
 */
public record Reason(String code, String text) {
    public static final String MATCH = "software-match";
    public static final String DIFFERS = "software-differs";
    public static final String NO_REFERENCE = "no-reference-values";
    public static final String REFERENCE_EXPIRED = "reference-values-expired";
    public static final String DEBUG_ENABLED = "debug-enabled";
    public static final String SIGNED = "signed-by-enrolled-key";
}
