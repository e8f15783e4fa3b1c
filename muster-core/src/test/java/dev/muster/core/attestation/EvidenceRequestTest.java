package dev.muster.core.attestation;

import static dev.muster.core.attestation.TestFleet.DEVICE_KEY;
import static dev.muster.core.attestation.TestFleet.NOW;
import static dev.muster.core.attestation.TestFleet.claims;
import static dev.muster.core.attestation.TestFleet.nonce;
import static dev.muster.core.attestation.TestFleet.release;
import static dev.muster.core.attestation.TestFleet.request;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Evidence that says it is bound to a connection, at the desk. */
class EvidenceRequestTest {
    @Test
    void evidenceForNothingIsNotBoundToAConnectionThatBindsNothing() {
        EvidenceReading.Read read =
                (EvidenceReading.Read) request(claims(nonce(NOW), "1.0.0", release("1.0.0")), DEVICE_KEY)
                        .reading();
        // Quotes and other evidence may be made for no nonce at all, long ago.
        Statement forNothing = read.statement().readBy("linux-slots", new byte[0]);
        EvidenceRequest replayed = new EvidenceRequest(
                TestFleet.ORG,
                TestFleet.CAM,
                "application/eat+cwt",
                new byte[0],
                new EvidenceReading.Read(forNothing),
                Optional.of(new EvidenceRequest.Binding(nonce(NOW), Optional.empty())));
        EvidenceAnswer answer = new Evidences(TestFleet.CHALLENGES, TestFleet.SCHEMES)
                .decide(replayed, new MemoryStore(), NOW)
                .answer();
        assertThat(answer)
                .isInstanceOfSatisfying(
                        EvidenceAnswer.Refused.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(Refusal.BINDING_MISMATCH));
    }
}
