package dev.muster.server.notice;

import dev.muster.core.drills.DoorsTried.Trial;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Database;
import dev.muster.server.topic.Trials;
import java.time.Duration;
import java.time.Instant;
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

    private static Trial trial(String name, List<SqlNotices.Sent> messages, Instant now) {
        long stuck = messages.stream().filter(sent -> stuck(sent, now)).count();
        long taken =
                messages.stream().filter(sent -> sent.state().equals("sent")).count();
        String detail = taken + " of the newest " + messages.size() + " messages were taken, " + stuck + " are stuck";
        if (stuck > 0) {
            return new Trial(name, Trial.GAVE, detail);
        }
        return new Trial(name, taken > 0 ? Trial.HELD : Trial.UNCLEAR, detail);
    }

    private static boolean stuck(SqlNotices.Sent sent, Instant now) {
        // Who has unsubscribed in the meantime is not to hear.
        return (sent.state().equals("given-up") && !sent.fault().equals("nobody is subscribed"))
                || (sent.state().equals("waiting")
                        && sent.message().at().plus(STUCK).isBefore(now));
    }
}
