package dev.muster.core.joining;

import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.Notice;
import dev.muster.core.ledger.NoticeKind;
import dev.muster.core.ledger.NoticeKind.Weight;
import dev.muster.core.ledger.NoticeRule;
import java.util.List;

/** What people hear of devices that join, and of certificates that end. */
public final class JoiningNotices implements NoticeRule {
    /** Raised by a watch over certificates. */
    public static final NoticeKind ENDS =
            new NoticeKind("certificate-ends", Weight.WARNING, "a device's certificate ends and was not renewed");

    /** Raised by a watch over anchors. */
    public static final NoticeKind ANCHOR_ENDS = new NoticeKind(
            "anchor-ends",
            Weight.WARNING,
            "a maker's anchor ends, and with it nobody joins by that maker's certificates");

    private static final NoticeKind ASKS =
            new NoticeKind("joining-approval", Weight.WARNING, "a device asks to join and waits for a person");

    @Override
    public List<NoticeKind> kinds() {
        return List.of(ENDS, ANCHOR_ENDS, ASKS);
    }

    @Override
    public List<Notice> notices(Entry entry, Event event) {
        String id = entry.subject().id();
        return switch (event) {
            case JoiningRequested asked ->
                List.of(Notice.of(
                        ASKS, entry.subject(), "A " + asked.model() + " of " + asked.maker() + " asks to join: " + id));
            case JoiningAnswered answered ->
                List.of(Notice.over(
                        ASKS, entry.subject(), id + (answered.admitted() ? " was admitted." : " was turned away.")));
            case AnchorRemoved _ ->
                List.of(Notice.over(ANCHOR_ENDS, entry.subject(), "The anchor is trusted no longer."));
            case Enrolled _ -> List.of(Notice.over(ENDS, entry.subject(), "Device " + id + " has a new certificate."));
            default -> List.of();
        };
    }
}
