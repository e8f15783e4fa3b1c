package dev.muster.core.network;

import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.Notice;
import dev.muster.core.ledger.NoticeKind;
import dev.muster.core.ledger.NoticeKind.Weight;
import dev.muster.core.ledger.NoticeRule;
import dev.muster.format.network.nft.TlsRules;
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

    private static final NoticeKind OTHER_TLS = new NoticeKind(
            "network-other-tls", Weight.WARNING, "a device speaks TLS otherwise than its maker describes");

    @Override
    public List<NoticeKind> kinds() {
        return List.of(WAITS, TOO_MUCH, CHANGED, OTHER_TLS);
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
            case FlowsSeen seen
            when !heard(seen).isEmpty() ->
                List.of(Notice.of(
                        OTHER_TLS,
                        entry.subject(),
                        entry.subject().id() + " speaks TLS otherwise than its maker describes: "
                                + sentence(heard(seen).getLast())));
            case FlowsSeen _ -> List.of(Notice.over(OTHER_TLS, entry.subject(), "Its TLS is as described."));
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

    private static List<FlowsSeen.OtherTls> heard(FlowsSeen seen) {
        return seen.otherTls().stream()
                .filter(one -> one.mode() != TlsRules.Mode.OBSERVE)
                .toList();
    }

    private static String sentence(FlowsSeen.OtherTls one) {
        return "to " + (one.name().isEmpty() ? one.peer() : one.name()) + " port " + one.port() + ", " + one.what()
                + (one.mode() == TlsRules.Mode.ENFORCE ? "; refused" : "; not refused");
    }
}
