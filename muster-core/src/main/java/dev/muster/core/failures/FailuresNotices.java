package dev.muster.core.failures;

import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.Notice;
import dev.muster.core.ledger.NoticeKind;
import dev.muster.core.ledger.NoticeKind.Weight;
import dev.muster.core.ledger.NoticeRule;
import dev.muster.format.devices.failure.FailureKind;
import java.util.List;
import java.util.Set;

/** What people hear of failures: those that an attack leaves behind. Crashes are on the page. */
public final class FailuresNotices implements NoticeRule {
    private static final NoticeKind ATTEMPT = new NoticeKind(
            "attack-held", Weight.WARNING, "a device held back what only an attack or a wrong program does");
    private static final Set<String> ATTEMPTS =
            Set.of(FailureKind.FORBIDDEN_CALL.word(), FailureKind.PROGRAM_REFUSED.word());

    @Override
    public List<NoticeKind> kinds() {
        return List.of(ATTEMPT);
    }

    @Override
    public List<Notice> notices(Entry entry, Event event) {
        if (!(event instanceof FailuresReported reported)) {
            return List.of();
        }
        return reported.failures().stream()
                .filter(one -> ATTEMPTS.contains(one.kind()))
                .limit(1)
                .map(one -> Notice.of(
                        ATTEMPT,
                        entry.subject(),
                        "Device " + entry.subject().id() + " held back: " + one.kind() + " " + one.what()
                                + (one.sign().isEmpty() ? "" : " (" + one.sign() + ")") + ", signature "
                                + one.signature() + "."))
                .toList();
    }
}
