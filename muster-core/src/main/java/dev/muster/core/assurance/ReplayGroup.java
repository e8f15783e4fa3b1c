package dev.muster.core.assurance;

import dev.muster.core.ledger.Subject;
import java.util.HashSet;
import java.util.Set;

/** Whose verdicts are given again in one pass: the first devices that were in no pass before. Not safe for threads. */
final class ReplayGroup {
    private final Set<Subject> before;
    private final int most;
    private final Set<Subject> members = new HashSet<>();
    private boolean leftOut;

    /**
     * @param before devices of passes before
     * @param most so many devices
     */
    ReplayGroup(Set<Subject> before, int most) {
        this.before = before;
        this.most = most;
    }

    /** Everything but a device of another group. */
    boolean concerns(Subject subject) {
        if (!FactRegister.isDevice(subject) || members.contains(subject)) {
            return true;
        }
        if (before.contains(subject)) {
            return false;
        }
        if (members.size() == most) {
            leftOut = true;
            return false;
        }
        return members.add(subject);
    }

    Set<Subject> members() {
        return members;
    }

    /** Whether there are devices for another pass. */
    boolean leftOut() {
        return leftOut;
    }
}
