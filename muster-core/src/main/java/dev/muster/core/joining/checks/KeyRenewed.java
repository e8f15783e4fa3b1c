package dev.muster.core.joining.checks;

import dev.muster.core.facts.FactKey;
import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.Known;
import dev.muster.core.facts.StandardCheck;
import dev.muster.core.joining.JoiningFacts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The device can replace its credentials by itself. */
final class KeyRenewed extends StandardCheck {
    KeyRenewed() {
        super(
                "EN-renew",
                "the device replaced its key and certificate by itself",
                List.of(JoiningFacts.REKEYED),
                LASTING,
                "let the device renew with a new key before its certificate ends");
    }

    @Override
    public List<FactKey> considers() {
        return List.of(JoiningFacts.CERTIFICATE_UNTIL);
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        return switch (value(facts, JoiningFacts.REKEYED)) {
            case "true" ->
                end(facts)
                        .map(end -> now.isBefore(end)
                                ? Judgement.holds("it renewed with a new key", end)
                                : Judgement.breached("it did not renew before " + end))
                        .orElseGet(() -> Judgement.holds("it renewed with a new key"));
            case "false" -> Judgement.breached("its last renewal kept the old key");
            case String other -> Judgement.undecided("the fact says " + other + ", which this check does not know");
        };
    }

    private static Optional<Instant> end(Facts facts) {
        return facts.latest(JoiningFacts.CERTIFICATE_UNTIL).map(Known::value).flatMap(StandardCheck::time);
    }
}
