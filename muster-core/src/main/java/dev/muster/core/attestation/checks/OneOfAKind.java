package dev.muster.core.attestation.checks;

import dev.muster.core.attestation.AttestationFacts;
import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import java.time.Instant;
import java.util.List;

/** Nobody else shows evidence under the device's key: its counters only go on. */
final class OneOfAKind extends StandardCheck {
    OneOfAKind() {
        super(
                "AT-twin",
                "counters under the device's key only go on: it is there once",
                List.of(AttestationFacts.TWIN),
                DAY,
                "find the copy; give the true one a new key, and decide in its case");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        String twin = value(facts, AttestationFacts.TWIN);
        return twin.equals("none")
                ? Judgement.holds("no counter under its key went backwards")
                : Judgement.breached("a counter under its key went backwards: " + twin);
    }
}
