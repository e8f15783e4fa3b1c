package dev.muster.core.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.Grade;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttestationFactsTest {
    private static final Instant AT = Instant.parse("2026-11-29T12:00:00Z");

    private static List<Fact> facts(EvidenceRefused event) {
        Entry entry = new Entry(
                7, new OrgId("acme"), "x.y", Subject.device("cam-1"), AT, AT, "muster", new byte[32], Optional.empty());
        return new AttestationFacts().facts(entry, event);
    }

    private static Fact fact(String key, String value) {
        return new Fact(Subject.device("cam-1"), key, value, AT, Grade.OBSERVED, 7);
    }

    @Test
    void evidenceUnderAnotherKeyBreaksTheCheckThatItIsSigned() {
        assertThat(facts(new EvidenceRefused("signature-invalid", "d", "aa")))
                .containsExactly(
                        fact("attestation.refused", "signature-invalid"), fact("attestation.signature", "refused"));
    }

    @Test
    void evidenceThatIsLateSaysNothingOfTheSignature() {
        assertThat(facts(new EvidenceRefused("nonce-expired", "d", "aa")))
                .containsExactly(fact("attestation.refused", "nonce-expired"));
    }
}
