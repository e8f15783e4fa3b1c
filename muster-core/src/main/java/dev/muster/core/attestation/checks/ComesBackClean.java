package dev.muster.core.attestation.checks;

import dev.muster.core.attestation.AttestationFacts;
import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import java.time.Instant;
import java.util.List;

/** After a restart the device shows by itself that it is what it was. */
final class ComesBackClean extends StandardCheck {
    /** Longest number that counts starts. */
    private static final int DIGITS_MAX = 18;

    ComesBackClean() {
        super(
                "AT-restart",
                "the device has started again and shown known software since",
                List.of(AttestationFacts.BOOT_COUNT, AttestationFacts.STATUS),
                DAY,
                "find out why it does not come back as it was: muster why DEVICE NIST-CORE/NIST-SA-1");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        String starts = value(facts, AttestationFacts.BOOT_COUNT);
        String status = value(facts, AttestationFacts.STATUS);
        if (!starts.matches("\\d{1," + DIGITS_MAX + "}") || Long.parseLong(starts) < 2) {
            return Judgement.undecided("it has not started again yet, as far as its evidence says");
        }
        return switch (status) {
            case "affirming" -> Judgement.holds("at start " + starts + " it showed known software");
            case "contraindicated" ->
                Judgement.breached("at start " + starts + " its software is not what it should be");
            default -> Judgement.undecided("at start " + starts + " its tier is " + status);
        };
    }
}
