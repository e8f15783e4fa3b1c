package dev.muster.core.attestation;

import static dev.muster.core.attestation.TestFleet.CHALLENGES;
import static dev.muster.core.attestation.TestFleet.DEVICE_KEY;
import static dev.muster.core.attestation.TestFleet.NOW;
import static dev.muster.core.attestation.TestFleet.claims;
import static dev.muster.core.attestation.TestFleet.nonce;
import static dev.muster.core.attestation.TestFleet.release;
import static dev.muster.core.attestation.TestFleet.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.EventCodec;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.Grade;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.attest.ear.TrustTier;
import dev.muster.format.attest.eat.SlotClaims;
import dev.muster.format.attest.eat.SlotClaimsWriter;
import dev.muster.format.attest.eat.Ueid;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cose.CoseVerifier;
import dev.muster.format.cose.Sign1Builder;
import dev.muster.format.crypto.Keys;
import dev.muster.format.devices.orders.Strength;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EvidencesTest {
    private final Evidences desk = new Evidences(CHALLENGES, TestFleet.SCHEMES);
    private final MemoryStore store = new MemoryStore();

    private EvidenceAnswer show(SlotClaims claims, Instant now) {
        return store.keep(desk.decide(request(claims, DEVICE_KEY), store, now));
    }

    private void addReference(String version) {
        store.keep(Makers.register(
                "Acme",
                dev.muster.format.cose.CoseKey.of(TestFleet.MAKER_KEY.getPublic()),
                "operator/anna",
                store,
                NOW));
        byte[] bytes = TestFleet.signed(TestFleet.manifest("Acme", version), TestFleet.MAKER_KEY);
        store.keep(References.add(References.read(bytes, store.makers(), CoseVerifier.strict()), false, store, NOW));
    }

    @Test
    void freshEvidenceOfTheDeviceIsAppraised() {
        addReference("1.0.0");
        EvidenceAnswer answer = show(claims(nonce(NOW), "1.0.0", release("1.0.0")), NOW.plusSeconds(1));
        EvidenceAppraised event = ((EvidenceAnswer.Appraised) answer).event();
        assertThat(event.status()).isEqualTo(TrustTier.AFFIRMING);
        assertThat(event.referenceSet()).isEqualTo(store.referenceSetId());
    }

    @Test
    void aNonceIsGoodOnce() {
        SlotClaims claims = claims(nonce(NOW), "1.0.0", release("1.0.0"));
        assertThat(show(claims, NOW)).isInstanceOf(EvidenceAnswer.Appraised.class);
        assertThat(refusal(show(claims, NOW.plusSeconds(1)))).isEqualTo(Refusal.NONCE_USED);
    }

    @Test
    void aNonceEnds() {
        SlotClaims claims = claims(nonce(NOW), "1.0.0", release("1.0.0"));
        Instant end = NOW.plus(Challenges.LIFETIME);
        assertThat(refusal(show(claims, end.plusMillis(1)))).isEqualTo(Refusal.NONCE_EXPIRED);
        assertThat(show(claims, end)).isInstanceOf(EvidenceAnswer.Appraised.class);
    }

    @Test
    void aNonceIsForOneDeviceOfOneOrganisation() {
        DeviceId other = new DeviceId("cam-08");
        byte[] foreign =
                CHALLENGES.issue(TestFleet.ORG, other, NOW, new Random(1)).nonce();
        assertThat(refusal(show(claims(foreign, "1.0.0", release("1.0.0")), NOW)))
                .isEqualTo(Refusal.NONCE_UNKNOWN);
        byte[] elsewhere = CHALLENGES
                .issue(new OrgId("village"), TestFleet.CAM, NOW, new Random(1))
                .nonce();
        assertThat(refusal(show(claims(elsewhere, "1.0.0", release("1.0.0")), NOW.plus(Evidences.QUIET))))
                .isEqualTo(Refusal.NONCE_UNKNOWN);
    }

    @Test
    void noBitOfANonceCanBeChanged() {
        byte[] good = nonce(NOW);
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] bent = good.clone();
            bent[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(CHALLENGES.expiry(TestFleet.ORG, TestFleet.CAM, bent)).isEmpty();
        }
        assertThat(CHALLENGES.expiry(TestFleet.ORG, TestFleet.CAM, new byte[31]))
                .isEmpty();
        assertThat(CHALLENGES.expiry(TestFleet.ORG, TestFleet.CAM, good)).contains(NOW.plus(Challenges.LIFETIME));
    }

    @Test
    void aSignatureByAnotherKeyIsRefused() {
        SlotClaims claims = claims(nonce(NOW), "1.0.0", release("1.0.0"));
        EvidenceRequest forged = request(claims, Keys.generateP256(new java.security.SecureRandom()));
        assertThat(refusal(store.keep(desk.decide(forged, store, NOW)))).isEqualTo(Refusal.SIGNATURE_INVALID);
    }

    @Test
    void bytesThatAreNoTokenAreRefusedNotThrown() {
        for (byte[] junk : List.of(new byte[0], new byte[] {(byte) 0xd2, (byte) 0x84}, new byte[100])) {
            EvidenceReading reading = TestFleet.reading(junk);
            assertThat(((EvidenceReading.Unreadable) reading).refusal()).isEqualTo(Refusal.MALFORMED);
        }
    }

    @Test
    void aDeviceDoesNotChooseWhatItIsComparedWith() {
        SlotClaims mine = claims(nonce(NOW), "1.0.0", release("1.0.0"));
        for (String[] other : new String[][] {{"Nobody", "cam"}, {"Acme", "lock"}}) {
            SlotClaims lying = new SlotClaims(
                    mine.nonce(),
                    Ueid.of(other[0], other[1], "cam-07"),
                    other[0],
                    other[1],
                    mine.softwareName(),
                    mine.softwareVersion(),
                    1,
                    1,
                    mine.debug(),
                    mine.slot(),
                    Strength.SIMULATED,
                    mine.measurement(),
                    Optional.empty());
            assertThat(refusal(show(lying, NOW))).isEqualTo(Refusal.PRODUCT_MISMATCH);
        }
    }

    @Test
    void aDeviceThatIsNotOnTheRegisterIsRefused() {
        SlotClaims claims = claims(nonce(NOW), "1.0.0", release("1.0.0"));
        EvidenceRequest known = request(claims, DEVICE_KEY);
        EvidenceRequest stranger = new EvidenceRequest(
                known.org(), new DeviceId("cam-99"), known.mediaType(), known.evidence(), known.reading());
        assertThat(refusal(store.keep(desk.decide(stranger, store, NOW)))).isEqualTo(Refusal.DEVICE_UNKNOWN);
    }

    @Test
    void theUeidMustBeThatOfTheDevice() {
        SlotClaims mine = claims(nonce(NOW), "1.0.0", release("1.0.0"));
        SlotClaims other = new SlotClaims(
                mine.nonce(),
                Ueid.of("Acme", "cam", "cam-08"),
                mine.maker(),
                mine.model(),
                mine.softwareName(),
                mine.softwareVersion(),
                1,
                1,
                mine.debug(),
                mine.slot(),
                Strength.SIMULATED,
                mine.measurement(),
                Optional.empty());
        assertThat(refusal(show(other, NOW))).isEqualTo(Refusal.UEID_MISMATCH);
    }

    @Test
    void aResultThatTheDeviceDidNotAcceptIsAnEntryAndAFactBesideTheAppraisal() {
        SlotClaims mine = claims(nonce(NOW), "1.0.0", release("1.0.0"));
        SlotClaims disputing = new SlotClaims(
                mine.nonce(),
                mine.ueid(),
                mine.maker(),
                mine.model(),
                mine.softwareName(),
                mine.softwareVersion(),
                1,
                1,
                mine.debug(),
                mine.slot(),
                Strength.SIMULATED,
                mine.measurement(),
                Optional.empty(),
                Optional.of(new SlotClaims.DisputedResult("result-signature", new byte[32])));
        Decision<EvidenceAnswer> decision = desk.decide(request(disputing, DEVICE_KEY), store, NOW);
        assertThat(decision.drafts()).hasSize(2);
        assertThat(decision.drafts().getFirst().event()).isInstanceOf(EvidenceAppraised.class);
        ResultDisputed disputed = new ResultDisputed("result-signature", "00".repeat(32));
        assertThat(decision.drafts().getLast().event()).isEqualTo(disputed);
        Entry entry = new Entry(
                1,
                TestFleet.ORG,
                "attestation.result-disputed",
                TestFleet.CAM.subject(),
                NOW,
                NOW,
                "muster",
                new byte[32],
                Optional.empty());
        assertThat(new AttestationFacts().facts(entry, disputed))
                .containsExactly(new Fact(
                        TestFleet.CAM.subject(),
                        "attestation.result-disputed",
                        "result-signature",
                        NOW,
                        Grade.ATTESTED,
                        1));
    }

    @Test
    void theSameRefusalLeavesOneEntryAMinute() {
        SlotClaims claims = claims(new byte[32], "1.0.0", release("1.0.0"));
        Decision<EvidenceAnswer> first = desk.decide(request(claims, DEVICE_KEY), store, NOW);
        assertThat(first.drafts()).hasSize(1);
        store.keep(first);
        assertThat(desk.decide(request(claims, DEVICE_KEY), store, NOW.plusSeconds(59))
                        .drafts())
                .isEmpty();
        assertThat(desk.decide(request(claims, DEVICE_KEY), store, NOW.plusSeconds(61))
                        .drafts())
                .hasSize(1);
    }

    @Test
    void anEntryCanBeAppraisedAgainBitByBit() {
        addReference("1.0.0");
        ReferenceSet before = store.references();
        EvidenceAnswer answer = show(claims(nonce(NOW), "1.0.0", release("1.1.0")), NOW);
        EvidenceAppraised event = ((EvidenceAnswer.Appraised) answer).event();
        addReference("1.1.0");
        EventCodec codec = EventCodec.of(List.of(AttestationEvent.class));
        EvidenceAppraised stored =
                (EvidenceAppraised) codec.decode("attestation.evidence-appraised", codec.encode(event))
                        .orElseThrow();
        EvidenceReading reading = TestFleet.SCHEMES.read(
                stored.readAs(), stored.evidence(), EvidenceKeys.only(Keys.publicKey(stored.deviceKey())));
        EvidenceAppraised again =
                desk.again(stored, reading, before, PolicyTable.NONE).orElseThrow();
        assertThat(codec.encode(again)).isEqualTo(codec.encode(event));
        assertThatThrownBy(() -> desk.again(stored, reading, store.references(), PolicyTable.NONE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void factsOfAppraisedEvidenceAreAttested() {
        addReference("1.0.0");
        EvidenceAppraised event =
                ((EvidenceAnswer.Appraised) show(claims(nonce(NOW), "1.0.0", release("1.0.0")), NOW)).event();
        assertThat(facts(event))
                .extracting(Fact::key, Fact::value)
                .contains(
                        org.assertj.core.groups.Tuple.tuple("attestation.status", "affirming"),
                        org.assertj.core.groups.Tuple.tuple("attestation.software", "match"),
                        org.assertj.core.groups.Tuple.tuple("attestation.version", "1.0.0"),
                        org.assertj.core.groups.Tuple.tuple("attestation.unknown-parts", "0"),
                        org.assertj.core.groups.Tuple.tuple("attestation.strength", "simulated"));
        assertThat(facts(event))
                .filteredOn(fact -> !fact.key().equals("attestation.strength")
                        && !fact.key().equals("attestation.scheme"))
                .extracting(Fact::grade)
                .containsOnly(Grade.ATTESTED);
        assertThat(facts(event)).extracting(Fact::effectiveAt).containsOnly(NOW);
    }

    @Test
    void whatADeviceSaysOfItsStrengthComesToCheckedAtMost() {
        for (Strength word : Strength.values()) {
            SlotClaims mine = claims(nonce(NOW), "1.0.0", release("1.0.0"));
            SlotClaims saying = new SlotClaims(
                    mine.nonce(),
                    mine.ueid(),
                    mine.maker(),
                    mine.model(),
                    mine.softwareName(),
                    mine.softwareVersion(),
                    1,
                    1,
                    mine.debug(),
                    mine.slot(),
                    word,
                    mine.measurement(),
                    Optional.empty());
            EvidenceAnswer answer =
                    desk.decide(request(saying, DEVICE_KEY), store, NOW).answer();
            EvidenceAppraised event = ((EvidenceAnswer.Appraised) answer).event();
            assertThat(event.software().strength()).isEqualTo(word.word());
            assertStrength(event, word == Strength.SIMULATED ? "simulated" : "checked");
            assertStrength(asOfOlderRelease(event), word == Strength.SIMULATED ? "simulated" : "checked");
        }
    }

    private static void assertStrength(EvidenceAppraised event, String word) {
        assertThat(facts(event))
                .filteredOn(fact -> fact.key().equals("attestation.strength"))
                .singleElement()
                .satisfies(fact -> {
                    assertThat(fact.value()).isEqualTo(word);
                    assertThat(fact.grade()).isEqualTo(Grade.REPORTED);
                });
    }

    /** The entry as it was written before there was more than one scheme. */
    private static EvidenceAppraised asOfOlderRelease(EvidenceAppraised event) {
        EventCodec codec = EventCodec.of(List.of(AttestationEvent.class));
        var map = Cbor.parse(codec.encode(event)).asMap();
        var older = Cbor.map();
        map.entries().stream()
                .filter(entry -> !Set.of("mediaType", "scheme", "proof")
                        .contains(entry.key().asText()))
                .forEach(entry -> older.put(entry.key().asText(), entry.value()));
        EvidenceAppraised read = (EvidenceAppraised)
                codec.decode("attestation.evidence-appraised", older.build().encoded())
                        .orElseThrow();
        assertThat(read.scheme()).isEmpty();
        assertThat(read.readAs()).isEqualTo("application/eat+cwt");
        return read;
    }

    @Test
    void aTokenHoldsOnlyBetweenItsTimes() {
        assertThat(timed(4, NOW.minusSeconds(120).getEpochSecond())).isEqualTo("token-expired");
        assertThat(timed(5, NOW.plusSeconds(120).getEpochSecond())).isEqualTo("token-not-yet-valid");
        assertThat(timed(4, 1)).isEqualTo("token-expired");
        assertThat(timed(4, NOW.plusSeconds(120).getEpochSecond())).isEqualTo("appraised");
        assertThat(timed(5, NOW.minusSeconds(120).getEpochSecond())).isEqualTo("appraised");
    }

    /** @param claim 4 for exp, 5 for nbf */
    private String timed(long claim, long second) {
        byte[] plain = SlotClaimsWriter.encode(claims(nonce(NOW), "1.0.0", release("1.0.0")));
        byte[] payload = Cbor.map()
                .putAll(Cbor.parse(plain).asMap())
                .put(claim, second)
                .build()
                .encoded();
        byte[] token = Sign1Builder.create()
                .payload(payload)
                .sign(TestFleet.signer(DEVICE_KEY))
                .encode();
        EvidenceRequest request = new EvidenceRequest(
                TestFleet.ORG, TestFleet.CAM, "application/eat+cwt", token, TestFleet.reading(token));
        return desk.decide(request, new MemoryStore(), NOW).answer() instanceof EvidenceAnswer.Refused refused
                ? refused.refusal().code()
                : "appraised";
    }

    @Test
    void aMismatchStatesNoVersion() {
        addReference("1.0.0");
        EvidenceAppraised event =
                ((EvidenceAnswer.Appraised) show(claims(nonce(NOW), "1.0.0", release("1.1.0")), NOW)).event();
        assertThat(facts(event)).noneMatch(fact -> fact.key().equals("attestation.version"));
        assertThat(facts(event))
                .anyMatch(fact -> fact.key().equals("attestation.software")
                        && fact.value().equals("mismatch"));
    }

    private static List<Fact> facts(EvidenceAppraised event) {
        Entry entry = new Entry(
                7,
                TestFleet.ORG,
                "attestation.evidence-appraised",
                TestFleet.CAM.subject(),
                event.appraisedAt(),
                event.appraisedAt(),
                "muster",
                new byte[32],
                Optional.empty());
        return new AttestationFacts().facts(entry, event);
    }

    @Test
    void aResultSaysWhatWasConcluded() {
        addReference("1.0.0");
        EvidenceAppraised event =
                ((EvidenceAnswer.Appraised) show(claims(nonce(NOW), "1.0.0", release("1.0.0")), NOW)).event();
        var ear = Results.ear(event, new dev.muster.format.attest.ear.VerifierId("Muster", "test"), true);
        assertThat(ear.overall()).isEqualTo(TrustTier.AFFIRMING);
        assertThat(ear.submods().get(Results.ATTESTER).verifierClaims()).containsEntry("matched-version", "1.0.0");
        byte[] token = dev.muster.format.attest.ear.EarToken.sign(ear, TestFleet.signer(DEVICE_KEY));
        assertThat(dev.muster.format.attest.ear.EarToken.parse(token).ear()).isEqualTo(ear);
        assertThat(ear.expiresAt()).contains(NOW.plus(Duration.ofHours(1)));
    }

    private static Refusal refusal(EvidenceAnswer answer) {
        return ((EvidenceAnswer.Refused) answer).refusal();
    }
}
