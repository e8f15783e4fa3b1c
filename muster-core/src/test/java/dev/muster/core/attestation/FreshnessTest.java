package dev.muster.core.attestation;

import static dev.muster.core.attestation.TestFleet.CAM;
import static dev.muster.core.attestation.TestFleet.CHALLENGES;
import static dev.muster.core.attestation.TestFleet.DEVICE_KEY;
import static dev.muster.core.attestation.TestFleet.NOW;
import static dev.muster.core.attestation.TestFleet.ORG;
import static dev.muster.core.attestation.TestFleet.SCHEMES;
import static dev.muster.core.attestation.TestFleet.release;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.ledger.OrgId;
import dev.muster.format.attest.ear.TrustTier;
import dev.muster.format.attest.eat.EatToken;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.cbor.CborMapBuilder;
import dev.muster.format.cose.CoseSign1;
import dev.muster.format.cose.Sign1Builder;
import dev.muster.format.crypto.Sha256;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Evidence of devices that cannot ask: over epochs and by their own clocks, at the edges of both. */
class FreshnessTest {
    private static final Epochs EPOCHS = new Epochs(CHALLENGES.key());
    private static final BigInteger P256_ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
    private static final Freshness BOTH = new Freshness(true, 600);

    private final MemoryStore store = new MemoryStore();
    private final Evidences desk = new Evidences(CHALLENGES, SCHEMES);

    private void allow(Freshness freshness, PolicyTable.Row... rows) {
        store.keep(Policies.set(new PolicyTable("field", List.of(rows), Optional.of(freshness)), "alice", store, NOW));
    }

    private EvidenceAnswer show(byte[] evidence, Instant at) {
        EvidenceReading reading = TestFleet.reading(evidence);
        return store.keep(
                desk.decide(new EvidenceRequest(ORG, CAM, EatToken.MEDIA_TYPE, evidence, reading), store, at));
    }

    private static byte[] over(byte[] nonce) {
        return over(nonce, "1.0.0");
    }

    /** The version is the device's word, so that one says something else than another. */
    private static byte[] over(byte[] nonce, String version) {
        return EatToken.sign(TestFleet.claims(nonce, version, release("1.0.0")), TestFleet.signer(DEVICE_KEY));
    }

    /** Claims with a time and without a nonce. */
    private static byte[] timed(long at, String name) {
        CborMapBuilder claims = Cbor.map().put(6, at).put(270, name);
        return Sign1Builder.create()
                .payload(claims.build().encoded())
                .sign(TestFleet.signer(DEVICE_KEY))
                .encode();
    }

    private static Refusal refusal(EvidenceAnswer answer) {
        return ((EvidenceAnswer.Refused) answer).refusal();
    }

    private static EvidenceAppraised event(EvidenceAnswer answer) {
        assertThat(answer).isInstanceOf(EvidenceAnswer.Appraised.class);
        return ((EvidenceAnswer.Appraised) answer).event();
    }

    /** Both in one wrapper. */
    private EvidenceAnswer together(byte[] first, byte[] second) {
        String type = "application/cmw+cbor";
        byte[] both = Cbor.map()
                .put(Cbor.of("a"), Cbor.array(Cbor.of(EatToken.MEDIA_TYPE), Cbor.of(first)))
                .put(Cbor.of("b"), Cbor.array(Cbor.of(EatToken.MEDIA_TYPE), Cbor.of(second)))
                .build()
                .encoded();
        EvidenceReading reading = SCHEMES.read(
                type, both, EvidenceKeys.of(DEVICE_KEY.getPublic(), ReferenceSet.empty(), Optional.empty()));
        return store.keep(desk.decide(new EvidenceRequest(ORG, CAM, type, both, reading), store, NOW));
    }

    @Test
    void aCollectionIsAsOldAsItsOldestMemberAndHoldsWhileAllDo() {
        allow(BOTH);
        long now = NOW.getEpochSecond();
        assertThat(refusal(together(timed(now, "new"), timed(now - 3_600, "old"))))
                .isEqualTo(Refusal.EVIDENCE_TOO_OLD);
        byte[] ended = Sign1Builder.create()
                .payload(Cbor.map().put(4, now - 600).put(6, now).build().encoded())
                .sign(TestFleet.signer(DEVICE_KEY))
                .encode();
        assertThat(refusal(together(timed(now, "new"), ended))).isEqualTo(Refusal.TOKEN_EXPIRED);
        assertThat(event(together(timed(now, "new"), timed(now - 1, "as new"))).freshBy())
                .contains("clock");
    }

