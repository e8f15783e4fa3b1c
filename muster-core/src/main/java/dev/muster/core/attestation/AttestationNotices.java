package dev.muster.core.attestation;

import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.Notice;
import dev.muster.core.ledger.NoticeKind;
import dev.muster.core.ledger.NoticeKind.Weight;
import dev.muster.core.ledger.NoticeRule;
import java.util.List;

/** What people hear of evidence: that one key is in two places, and that a device which was silent is heard again. */
public final class AttestationNotices implements NoticeRule {
    /** Also raised by a watch over devices that have shown nothing for long. */
    public static final NoticeKind SILENT =
            new NoticeKind("device-silent", Weight.WARNING, "a device in service has shown no evidence for long");

    private static final NoticeKind TWIN =
            new NoticeKind("device-twin", Weight.URGENT, "one key is in two devices, or a device was set back");

    private static final NoticeKind BACK = new NoticeKind(
            "device-went-back", Weight.WARNING, "a device shows a release that it had left, and nobody asked for it");

    @Override
    public List<NoticeKind> kinds() {
        return List.of(SILENT, TWIN, BACK);
    }

    @Override
    public List<Notice> notices(Entry entry, Event event) {
        return switch (event) {
            case TwinSeen twin ->
                List.of(Notice.of(
                        TWIN, entry.subject(), "Device " + entry.subject().id() + ": " + twin.detail()));
            case EvidenceAppraised shown -> List.of(heard(entry), release(entry, shown));
            default -> List.of();
        };
    }

    private static Notice heard(Entry entry) {
        return Notice.over(SILENT, entry.subject(), "Device " + entry.subject().id() + " was heard again.");
    }

    private static Notice release(Entry entry, EvidenceAppraised shown) {
        String device = "Device " + entry.subject().id();
        return shown.reason(Reason.WENT_BACK)
                .map(back -> Notice.of(BACK, entry.subject(), device + ": " + back.text()))
                .orElseGet(() -> Notice.over(BACK, entry.subject(), device + " shows no release that it had left."));
    }
}
