package dev.muster.core.update.checks;

import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
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
                "the device installed a verified update, and refused a tampered and a foreign one",
                List.of(UpdateFacts.INSTALLED, UpdateFacts.MANIFEST, UpdateFacts.TAMPERED, UpdateFacts.FOREIGN_SIGNER),
                HALF_YEAR,
                "roll a release out to the device and run both drills on it");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        List<String> wrong = new ArrayList<>();
        if (!value(facts, UpdateFacts.INSTALLED).equals("success")) {
            wrong.add("the last installation did not succeed");
        }
        if (!value(facts, UpdateFacts.MANIFEST).equals("verified")) {
            wrong.add("the manifest was not verified");
        }
        if (!value(facts, UpdateFacts.TAMPERED).equals("refused")) {
            wrong.add("the tampered manifest was not refused");
        }
        if (!value(facts, UpdateFacts.FOREIGN_SIGNER).equals("refused")) {
            wrong.add("the manifest of a foreign signer was not refused");
        }
        return wrong.isEmpty()
                ? Judgement.holds("it installed a verified update and refused a tampered and a foreign one")
                : Judgement.breached(String.join(", ", wrong));
    }
}
