package dev.muster.core.joining.checks;

import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import dev.muster.core.joining.JoiningFacts;
import java.time.Instant;
import java.util.List;

/** Connections use a current protocol version. */
final class CurrentTls extends StandardCheck {
    CurrentTls() {
        super(
                "TL-version",
                "the device speaks TLS 1.2 or newer",
                List.of(JoiningFacts.TLS_VERSION),
                MutualTls.SEEN_MAX,
                "update the device so that it speaks TLS 1.3");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        String version = value(facts, JoiningFacts.TLS_VERSION);
        return switch (version) {
            case "TLSv1.3", "TLSv1.2" -> Judgement.holds("its last connection used " + version);
            case "TLSv1.1", "TLSv1", "SSLv3" -> Judgement.breached("its last connection used " + version);
            default -> Judgement.undecided("the protocol " + version + " is not known to this check");
        };
    }
}
