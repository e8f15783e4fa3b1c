package dev.muster.server.notice;

import dev.muster.core.drills.DoorsTried.Trial;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Database;
import dev.muster.server.topic.Trials;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whether what people are to hear reaches them: what the other machines took, and what is stuck. */
final class DeliveryTrials implements Trials.Attempt {
    /** Messages that are looked through, the newest first. */
    private static final int NEWEST = 50;

    /** A way that did not work for so long does not work. */
    private static final Duration STUCK = Duration.ofHours(1);

    /** What one hears of updates by; {@code UpdateNotices} declares them. */
    private static final Set<String> UPDATES = Set.of("rollout-paused", "rollout-finished");

    private final Database database;

    DeliveryTrials(Database database) {
        this.database = database;
    }

    private record Seen(List<SqlNotices.Subscription> subscriptions, List<SqlNotices.Sent> messages) {}

    @Override
    public List<Trial> make(OrgId org, Instant now) {
        Seen seen = database.read(tx -> {
            SqlNotices store = new SqlNotices(tx, org);
            return new Seen(store.subscriptions(), store.newest(NEWEST));
        });
        Set<String> ofUpdates = seen.subscriptions().stream()
                .filter(one -> one.kinds().isEmpty() || one.kinds().stream().anyMatch(UPDATES::contains))
                .map(SqlNotices.Subscription::id)
                .collect(java.util.stream.Collectors.toUnmodifiableSet());
        return List.of(
                trial("told", seen.messages(), now),
                trial(
                        "updates-told",
                        seen.messages().stream()
                                .filter(sent ->
                                        ofUpdates.contains(sent.message().subscription()))
                                .toList(),
                        now));
    }

    /** What was given up before a way worked again is no reason to say that it does not. */
    private static Trial trial(String name, List<SqlNotices.Sent> newestFirst, Instant now) {
        Set<String> works = new HashSet<>();
        int taken = 0;
        int stuck = 0;
        for (SqlNotices.Sent sent : newestFirst) {
            String way = sent.message().subscription();
            if (sent.state().equals("sent")) {
                works.add(way);
                taken++;
            } else if (waitsTooLong(sent, now) || (givenUp(sent) && !works.contains(way))) {
                stuck++;
            }
        }
        String detail =
                taken + " of the newest " + newestFirst.size() + " messages were taken, " + stuck + " are stuck";
        if (stuck > 0) {
            return new Trial(name, Trial.GAVE, detail);
        }
        return new Trial(name, taken > 0 ? Trial.HELD : Trial.UNCLEAR, detail);
    }

    private static boolean waitsTooLong(SqlNotices.Sent sent, Instant now) {
        return sent.state().equals("waiting") && sent.message().at().plus(STUCK).isBefore(now);
    }

    /** Who has unsubscribed in the meantime is not to hear. */
    private static boolean givenUp(SqlNotices.Sent sent) {
        return sent.state().equals("given-up") && !sent.fault().equals("nobody is subscribed");
    }
}
