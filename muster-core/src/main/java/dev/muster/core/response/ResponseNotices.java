package dev.muster.core.response;

import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.Notice;
import dev.muster.core.ledger.NoticeKind;
import dev.muster.core.ledger.NoticeKind.Weight;
import dev.muster.core.ledger.NoticeRule;
import java.util.List;

/** What people hear of devices that Muster acted on by itself. */
public final class ResponseNotices implements NoticeRule {
    private static final NoticeKind CONTRADICTED = new NoticeKind(
            "device-contradicted", Weight.URGENT, "evidence of a device contradicts what its maker says");
    private static final NoticeKind GIVEN_UP = new NoticeKind(
            "device-needs-person", Weight.URGENT, "what happens by itself is used up; the device stays quarantined");

    @Override
    public List<NoticeKind> kinds() {
        return List.of(CONTRADICTED, GIVEN_UP);
    }

    @Override
    public List<Notice> notices(Entry entry, Event event) {
        String id = entry.subject().id();
        return switch (event) {
            case ResponseEvent.Reacted reacted ->
                List.of(Notice.of(
                        CONTRADICTED, entry.subject(), "Device " + id + " was acted on: " + reacted.reason() + "."));
            case ResponseEvent.CaseOpened opened ->
                List.of(Notice.of(GIVEN_UP, entry.subject(), "Device " + id + ": " + opened.detail()));
            case ResponseEvent.Released _ ->
                List.of(
                        Notice.over(CONTRADICTED, entry.subject(), "Device " + id + " is well again."),
                        Notice.over(GIVEN_UP, entry.subject(), "Device " + id + " is well again."));
            default -> List.of();
        };
    }
}
