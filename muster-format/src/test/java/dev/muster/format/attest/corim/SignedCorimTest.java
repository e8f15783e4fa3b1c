package dev.muster.format.attest.corim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.attest.coswid.ConciseSwid;
import dev.muster.format.attest.coswid.Digest;
import dev.muster.format.attest.coswid.FileEntry;
import dev.muster.format.attest.coswid.TagId;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseSign1;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.CoseVerifier;
import dev.muster.format.cose.Sign1Builder;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SignedCorimTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Digest HASH = Digest.sha256(new byte[32]);
    private static final Validity YEAR = new Validity(Optional.of(NOW), Instant.parse("2027-11-21T12:00:00Z"));

    private static Corim manifest(Measurement... measurements) {
        Environment cam = Environment.of("Acme", "cam");
        Comid comid = new Comid(
                TagId.of("acme/cam/1.0.0/reference"),
                2,
                List.of(new Entity("Acme", Optional.of("https://acme.example"), List.of(0L))),
                List.of(new LinkedTag(TagId.of("acme/cam/0.9.0/reference"), LinkedTag.REPLACES)),
                List.of(
                        new Triple.Reference(cam, List.of(measurements)),
                        new Triple.Software(cam, List.of(TagId.of("files")))));
        return Corim.of(
                TagId.of("acme/cam/1.0.0"),
                comid,
                List.of(ConciseSwid.payload(
                        TagId.of("files"), "cam", "1.0.0", "Acme", List.of(FileEntry.of("app", 1, HASH)))),
                Optional.of(YEAR),
                List.of(new Entity("Acme", Optional.empty(), List.of(Entity.MANIFEST_CREATOR))));
    }

    private static Measurement slot() {
        return Measurement.of(
                MeasuredElement.of("slot"), MeasurementValues.ofDigest(HASH).withVersion(Version.semver("1.0.0")));
    }

    private static KeyPair key() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static CoseSigner signer(KeyPair pair) {
        return CoseSigner.of(
                CoseAlgorithm.ES256,
                pair.getPrivate(),
                CoseKey.of(pair.getPublic()).kid());
    }

    @Test
    void aSignedManifestIsReadBackAndVerifies() throws Exception {
        KeyPair pair = key();
        Corim corim = manifest(slot());
        byte[] bytes = SignedCorim.sign(corim, "Acme", "cam 1.0.0", Optional.of(YEAR), signer(pair));
        SignedCorim read = SignedCorim.parse(bytes);
        assertThat(read.corim()).isEqualTo(corim);
        assertThat(read.signer()).isEqualTo("Acme");
        assertThat(read.signatureValidity()).contains(YEAR);
        assertThat(read.tolerated()).isEmpty();
        CoseKey trusted = CoseKey.of(pair.getPublic());
        assertThat(CoseVerifier.strict().verify(read.message(), trusted).valid())
                .isTrue();
        CoseKey other = CoseKey.of(key().getPublic());
        assertThat(CoseVerifier.strict().verify(read.message(), other).valid()).isFalse();
    }

    @Test
    void everyKindOfValueSurvives() {
        MeasurementValues all = new MeasurementValues(
                Optional.of(Version.semver("2.0.0")),
                Optional.of(Svn.atLeast(7)),
                List.of(HASH, new Digest("my-alg", new byte[] {1})),
                Map.of(3, false, 1, true),
                Optional.of(new RawValue(new byte[] {1, 2}, Optional.of(new byte[] {-1, 0}))),
                Optional.of("PRoT"),
                Optional.of("S123"),
                List.of(EnvironmentReader.typed(Cbor.tag(560, Cbor.of(new byte[32])))),
                Map.of(MeasuredElement.of("0x"), List.of(HASH), new MeasuredElement.Numbered(-1), List.of(HASH)),
                Optional.of(new IntRange(Optional.empty(), Optional.of(java.math.BigInteger.valueOf(9)))),
                Map.of());
        Corim corim = manifest(Measurement.of(new MeasuredElement.Numbered(4), all));
        assertThat(CorimReader.parse(CorimWriter.encode(corim))).isEqualTo(corim);
    }

    @Test
    void oldFormsAreReadAndReported() throws Exception {
        byte[] unsigned = CorimWriter.encode(manifest(slot()));
        Cbor inside = Cbor.parse(unsigned).asTag().content();
        assertThat(CorimReader.parse(inside.encoded()).tolerated()).containsExactly("a manifest without tag 501");
        byte[] wrapped = Cbor.tag(500, Cbor.parse(unsigned)).encoded();
        assertThat(CorimReader.parse(wrapped).tolerated()).containsExactly("the wrapper tag 500");
        byte[] signed = SignedCorim.sign(manifest(slot()), "Acme", "cam", Optional.empty(), signer(key()));
        byte[] old = Cbor.tag(500, Cbor.tag(502, Cbor.parse(signed))).encoded();
        assertThat(SignedCorim.parse(old).tolerated()).containsExactly("the wrapper tag 500", "the wrapper tag 502");
        assertThat(CorimReader.parse(unsigned).tolerated()).isEmpty();
    }

    @Test
    void aManifestMustSayWhoSignedIt() throws Exception {
        CborMap type = Cbor.map().put(3, "application/rim+cbor").build();
        byte[] anonymous = CoseSign1.sign(type, CorimWriter.encode(manifest(slot())), signer(key()))
                .encode();
        assertThatThrownBy(() -> SignedCorim.parse(anonymous))
                .isInstanceOf(CorimException.class)
                .hasMessageContaining("who signed");
    }

    @Test
    void anotherContentTypeIsNoManifest() throws Exception {
        byte[] other = Sign1Builder.create()
                .contentType("application/suit-envelope+cose")
                .protect(15, Cbor.map().put(1, "Acme").build())
                .payload(CorimWriter.encode(manifest(slot())))
                .sign(signer(key()))
                .encode();
        assertThatThrownBy(() -> SignedCorim.parse(other)).isInstanceOf(CorimException.class);
    }

    @Test
    void aHashEnvelopeIsNamedAndRefused() throws Exception {
        CborMap headers = Cbor.map()
                .put(258, -16L)
                .put(259, "application/rim+cbor")
                .put(15, Cbor.map().put(1, "Acme").build())
                .build();
        byte[] envelope = CoseSign1.sign(headers, new byte[32], signer(key())).encode();
        assertThatThrownBy(() -> SignedCorim.parse(envelope)).hasMessageContaining("RFC 9995");
    }

    @Test
    void emptyListsAreMalformed() {
        Cbor comid = Cbor.map()
                .put(1, Cbor.map().put(0, "id").build())
                .put(4, Cbor.map().put(0, Cbor.array()).build())
                .build();
        assertThatThrownBy(() -> Comids.parse(comid.encoded())).isInstanceOf(CorimException.class);
        Cbor corim = Cbor.tag(501, Cbor.map().put(0, "id").put(1, Cbor.array()).build());
        assertThatThrownBy(() -> CorimReader.parse(corim.encoded())).isInstanceOf(CorimException.class);
    }

    @Test
    void anEnvironmentCoversWhatHasAllOfItsAttributes() {
        Environment model = Environment.of("Acme", "cam");
        Environment exact = new Environment(
                Optional.empty(),
                Optional.of("Acme"),
                Optional.of("cam"),
                OptionalLong.of(1),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty());
        assertThat(model.covers(exact)).isTrue();
        assertThat(exact.covers(model)).isFalse();
        assertThat(model.covers(Environment.of("Acme", "lock"))).isFalse();
        assertThat(model.covers(model)).isTrue();
    }

    @Test
    void securityVersionsFollowTheTable() {
        assertThat(Svn.exactly(3).accepts(Svn.exactly(3))).isTrue();
        assertThat(Svn.exactly(3).accepts(Svn.exactly(4))).isFalse();
        assertThat(Svn.exactly(3).accepts(Svn.atLeast(3))).isFalse();
        assertThat(Svn.atLeast(3).accepts(Svn.exactly(4))).isTrue();
        assertThat(Svn.atLeast(3).accepts(Svn.exactly(2))).isFalse();
    }

    @Test
    void aMaskSelectsTheBitsThatCount() {
        RawValue condition = new RawValue(new byte[] {0x12, 0x34}, Optional.of(new byte[] {-1, 0}));
        assertThat(condition.accepts(new RawValue(new byte[] {0x12, 0x77}, Optional.empty())))
                .isTrue();
        assertThat(condition.accepts(new RawValue(new byte[] {0x13, 0x34}, Optional.empty())))
                .isFalse();
        assertThat(condition.accepts(new RawValue(new byte[] {0x12}, Optional.empty())))
                .isFalse();
    }
}
