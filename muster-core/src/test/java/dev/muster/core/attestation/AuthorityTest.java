package dev.muster.core.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.attestation.corim.Authority;
import dev.muster.format.attest.corim.Comid;
import dev.muster.format.attest.corim.Corim;
import dev.muster.format.attest.corim.Environment;
import dev.muster.format.attest.corim.MeasuredElement;
import dev.muster.format.attest.corim.Measurement;
import dev.muster.format.attest.corim.MeasurementValues;
import dev.muster.format.attest.corim.Svn;
import dev.muster.format.attest.corim.Triple;
import dev.muster.format.attest.corim.TypedBytes;
import dev.muster.format.attest.corim.Version;
import dev.muster.format.attest.coswid.TagId;
import dev.muster.format.attest.ear.TrustTier;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.crypto.Keys;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who has to say something (authorized-by): the key that signed the evidence, or the manifest, and no other. */
class AuthorityTest {
    private static final Environment CAM = Environment.of("Acme", "cam");
    private static final KeyPair OTHER = Keys.generateP256(new SecureRandom());

    /** The key as COSE_Key, another of the draft's forms than the one that is compared in. */
    private static TypedBytes coseKey(PublicKey key) {
        byte[] bare = CoseKey.of(key).encode();
        return new TypedBytes(558, Cbor.tag(558, Cbor.parse(bare)).encoded(), bare);
    }

    private static ReferenceSet.Document signedBy(PublicKey signer, Corim corim, String digest) {
        return new ReferenceSet.Document("Acme", digest, corim, Optional.empty(), Optional.of(TypedBytes.key(signer)));
    }

    private static Corim corim(String tag, Triple... triples) {
        return Corim.of(
                TagId.of("id " + tag),
                new Comid(TagId.of(tag), 0, List.of(), List.of(), Arrays.asList(triples)),
                List.of(),
                Optional.empty(),
                List.of());
    }

    private static Appraisal appraise(ReferenceSet set) {
        return TestFleet.appraise(
                TestFleet.claims(TestFleet.nonce(TestFleet.NOW), "1.0.0", TestFleet.release("1.0.0")),
                set,
                TestFleet.NOW);
    }

    private static ReferenceSet referencesThatAskFor(TypedBytes key) {
        Corim plain = TestFleet.manifest("Acme", "1.0.0");
        List<Triple> triples = new ArrayList<>();
        for (Triple triple : plain.comids().getFirst().triples()) {
            triples.add(
                    triple instanceof Triple.Reference reference
                            ? new Triple.Reference(
                                    reference.environment(),
                                    reference.measurements().stream()
                                            .map(one -> new Measurement(one.key(), one.values(), List.of(key)))
                                            .toList())
                            : triple);
        }
        return ReferenceSet.of(
                List.of(new ReferenceSet.Document("Acme", "00", corim("asks", triples.toArray(Triple[]::new)))));
    }

    @Test
    void referenceValuesThatNameTheEvidencesKeyAffirmAndThoseThatNameAnotherDoNot() {
        assertThat(appraise(referencesThatAskFor(coseKey(TestFleet.DEVICE_KEY.getPublic())))
                        .status())
                .isEqualTo(TrustTier.AFFIRMING);
        Appraisal other = appraise(referencesThatAskFor(coseKey(OTHER.getPublic())));
        assertThat(other.status()).isEqualTo(TrustTier.WARNING);
        assertThat(other.reasons().getFirst().text()).contains("another key");
    }

    private static List<String> endorsed(PublicKey asked, PublicKey signer) {
        Triple certified = new Triple.Conditional(
                List.of(new Triple.State(
                        CAM,
                        List.of(Measurement.of(
                                MeasuredElement.of("slot"), MeasurementValues.ofVersion(Version.semver("1.0.0")))),
                        List.of(coseKey(asked)))),
                List.of(new Triple.Endorsed(
                        CAM,
                        List.of(Measurement.of(
                                MeasuredElement.of("rating"), MeasurementValues.ofSvn(Svn.exactly(7)))))));
        ReferenceSet set = ReferenceSet.of(List.of(
                signedBy(signer, TestFleet.manifest("Acme", "1.0.0"), "00"),
                signedBy(OTHER.getPublic(), corim("certificate", certified), "01")));
        return appraise(set).reasons().stream()
                .map(Reason::code)
                .filter(Reason.ENDORSED::equals)
                .toList();
    }

    @Test
    void anEndorsementThatRestsOnWhatOneKeySaidGoesByTheKeyThatSignedTheManifest() {
        PublicKey maker = TestFleet.MAKER_KEY.getPublic();
        assertThat(endorsed(maker, maker)).hasSize(1);
        assertThat(endorsed(maker, OTHER.getPublic())).isEmpty();
        assertThat(endorsed(TestFleet.DEVICE_KEY.getPublic(), maker))
                .as("the evidence itself is said by the device's key")
                .hasSize(1);
    }

    @Test
    void everyKeyThatIsAskedForMustBeThereAndNothingAsksForNobody() {
        TypedBytes one = TypedBytes.key(TestFleet.MAKER_KEY.getPublic());
        TypedBytes other = TypedBytes.key(OTHER.getPublic());
        TypedBytes name = TypedBytes.bytes(new byte[] {1});
        assertThat(Authority.within(List.of(), List.of())).isTrue();
        assertThat(Authority.within(List.of(one), List.of(other, one))).isTrue();
        assertThat(Authority.within(List.of(one, other), List.of(one))).isFalse();
        assertThat(Authority.within(List.of(name), List.of(one, name))).isTrue();
        assertThat(Authority.within(List.of(coseKey(OTHER.getPublic())), List.of(other)))
                .isTrue();
    }
}