    @Test
    void anEpochCountsWhileItIsAndWhileTheNextOneIs() {
        store.publish(TestFleet.references("1.0.0").documents().getFirst());
        allow(BOTH);
        Epochs.Epoch epoch = EPOCHS.at(ORG, NOW);
        EvidenceAppraised event = event(show(over(epoch.id()), NOW));
        assertThat(event.status()).isEqualTo(TrustTier.AFFIRMING);
        assertThat(event.freshBy()).contains("epoch");
        assertThat(event.reason(Reason.FRESH_BY_EPOCH).orElseThrow().text())
                .contains(epoch.over().toString());
        assertThat(event(show(over(epoch.id(), "1.0.0-b"), epoch.begins())).freshBy())
                .contains("epoch");
        assertThat(event(show(over(epoch.id(), "1.0.0-c"), epoch.over().minusMillis(1)))
                        .freshBy())
                .contains("epoch");
        assertThat(refusal(show(over(epoch.id()), epoch.over()))).isEqualTo(Refusal.EPOCH_OVER);
    }

    @Test
    void aClockThatStepsBackKnowsNoEpochToCome() {
        allow(BOTH);
        Epochs.Epoch epoch = EPOCHS.at(ORG, NOW);
        assertThat(refusal(show(over(epoch.id()), epoch.begins().minusMillis(1))))
                .isEqualTo(Refusal.EPOCH_NOT_BEGUN);
        assertThat(event(show(over(epoch.id()), epoch.begins())).freshBy())
                .as("and takes it when it comes")
                .contains("epoch");
        assertThat(refusal(show(over(epoch.id()), epoch.over().plus(Duration.ofDays(1)))))
                .as("a step ahead")
                .isEqualTo(Refusal.EPOCH_OVER);
    }

    @Test
    void aServerThatWasStartedAnewKnowsTheSameEpochsAndAnotherKeyOrOrganisationDoesNot() {
        allow(BOTH);
        Epochs.Epoch epoch = EPOCHS.at(ORG, NOW);
        assertThat(new Epochs(new byte[32]).at(ORG, NOW.plusSeconds(1)).id()).isEqualTo(epoch.id());
        byte[] another = new byte[32];
        another[0] = 1;
        assertThat(refusal(show(over(new Epochs(another).at(ORG, NOW).id()), NOW)))
                .isEqualTo(Refusal.NONCE_UNKNOWN);
        assertThat(refusal(show(over(EPOCHS.at(new OrgId("village"), NOW).id()), NOW)))
                .isEqualTo(Refusal.NONCE_UNKNOWN);
        byte[] guessed = epoch.id();
        guessed[7]++;
        assertThat(EPOCHS.find(ORG, guessed))
                .as("the next one cannot be said before")
                .isEmpty();
        byte[] farAway = new byte[32];
        farAway[0] = 0x7F;
        assertThat(EPOCHS.find(ORG, farAway)).isEmpty();
        farAway[0] = -1;
        assertThat(EPOCHS.find(ORG, farAway)).isEmpty();
    }

    @Test
    void theSameEvidenceOverAnEpochIsShownOnce() {
        allow(BOTH);
        byte[] evidence = over(EPOCHS.at(ORG, NOW).id());
        event(show(evidence, NOW));
        assertThat(refusal(show(evidence, NOW.plusSeconds(1)))).isEqualTo(Refusal.NONCE_USED);
        event(show(over(EPOCHS.at(ORG, NOW).id(), "1.0.0-b"), NOW.plusSeconds(2)));
    }

    /** RFC 8392 lets the tag of CWT be left away, and of an ECDSA signature (r, s) everybody can make (r, n - s). */
    @Test
    void theSameSignedClaimsInAnotherFormAreTheSameEvidence() {
        allow(BOTH);
        byte[] evidence = over(EPOCHS.at(ORG, NOW).id());
        EvidenceAppraised first = event(show(evidence, NOW));
        assertThat(first.marks().orElseThrow()).hasSize(1);
        CoseSign1 message = EatToken.envelope(evidence);
        assertThat(refusal(show(message.encode(), NOW.plusSeconds(1))))
                .as("without the tag of CWT")
                .isEqualTo(Refusal.NONCE_USED);
        byte[] signature = message.signature();
        BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
        byte[] other = P256_ORDER.subtract(s).toByteArray();
        byte[] mirrored = Arrays.copyOf(signature, 64);
        Arrays.fill(mirrored, 32, 64, (byte) 0);
        int length = Math.min(32, other.length);
        System.arraycopy(other, other.length - length, mirrored, 64 - length, length);
        CborArray parts = Cbor.parse(message.encode()).asTag().content().asArray();
        byte[] again = Cbor.tag(18, Cbor.array(parts.get(0), parts.get(1), parts.get(2), Cbor.of(mirrored)))
                .encoded();
        assertThat(again).isNotEqualTo(message.encode());
        assertThat(refusal(show(again, NOW.plusSeconds(2))))
                .as("under the other signature")
                .isEqualTo(Refusal.NONCE_USED);
    }

