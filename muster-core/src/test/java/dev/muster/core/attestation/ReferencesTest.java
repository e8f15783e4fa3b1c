package dev.muster.core.attestation;

import static dev.muster.core.attestation.TestFleet.MAKER_KEY;
import static dev.muster.core.attestation.TestFleet.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.attest.corim.Comid;
import dev.muster.format.attest.corim.Corim;
import dev.muster.format.attest.corim.Environment;
import dev.muster.format.attest.corim.Measurement;
import dev.muster.format.attest.corim.MeasurementValues;
import dev.muster.format.attest.corim.SignedCorim;
import dev.muster.format.attest.corim.Triple;
import dev.muster.format.attest.corim.TypedBytes;
import dev.muster.format.attest.corim.Validity;
import dev.muster.format.attest.corim.Version;
import dev.muster.format.attest.coswid.TagId;
import dev.muster.format.attest.ear.TrustTier;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseVerifier;
import dev.muster.format.crypto.Keys;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReferencesTest {
    private final MemoryStore store = new MemoryStore();

    @BeforeEach
    void acmeIsKnown() {
        store.keep(Makers.register("Acme", CoseKey.of(MAKER_KEY.getPublic()), "operator/anna", store, NOW));
    }

    private References.Answer add(byte[] bytes, Instant now) {
        return store.keep(
                References.add(References.read(bytes, store.makers(), CoseVerifier.strict()), false, store, now));
    }

    private static Refusal refusal(References.Answer answer) {
        return ((References.Answer.Refused) answer).refusal();
    }

    @Test
    void aMakersManifestIsTakenOnceAndNamesItsReleases() {
        byte[] bytes = TestFleet.signed(TestFleet.manifest("Acme", "1.0.0"), MAKER_KEY);
        ReferenceValuesAdded event = ((References.Answer.Added) add(bytes, NOW)).event();
        assertThat(event.releases())
                .containsExactly(new ReferenceValuesAdded.Release(
                        "cam", "1.0.0", TestFleet.release("1.0.0").overall().hex()));
        assertThat(event.referenceSet()).isEqualTo(store.references().id());
        assertThat(add(bytes, NOW)).isEqualTo(new References.Answer.Known(event.digest()));
    }

    @Test
    void aKeyNobodyRegisteredIsRefused() {
        KeyPair stranger = Keys.generateP256(new SecureRandom());
        byte[] bytes = TestFleet.signed(TestFleet.manifest("Acme", "1.0.0"), stranger);
        assertThat(refusal(add(bytes, NOW))).isEqualTo(Refusal.SIGNER_UNKNOWN);
    }

    @Test
    void aChangedManifestIsRefused() {
        byte[] bytes = TestFleet.signed(TestFleet.manifest("Acme", "1.0.0"), MAKER_KEY);
        String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
        int at = text.indexOf("etc");
        bytes[at] = 'x';
        assertThat(refusal(add(bytes, NOW))).isIn(Refusal.SIGNER_UNKNOWN, Refusal.MALFORMED);
        assertThat(refusal(add(new byte[] {1, 2, 3}, NOW))).isEqualTo(Refusal.MALFORMED);
    }

    @Test
    void aMakerSpeaksOnlyAboutItsOwnDevices() {
        byte[] bytes = TestFleet.signed(TestFleet.manifest("Rival", "1.0.0"), MAKER_KEY);
        assertThat(refusal(add(bytes, NOW))).isEqualTo(Refusal.NOT_YOUR_DEVICE);
    }

    @Test
    void anExpiredManifestIsRefused() {
        byte[] bytes = TestFleet.signed(TestFleet.manifest("Acme", "1.0.0"), MAKER_KEY);
        assertThat(refusal(add(bytes, NOW.plus(Duration.ofDays(366))))).isEqualTo(Refusal.NOT_VALID_NOW);
    }

    @Test
    void aManifestWithoutReferenceValuesIsRefused() {
        Corim corim = TestFleet.manifest("Acme", "1.0.0");
        var comid = corim.comids().getFirst();
        var only = new dev.muster.format.attest.corim.Comid(
                comid.tagId(), 0, List.of(), List.of(), List.of(comid.triples().getLast()));
        byte[] bytes = TestFleet.signed(
                Corim.of(corim.id(), only, corim.coswids(), corim.validity(), corim.entities()), MAKER_KEY);
        assertThat(refusal(add(bytes, NOW))).isEqualTo(Refusal.NO_REFERENCE_VALUES);
    }

    @Test
    void oneKeySpeaksForOneMaker() {
        CoseKey key = CoseKey.of(MAKER_KEY.getPublic());
        assertThat(store.keep(Makers.register("Acme", key, "operator/anna", store, NOW)))
                .isInstanceOf(Makers.Answer.Known.class);
        assertThat(store.keep(Makers.register("Rival", key, "operator/anna", store, NOW)))
                .isInstanceOf(Makers.Answer.Refused.class);
        assertThat(store.keep(Makers.register(" ", key, "operator/anna", store, NOW)))
                .isInstanceOf(Makers.Answer.Refused.class);
    }

    @Test
    void anchorsAreLookedUpAgainInTheTransaction() {
        byte[] bytes = TestFleet.signed(TestFleet.manifest("Acme", "1.0.0"), MAKER_KEY);
        References.Reading reading = References.read(bytes, List.of(TestFleet.anchor()), CoseVerifier.strict());
        References.Answer answer = new MemoryStore().keep(References.add(reading, false, new MemoryStore(), NOW));
        assertThat(refusal(answer)).isEqualTo(Refusal.SIGNER_UNKNOWN);
    }

    private static Corim about(Environment environment, Optional<String> profile, Measurement... measurements) {
        Comid comid = new Comid(
                TagId.of("t"),
                0,
                List.of(),
                List.of(),
                List.of(new Triple.Reference(environment, List.of(measurements))));
        return new Corim(
                TagId.of("c"),
                List.of(comid),
                List.of(),
                List.of(),
                0,
                List.of(),
                profile,
                Optional.empty(),
                List.of(),
                List.of());
    }

    private static byte[] signed(Corim corim, Optional<Validity> validity) {
        return SignedCorim.sign(corim, "Acme", "c", validity, TestFleet.signer(MAKER_KEY));
    }

    private static Measurement slot(MeasurementValues values) {
        return Measurement.of(ReferenceValue.SLOT, values);
    }

    private static final MeasurementValues WHOLE =
            MeasurementValues.ofDigest(TestFleet.release("1.0.0").overall());

    @Test
    void aProfileIsUnderstoodOrTheManifestIsRefused() {
        Environment cam = Environment.of("Acme", "cam");
        assertThat(refusal(add(signed(about(cam, Optional.of("tag:x,2026:y"), slot(WHOLE)), Optional.empty()), NOW)))
                .isEqualTo(Refusal.PROFILE_UNKNOWN);
        References.Answer broken =
                add(signed(about(cam, Optional.of("tag:arm.com,2025:psa#1.0.0"), slot(WHOLE)), Optional.empty()), NOW);
        assertThat(refusal(broken)).isEqualTo(Refusal.PROFILE_BROKEN);
        assertThat(((References.Answer.Refused) broken).detail()).startsWith("class-id-missing: reference value 1");
    }

    @Test
    void anEnvironmentNeedsNeitherVendorNorModel() {
        Environment byId = Environment.ofClass(TypedBytes.bytes(new byte[] {1}));
        References.Answer.Added added = (References.Answer.Added)
                add(signed(about(byId, Optional.empty(), slot(WHOLE)), Optional.empty()), NOW);
        assertThat(added.warnings()).anyMatch(text -> text.startsWith("No key is registered"));
    }

    @Test
    void theAuthorIsToldWhatAManifestCannotProve() {
        Environment cam = Environment.of("Acme", "cam");
        References.Answer.Added version = (References.Answer.Added) add(
                signed(
                        about(cam, Optional.empty(), slot(MeasurementValues.ofVersion(Version.semver("1.0.0")))),
                        Optional.empty()),
                NOW);
        assertThat(version.warnings())
                .anyMatch(text -> text.contains("can never affirm"))
                .anyMatch(text -> text.startsWith("It never ends"));
        Measurement file = Measurement.of(ReferenceValue.file("bin/app"), WHOLE);
        References.Answer.Added single = (References.Answer.Added)
                add(signed(about(cam, Optional.empty(), file), Optional.of(TestFleet.YEAR)), NOW);
        assertThat(single.warnings()).anyMatch(text -> text.contains("single files"));
        add(TestFleet.signed(TestFleet.manifest("Acme", "1.0.0"), MAKER_KEY), NOW);
        References.Answer.Added twin = (References.Answer.Added) add(
                signed(
                        about(cam, Optional.empty(), slot(WHOLE.withVersion(Version.semver("9.9.9")))),
                        Optional.of(TestFleet.YEAR)),
                NOW);
        assertThat(twin.warnings()).anyMatch(text -> text.contains("already known as version 1.0.0"));
    }

    @Test
    void outsideOfItsSignaturesValidityAManifestDoesNotCount() {
        Validity later = new Validity(Optional.of(NOW.plusSeconds(86_400)), NOW.plusSeconds(172_800));
        References.Answer.Added added =
                (References.Answer.Added) add(signed(TestFleet.manifest("Acme", "1.0.0"), Optional.of(later)), NOW);
        assertThat(added.warnings()).anyMatch(text -> text.startsWith("It does not count before"));
        ReferenceSet set = store.references();
        var claims = TestFleet.claims(new byte[32], "1.0.0", TestFleet.release("1.0.0"));
        Appraisal early = TestFleet.appraise(claims, set, NOW);
        assertThat(early.status()).isEqualTo(TrustTier.WARNING);
        assertThat(early.reasons().getFirst().code()).isEqualTo("reference-values-not-yet-valid");
        assertThat(TestFleet.appraise(claims, set, NOW.plusSeconds(90_000)).status())
                .isEqualTo(TrustTier.AFFIRMING);
        assertThat(TestFleet.appraise(claims, set, NOW.plusSeconds(200_000))
                        .reasons()
                        .getFirst()
                        .code())
                .isEqualTo(Reason.REFERENCE_EXPIRED);
    }
}
