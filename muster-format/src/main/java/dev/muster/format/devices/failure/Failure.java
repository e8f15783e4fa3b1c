package dev.muster.format.devices.failure;

import java.time.Instant;

/**
 * One failure, or several that were the same.
 *
 * @param what failed: a workload, a program, a file, a part; the same on every device of a product
 * @param sign how it shows, such as {@code signal 11} or the digest of a refused program; with kind and what it tells whether two
 *     failures are the same; may be empty
 * @param culprit who did it on this device, as far as known; may be empty
 * @param first by the device's clock; whole seconds on the wire
 * @param last not before {@code first}
 * @param count how often, at least once
 */
public record Failure(
        FailureKind kind, String what, String sign, String culprit, Instant first, Instant last, long count) {
    /** Paths and names; not a message of a program, which could hold anything. */
    public static final int MAX_CHARS = 256;

    /** A loop that fails a thousand times a second for a year. */
    public static final long MAX_COUNT = 1L << 35;

    public Failure {
        if (what.isEmpty()
                || what.length() > MAX_CHARS
                || sign.length() > MAX_CHARS
                || culprit.length() > MAX_CHARS
                || !printable(what)
                || !printable(sign)
                || !printable(culprit)) {
            throw new IllegalArgumentException("a failure is told in 1.." + MAX_CHARS + " printable characters");
        }
        if (count < 1 || count > MAX_COUNT || last.isBefore(first)) {
            throw new IllegalArgumentException(
                    "a failure happened once or more, and the last time is not before the first");
        }
    }

    private static boolean printable(String text) {
        return text.chars().noneMatch(Character::isISOControl);
    }
}
