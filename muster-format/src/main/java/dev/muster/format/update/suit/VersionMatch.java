package dev.muster.format.update.suit;

import java.util.List;
import java.util.Optional;

/**
 * A version and how a component's own must compare with it (update-management §5.3).
 *
 * @param numbers most significant first; negative ones are pre-releases: -1 candidate, -2 beta, -3 alpha
 */
public record VersionMatch(Comparison comparison, List<Long> numbers) {
    public VersionMatch {
        numbers = List.copyOf(numbers);
    }

    /** How to compare, with the number on the wire. */
    public enum Comparison {
        GREATER(1),
        GREATER_EQUAL(2),
        EQUAL(3),
        LESSER_EQUAL(4),
        LESSER(5);

        private final int code;

        Comparison(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }

        static Optional<Comparison> ofCode(long code) {
            for (Comparison comparison : values()) {
                if (comparison.code == code) {
                    return Optional.of(comparison);
                }
            }
            return Optional.empty();
        }
    }

    /** Whether a component with this version passes. Numbers that one of them lacks are zero. */
    public boolean holds(List<Long> version) {
        int order = 0;
        for (int i = 0; order == 0 && i < Math.max(version.size(), numbers.size()); i++) {
            order = Long.compare(at(version, i), at(numbers, i));
        }
        return switch (comparison) {
            case GREATER -> order > 0;
            case GREATER_EQUAL -> order >= 0;
            case EQUAL -> order == 0;
            case LESSER_EQUAL -> order <= 0;
            case LESSER -> order < 0;
        };
    }

    private static long at(List<Long> numbers, int i) {
        return i < numbers.size() ? numbers.get(i) : 0;
    }
}
