package dev.muster.core.update;

import java.util.regex.Pattern;

/** The order of versions as far as it is certain. */
final class Versions {
    private static final Pattern SEPARATORS = Pattern.compile("[.+_-]");

    /** Digits that a long holds. */
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    private Versions() {}

    /** Whether {@code one} is older than {@code other}: at the first part in which they differ, both are numbers. */
    static boolean older(String one, String other) {
        String[] left = SEPARATORS.split(one, -1);
        String[] right = SEPARATORS.split(other, -1);
        for (int i = 0; i < Math.min(left.length, right.length); i++) {
            if (left[i].equals(right[i])) {
                continue;
            }
            if (!NUMBER.matcher(left[i]).matches() || !NUMBER.matcher(right[i]).matches()) {
                return false;
            }
            int order = Long.compare(Long.parseLong(left[i]), Long.parseLong(right[i]));
            if (order != 0) {
                return order < 0;
            }
        }
        return false;
    }
}
