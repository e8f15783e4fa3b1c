package dev.muster.core.update;

import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.Notice;
import dev.muster.core.ledger.NoticeKind;
import dev.muster.core.ledger.NoticeKind.Weight;
import dev.muster.core.ledger.NoticeRule;
import java.util.List;

/** What people hear of rollouts. */
public final class UpdateNotices implements NoticeRule {
    private static final NoticeKind PAUSED =
            new NoticeKind("rollout-paused", Weight.URGENT, "a rollout stopped by itself and waits for somebody");
    private static final NoticeKind FINISHED =
            new NoticeKind("rollout-finished", Weight.INFO, "a rollout came to its end");

    /** Told by who looks at the register. */
    public static final NoticeKind KEYS_BEHIND =
            new NoticeKind("release-keys-behind", Weight.WARNING, "devices do not take up a list of release keys");

    @Override
    public List<NoticeKind> kinds() {
        return List.of(PAUSED, FINISHED, KEYS_BEHIND);
    }

    @Override
    public List<Notice> notices(Entry entry, Event event) {
        String id = entry.subject().id();
        return switch (event) {
            case RolloutPaused paused ->
                List.of(Notice.of(
                        PAUSED,
                        entry.subject(),
                        "Rollout " + id + " is paused: " + paused.reason()
                                + (paused.detail().isEmpty() ? "" : ", " + paused.detail()) + "."));
            case RolloutResumed _ -> List.of(Notice.over(PAUSED, entry.subject(), "Rollout " + id + " goes on."));
            case RolloutStopped _ ->
                List.of(Notice.over(PAUSED, entry.subject(), "Rollout " + id + " was stopped by a person."));
            case RolloutFinished _ -> List.of(Notice.of(FINISHED, entry.subject(), "Rollout " + id + " is finished."));
            default -> List.of();
        };
    }
}
