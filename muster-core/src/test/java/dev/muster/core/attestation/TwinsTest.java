package dev.muster.core.attestation;

import static dev.muster.core.attestation.TestFleet.CHALLENGES;
import static dev.muster.core.attestation.TestFleet.DEVICE_KEY;
import static dev.muster.core.attestation.TestFleet.NOW;
import static dev.muster.core.attestation.TestFleet.release;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.ledger.Decision;
import dev.muster.format.attest.eat.EatToken;
import dev.muster.format.attest.eat.SlotClaims;
import dev.muster.format.crypto.Keys;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A device that exists twice is noticed by its counters, and neither of the two speaks for it then. */
class TwinsTest {
    private final Evidences desk = new Evidences(CHALLENGES, TestFleet.SCHEMES);
    private final MemoryStore store = new MemoryStore();
    private final Random random = new Random(7);

    @Test
    void counterThatGrowsIsADevice() {
        assertThat(show(DEVICE_KEY, 3, 100)).isEqualTo("appraised");
        assertThat(show(DEVICE_KEY, 3, 100)).isEqualTo("appraised");
        assertThat(show(DEVICE_KEY, 3, 200)).isEqualTo("appraised");
        assertThat(show(DEVICE_KEY, 4, 1)).as("it started again").isEqualTo("appraised");
    }

    @Test
    void aSmallerStartCountIsAnAlarmAndNobodyIsBelievedAfterIt() {
        show(DEVICE_KEY, 7, 10);
        assertThat(show(DEVICE_KEY, 6, 900)).isEqualTo("counter-went-back");
        assertThat(show(DEVICE_KEY, 7, 20)).as("the original, or its twin").isEqualTo("twin-suspected");
        assertThat(show(DEVICE_KEY, 8, 1)).isEqualTo("twin-suspected");
    }

    @Test
    void anUptimeThatShrinksWithoutAStartIsAnAlarm() {
        show(DEVICE_KEY, 7, 500);
        assertThat(show(DEVICE_KEY, 7, 499)).isEqualTo("counter-went-back");
    }

    @Test
    void anotherKeyCountsAnew() {
        show(DEVICE_KEY, 7, 500);
        KeyPair next = Keys.generateP256(new SecureRandom());
        assertThat(show(next, 1, 1)).isEqualTo("appraised");
        assertThat(show(next, 1, 0)).isEqualTo("counter-went-back");
        assertThat(show(DEVICE_KEY, 1, 0))
                .as("a key that nothing is known of any more")
                .isEqualTo("appraised");
    }

    private String show(KeyPair key, long boots, long uptime) {
        byte[] nonce =
                CHALLENGES.issue(TestFleet.ORG, TestFleet.CAM, NOW, random).nonce();
        SlotClaims base = TestFleet.claims(nonce, "1.0.0", release("1.0.0"));
        SlotClaims claims = new SlotClaims(
                base.nonce(),
                base.ueid(),
                base.maker(),
                base.model(),
                base.softwareName(),
                base.softwareVersion(),
                boots,
                uptime,
                base.debug(),
                base.slot(),
                base.strength(),
                base.measurement(),
                Optional.empty());
        byte[] evidence = EatToken.sign(claims, TestFleet.signer(key));
        EvidenceReading reading = TestFleet.SCHEMES.read(
                EatToken.MEDIA_TYPE,
                evidence,
                EvidenceKeys.of(key.getPublic(), ReferenceSet.empty(), Optional.empty()));
        EvidenceRequest request =
                new EvidenceRequest(TestFleet.ORG, TestFleet.CAM, EatToken.MEDIA_TYPE, evidence, reading);
        Decision<EvidenceAnswer> decision = desk.decide(request, store, NOW);
        return store.keep(decision) instanceof EvidenceAnswer.Refused refused
                ? refused.refusal().code()
                : "appraised";
    }
}
