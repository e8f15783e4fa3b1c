package dev.muster.core.attestation;

import static dev.muster.core.attestation.TestFleet.MAKER_KEY;
import static dev.muster.core.attestation.TestFleet.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.attest.corim.Corim;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseVerifier;
import dev.muster.format.crypto.Keys;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReferencesTest {
    private final MemoryStore store = new MemoryStore();

    @BeforeEach
    void acmeIsKnown() {
        store.keep(Makers.register("Acme", CoseKey.of(MAKER_KEY.getPublic()), "operator/anna", store, NOW));
    }

    private References.Answer add(byte[] bytes, Instant now) {
        return store.keep(References.add(References.read(bytes, store.makers(), CoseVerifier.strict()), store, now));
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
        References.Answer answer = new MemoryStore().keep(References.add(reading, new MemoryStore(), NOW));
        assertThat(refusal(answer)).isEqualTo(Refusal.SIGNER_UNKNOWN);
    }
}
