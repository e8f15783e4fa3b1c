package dev.muster.core.joining.checks;

import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import dev.muster.core.joining.JoiningFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Both ends prove who they are. */
final class MutualTls extends StandardCheck {
    /**
     * How long a seen connection speaks for the next ones: a certificate lasts two weeks, and every renewal is a new
     * connection; a day to spare.
     */
    static final Duration SEEN_MAX = Duration.ofDays(15);

    MutualTls() {
        super(
                "TL-mutual",
                "device and server authenticate each other by certificate",
                List.of(JoiningFacts.TLS_MUTUAL),
                SEEN_MAX,
                "enrol the device so that it shows a certificate");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        return switch (value(facts, JoiningFacts.TLS_MUTUAL)) {
            case "true" -> Judgement.holds("both ends showed a certificate");
            case "false" -> Judgement.breached("the device connected without a certificate");
            case String other -> Judgement.undecided("the fact says " + other + ", which this check does not know");
        };
    }
}
