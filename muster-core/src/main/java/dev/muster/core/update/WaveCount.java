package dev.muster.core.update;

/** How many devices of a wave, or of all, are in which state. */
public record WaveCount(int offered, int reported, int updated, int failed, int overdue, int fellBack) {
    public static final WaveCount NONE = new WaveCount(0, 0, 0, 0, 0, 0);

    public int open() {
        return offered + reported;
    }

    /** Those that said or showed something. */
    public int answered() {
        return updated + notUpdated();
    }

    /** Those that will not have the release unless somebody does something. */
    public int notUpdated() {
        return failed + fellBack;
    }

    public int all() {
        return open() + answered() + overdue;
    }

    WaveCount moved(TargetState from, TargetState to) {
        return plus(from, -1).plus(to, 1);
    }

    private WaveCount plus(TargetState state, int n) {
        return switch (state) {
            case OFFERED -> new WaveCount(offered + n, reported, updated, failed, overdue, fellBack);
            case REPORTED -> new WaveCount(offered, reported + n, updated, failed, overdue, fellBack);
            case UPDATED -> new WaveCount(offered, reported, updated + n, failed, overdue, fellBack);
            case FAILED -> new WaveCount(offered, reported, updated, failed + n, overdue, fellBack);
            case OVERDUE -> new WaveCount(offered, reported, updated, failed, overdue + n, fellBack);
            case FELL_BACK -> new WaveCount(offered, reported, updated, failed, overdue, fellBack + n);
        };
    }
}
