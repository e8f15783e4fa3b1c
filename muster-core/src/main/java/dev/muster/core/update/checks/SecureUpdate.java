package dev.muster.core.update.checks;

import dev.muster.core.facts.FactKey;
import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.Known;
import dev.muster.core.facts.StandardCheck;
import dev.muster.core.update.UpdateFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a secure update mechanism has to show: it takes what is right and refuses what is not. */
final class SecureUpdate extends StandardCheck {
    SecureUpdate() {
        super(
                "UP-secure",
                "the device installed a release, and refused a tampered and a foreign one, and an old one where it met"
                        + " one",
                List.of(UpdateFacts.INSTALLED, UpdateFacts.TAMPERED, UpdateFacts.FOREIGN_SIGNER),
                HALF_YEAR,
                "roll a release out to the device and run both drills on it");
    }

    @Override
    public List<FactKey> considers() {
        return List.of(UpdateFacts.OLD_SEQUENCE);
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        List<String> wrong = new ArrayList<>();
        if (!value(facts, UpdateFacts.INSTALLED).equals("success")) {
            wrong.add("the last installation did not succeed");
        }
        if (value(facts, UpdateFacts.TAMPERED).equals("accepted")) {
            wrong.add("the tampered manifest was not refused");
        }
        if (value(facts, UpdateFacts.FOREIGN_SIGNER).equals("accepted")) {
            wrong.add("the manifest of a foreign signer was not refused");
        }
        if (facts.latest(UpdateFacts.OLD_SEQUENCE)
                .map(Known::value)
                .filter("accepted"::equals)
                .isPresent()) {
            wrong.add("an old manifest was not refused");
        }
        if (!wrong.isEmpty()) {
            return Judgement.breached(String.join(", ", wrong));
        }
        boolean refused = value(facts, UpdateFacts.TAMPERED).equals("refused")
                && value(facts, UpdateFacts.FOREIGN_SIGNER).equals("refused")
                && facts.latest(UpdateFacts.OLD_SEQUENCE)
                        .map(Known::value)
                        .filter(did -> !did.equals("refused"))
                        .isEmpty();
        return refused
                ? Judgement.holds("it installed a release and refused a tampered and a foreign one")
                : Judgement.undecided("a drill failed for a reason that is no refusal");
    }
}
