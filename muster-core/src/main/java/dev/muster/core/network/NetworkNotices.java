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

    private static final NoticeKind TOO_MUCH = new NoticeKind(
            "network-gateway",
            Weight.WARNING,
            "a gateway's rules do not fit into an order, so it keeps those that it has");

    private static final NoticeKind CHANGED = new NoticeKind(
            "network-rules-changed", Weight.WARNING, "somebody changed the rules of a device's packet filter");

    @Override
    public List<NoticeKind> kinds() {
        return List.of(WAITS, TOO_MUCH, CHANGED);
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
            case GatewayAsked asked
            when asked.order().isEmpty() ->
                List.of(Notice.of(
                        TOO_MUCH,
                        entry.subject(),
                        "The rules of the " + asked.members().size() + " devices behind gateway "
                                + entry.subject().id()
                                + " do not fit into an order; it keeps those that it has. Put fewer behind it."));
            case GatewayAsked _ -> List.of(Notice.over(TOO_MUCH, entry.subject(), "The gateway's rules fit again."));
            case RulesChanged changed
            when changed.count() > 0 ->
                List.of(Notice.of(
                        CHANGED,
                        entry.subject(),
                        "The rules of " + entry.subject().id() + "'s packet filter were not those that were ordered: "
                                + changed.what()));
            case RulesChanged _ ->
                List.of(Notice.over(CHANGED, entry.subject(), "The rules are as ordered since the agent began."));
            default -> List.of();
        };
    }
}
