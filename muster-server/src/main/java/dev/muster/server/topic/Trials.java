package dev.muster.server.topic;

import dev.muster.core.drills.DoorsTried;
import dev.muster.core.ledger.OrgId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the server tries on itself: topics add their own trials, and whoever keeps the drills asks all of them. */
public final class Trials {
    private final List<Attempt> attempts = new CopyOnWriteArrayList<>();

    /** Tries for one organisation; each result names its fact. Takes seconds at most and throws nothing that it can tell. */
    @FunctionalInterface
    public interface Attempt {
        List<DoorsTried.Trial> make(OrgId org, Instant now);
    }

    /** Adds one. */
    public void add(Attempt attempt) {
        attempts.add(attempt);
    }

    /** All of them, in order. */
    public List<DoorsTried.Trial> make(OrgId org, Instant now) {
        List<DoorsTried.Trial> all = new ArrayList<>();
        attempts.forEach(attempt -> all.addAll(attempt.make(org, now)));
        return all;
    }
}
