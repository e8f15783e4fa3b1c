package dev.muster.core.joining.checks;

import dev.muster.core.facts.FactKey;
import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import dev.muster.core.joining.JoiningFacts;
import java.time.Instant;
import java.util.List;

/** No two devices share a key. */
final class UniqueKey extends StandardCheck {
    UniqueKey() {
        super(
                "ID-unique",
                "no other device here has the same key, neither of its own nor from its factory",
                List.of(JoiningFacts.KEY_UNIQUE),
                LASTING,
                "give the device a key of its own: enrol it again with a fresh key");
    }

    @Override
    public List<FactKey> considers() {
        return List.of(JoiningFacts.FACTORY_KEY_UNIQUE);
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        if (facts.value(JoiningFacts.FACTORY_KEY_UNIQUE).filter("false"::equals).isPresent()) {
            return Judgement.breached("another device showed the key of its factory certificate");
        }
        return switch (value(facts, JoiningFacts.KEY_UNIQUE)) {
            case "true" -> Judgement.holds("its public key belongs to no other device here");
            case "false" -> Judgement.breached("another device here has the same public key");
            case String other -> Judgement.undecided("the fact says " + other + ", which this check does not know");
        };
    }
}
