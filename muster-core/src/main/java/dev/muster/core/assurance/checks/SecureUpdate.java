package dev.muster.core.assurance.checks;

import dev.muster.core.assurance.Facts;
import dev.muster.core.assurance.Judgement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a secure update mechanism has to show: it takes what is right and refuses what is not. */
final class SecureUpdate extends StandardCheck {
    SecureUpdate() {
        super(
                "UP-secure",
                "the device installed a verified update, and refused a tampered and a foreign one",
                List.of(
                        FactKeys.INSTALLED,
                        FactKeys.MANIFEST_VERIFIED,
                        FactKeys.TAMPER_REFUSED,
                        FactKeys.SIGNER_REFUSED),
                HALF_YEAR,
                "roll a release out to the device and run both drills on it");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        List<String> wrong = new ArrayList<>();
        if (!value(facts, FactKeys.INSTALLED).equals("success")) {
            wrong.add("the last installation did not succeed");
        }
        if (!value(facts, FactKeys.MANIFEST_VERIFIED).equals("verified")) {
            wrong.add("the manifest was not verified");
        }
        if (!value(facts, FactKeys.TAMPER_REFUSED).equals("refused")) {
            wrong.add("the tampered manifest was not refused");
        }
        if (!value(facts, FactKeys.SIGNER_REFUSED).equals("refused")) {
            wrong.add("the manifest of a foreign signer was not refused");
        }
        return wrong.isEmpty()
                ? Judgement.holds("it installed a verified update and refused a tampered and a foreign one")
                : Judgement.breached(String.join(", ", wrong));
    }
}