    /** As entries were before what is signed was their mark. */
    private static EvidenceAppraised unmarked(EvidenceAppraised now) {
        return new EvidenceAppraised(
                now.evidence(),
                now.deviceKey(),
                now.nonce(),
                now.nonceExpiresAt(),
                now.appraisedAt(),
                now.referenceSet(),
                now.policy(),
                now.status(),
                now.vector(),
                now.reasons(),
                now.match(),
                now.nearest(),
                now.differences(),
                now.differencesTotal(),
                now.skipped(),
                now.software(),
                now.mediaType(),
                now.scheme(),
                now.proof(),
                now.earlier(),
                now.bound(),
                now.freshBy(),
                Optional.empty(),
                now.capabilities(),
                now.keyEpoch());
    }

    @Test
    void anEntryFromBeforeKeepsTheMarkThatItHad() {
        allow(BOTH);
        EvidenceAppraised now = event(show(over(EPOCHS.at(ORG, NOW).id()), NOW));
        assertThat(now.usedUp()).isNotEqualTo(List.of(Sha256.of(now.evidence())));
        EvidenceAppraised before = unmarked(now);
        assertThat(before.usedUp()).containsExactly(Sha256.of(now.evidence()));
        assertThat(desk.again(before, TestFleet.reading(now.evidence()), store.references(), store.policy()))
                .contains(before);
    }

    @Test
    void nothingButNoncesCountsUntilTheOrganisationSaysSo() {
        byte[] evidence = over(EPOCHS.at(ORG, NOW).id());
        assertThat(refusal(show(evidence, NOW))).isEqualTo(Refusal.EPOCHS_NOT_TAKEN);
        assertThat(refusal(show(timed(NOW.getEpochSecond(), "a"), NOW))).isEqualTo(Refusal.CLOCKS_NOT_TAKEN);
        allow(new Freshness(true, 0));
        assertThat(refusal(show(timed(NOW.getEpochSecond(), "a"), NOW.plus(Evidences.QUIET))))
                .isEqualTo(Refusal.CLOCKS_NOT_TAKEN);
        assertThat(event(show(over(TestFleet.nonce(NOW)), NOW)).freshBy()).isEmpty();
    }

    @Test
    void aDevicesClockIsBelievedAsFarAsItsOrganisationGoes() {
        allow(BOTH);
        long now = NOW.getEpochSecond();
        EvidenceAppraised event = event(show(timed(now - 600, "oldest"), NOW));
        assertThat(event.freshBy()).contains("clock");
        assertThat(event.nonce()).isEmpty();
        assertThat(event.reason(Reason.FRESH_BY_CLOCK).orElseThrow().text())
                .contains(NOW.minusSeconds(600).toString());
        assertThat(refusal(show(timed(now - 601, "older"), NOW))).isEqualTo(Refusal.EVIDENCE_TOO_OLD);
        event(show(timed(now + 60, "a minute ahead"), NOW));
        assertThat(refusal(show(timed(now + 61, "more"), NOW))).isEqualTo(Refusal.CLOCK_AHEAD);
        byte[] once = timed(now, "once");
        event(show(once, NOW));
        assertThat(refusal(show(once, NOW))).isEqualTo(Refusal.NONCE_USED);
    }

    @Test
    void aRuleSeesHowEvidenceIsFreshAndAnAppraisalComesOutTheSameAgain() {
        store.publish(TestFleet.references("1.0.0").documents().getFirst());
        PolicyTable.When stale =
                new PolicyTable.When(List.of(), List.of(), List.of(Reason.FRESH_BY_EPOCH), List.of(), Optional.empty());
        allow(BOTH, new PolicyTable.Row(stale, TrustTier.WARNING, Optional.empty(), "an hour is long"));
        EvidenceAppraised event = event(show(over(EPOCHS.at(ORG, NOW).id()), NOW));
        assertThat(event.status()).isEqualTo(TrustTier.WARNING);
        assertThat(event.policy()).endsWith(store.policy().id());
        assertThat(desk.again(event, TestFleet.reading(event.evidence()), store.references(), store.policy()))
                .contains(event);
        assertThat(event(show(over(TestFleet.nonce(NOW)), NOW)).status()).isEqualTo(TrustTier.AFFIRMING);
    }

    @Test
    void anAgeHasBounds() {
        for (long seconds : new long[] {-1, 1, 59, Freshness.OLDEST.toSeconds() + 1}) {
            assertThat(new PolicyTable("field", List.of(), Optional.of(new Freshness(false, seconds))).fault())
                    .as(seconds + " seconds")
                    .isPresent();
        }
        assertThat(new PolicyTable("field", List.of(), Optional.of(new Freshness(false, 60))).fault())
                .isEmpty();
        PolicyTable table = new PolicyTable("field", List.of());
        assertThat(new PolicyTable("field", List.of(), Optional.of(BOTH)).id()).isNotEqualTo(table.id());
    }
}
