package dev.muster.core.network;

import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.Notice;
import dev.muster.core.ledger.NoticeKind;
import dev.muster.core.ledger.NoticeKind.Weight;
import dev.muster.core.ledger.NoticeRule;
import java.util.List;

/** What people hear of network policies. */
public final class NetworkNotices implements NoticeRule {
    private static final NoticeKind WAITS = new NoticeKind(
            "network-approval",
            Weight.WARNING,
            "a maker's description permits more than before and waits for approval");

    @Override
    public List<NoticeKind> kinds() {
        return List.of(WAITS);
    }

    @Override
    public List<Notice> notices(Entry entry, Event event) {
        return switch (event) {
            case MudTaken taken
            when taken.waits() ->
                List.of(Notice.of(WAITS, entry.subject(), "A description waits for a second person: " + taken.why()));
            case MudAnswered answered ->
                List.of(Notice.over(
                        WAITS,
                        entry.subject(),
                        "The description was " + (answered.approved() ? "approved." : "rejected.")));
            default -> List.of();
        };
    }
}
