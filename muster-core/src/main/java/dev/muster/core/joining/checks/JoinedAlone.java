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

/** Nobody had to decide or type anything on the device for it to join. */
final class JoinedAlone extends StandardCheck {
    JoinedAlone() {
        super(
                "EN-unattended",
                "the device joined by its factory identity, without anybody doing anything on it",
                List.of(JoiningFacts.IDEVID),
                LASTING,
                "register the maker's authority before its devices arrive: muster join anchor add");
    }

    @Override
    public List<FactKey> considers() {
        return List.of(JoiningFacts.HELD_OFF);
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        return switch (value(facts, JoiningFacts.IDEVID)) {
            case "verified" -> Judgement.holds("it proved its factory identity and got its certificate by itself");
            case "endorsed", "listed" ->
                Judgement.holds(
                        "its TPM proved the endorsement key that a list names, and it got its certificate by itself");
            case "none", "released" -> Judgement.undecided("somebody handed it a token or gave it to another owner");
            case "refused" -> Judgement.breached("it tried by itself and was refused" + why(facts));
            case String other -> Judgement.undecided("the fact says " + other + ", which this check does not know");
        };
    }

    private static String why(Facts facts) {
        Optional<Known> held = facts.latest(JoiningFacts.HELD_OFF);
        return held.map(known -> ": " + known.value()).orElse("");
    }
}
