package dev.muster.format.attest.corim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.Vectors;
import dev.muster.format.attest.coswid.Digest;
import dev.muster.format.attest.coswid.TagId;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Pem;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A manifest keeps to its profile, or is refused whole for a named reason. */
class ProfilesTest {
    private static final String PSA = "tag:arm.com,2025:psa#1.0.0";
    private static final String PLATFORM = "tag:arm.com,2025:cca_platform#1.0.0";
    private static final String REALM = "tag:arm.com,2025:cca_realm#1.0.0";
    private static final String OLDER_REALM = "http://arm.com/cca/realm/1";
    private static final String SPDM = "tag:linaro.org,2025:device-spdm#1.0.0";
    private static final String PARSEC = "tag:github.com/parallaxsecond,2023-03-03:tpm";
    private static final String ENACT = "https://enacttrust.com/veraison/1.0.0";
    private static final String RIOT = "tag:veraison-project.com,2026:riot";
    private static final String SNP = "tag:amd.com,2024:snp-corim-profile";

    private static final TypedBytes IMPLEMENTATION = tagged(560, new byte[32]);
    private static final TypedBytes UUID = tagged(37, new byte[16]);
    private static final TypedBytes OID = tagged(111, new byte[] {0x2b, 6, 1});
    private static final TypedBytes UEID = tagged(550, first(new byte[33], 1));
    private static final TypedBytes SIGNER = tagged(560, new byte[32]);
    private static final TypedBytes KEY = text(
            554,
            new Pem(
                            "PUBLIC KEY",
                            Keys.generateP256(new SecureRandom()).getPublic().getEncoded())
                    .encode());
    private static final TypedBytes CERTIFICATE = text(555, "-----BEGIN CERTIFICATE-----");
    private static final MeasurementValues DIGEST = MeasurementValues.ofDigest(Digest.sha256(new byte[32]));
    private static final MeasurementValues SIGNED = DIGEST.withKeys(List.of(SIGNER));

    private static TypedBytes tagged(long tag, byte[] content) {
        return EnvironmentReader.typed(Cbor.tag(tag, Cbor.of(content)));
    }

    private static TypedBytes text(long tag, String content) {
        return EnvironmentReader.typed(Cbor.tag(tag, Cbor.of(content)));
    }

    private static byte[] first(byte[] bytes, int value) {
        bytes[0] = (byte) value;
        return bytes;
    }

    private static Environment of(TypedBytes classId, TypedBytes instance) {
        return new Environment(
                Optional.ofNullable(classId),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.ofNullable(instance),
                Optional.empty());
    }

    private static Measurement at(String key, MeasurementValues values) {
        return Measurement.of(MeasuredElement.of(key), values);
    }

    private static Measurement pcr(long number, MeasurementValues values) {
        return Measurement.of(new MeasuredElement.Numbered(number), values);
    }

    private static Measurement anonymous(MeasurementValues values) {
        return new Measurement(Optional.empty(), values, List.of());
    }

    private static Triple reference(Environment environment, Measurement... measurements) {
        return new Triple.Reference(environment, List.of(measurements));
    }

    private static Triple key(Environment environment, TypedBytes... keys) {
        return new Triple.Keys(Triple.KeyKind.ATTEST, environment, List.of(keys), Optional.empty(), List.of());
    }

    private static Environment of(TypedBytes classId, TypedBytes instance, String vendor) {
        return new Environment(
                Optional.ofNullable(classId),
                Optional.of(vendor),
                Optional.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.ofNullable(instance),
                Optional.empty());
    }

    /** The verdict over a manifest that was written and read again. */
    private static String verdict(String profile, Triple... triples) {
        Corim corim = manifest(profile, triples);
        Corim read = CorimReader.parse(CorimWriter.encode(corim));
        assertThat(read).isEqualTo(corim);
        return Profiles.refusal(read).map(Profiles.Refusal::code).orElse("good");
    }

    private static Corim manifest(String profile, Triple... triples) {
        Comid comid = new Comid(TagId.of("tag"), 0, List.of(), List.of(), Arrays.asList(triples));
        return new Corim(
                TagId.of("id"),
                List.of(comid),
                List.of(),
                List.of(),
                0,
                List.of(),
                Optional.of(profile),
                Optional.empty(),
                List.of(),
                List.of());
    }

    @Test
    void anUnknownProfileRejectsTheWhole() {
        Triple good = reference(Environment.of("ACME", "x"), anonymous(DIGEST));
        assertThat(verdict("tag:x,2026:y", good)).isEqualTo("profile-unknown");
        assertThat(verdict("tag:muster.dev,2026:corim#linux-slots", good)).isEqualTo("good");
    }

    @Test
    void psaReferenceValuesAreOfAnImplementationAndNameTheirSigner() {
        Environment device = of(IMPLEMENTATION, null);
        String mkey = "psa.software-component";
        assertThat(verdict(PSA, reference(device, at(mkey, SIGNED)))).isEqualTo("good");
        assertThat(verdict(PSA, reference(of(null, UEID), at(mkey, SIGNED)))).isEqualTo("class-missing");
        assertThat(verdict(PSA, reference(Environment.of("ACME", "x"), at(mkey, SIGNED))))
                .isEqualTo("class-id-missing");
        assertThat(verdict(PSA, reference(of(UUID, null), at(mkey, SIGNED)))).isEqualTo("class-id-type");
        assertThat(verdict(PSA, reference(of(tagged(560, new byte[31]), null), at(mkey, SIGNED))))
                .isEqualTo("class-id-size");
        assertThat(verdict(PSA, reference(of(IMPLEMENTATION, UEID), at(mkey, SIGNED))))
                .isEqualTo("instance-not-allowed");
        assertThat(verdict(PSA, reference(device, anonymous(SIGNED)))).isEqualTo("mkey-missing");
        assertThat(verdict(PSA, reference(device, pcr(1, SIGNED)))).isEqualTo("mkey-type");
        assertThat(verdict(PSA, reference(device, at("other", SIGNED)))).isEqualTo("mkey-unknown");
        assertThat(verdict(PSA, reference(device, at(mkey, DIGEST)))).isEqualTo("cryptokeys-missing");
        assertThat(verdict(PSA, reference(device, at(mkey, DIGEST.withKeys(List.of(SIGNER, SIGNER))))))
                .isEqualTo("cryptokeys-count");
        assertThat(verdict(PSA, reference(device, at(mkey, DIGEST.withKeys(List.of(KEY))))))
                .isEqualTo("cryptokeys-type");
        assertThat(verdict(PSA, reference(device, at(mkey, DIGEST.withKeys(List.of(tagged(560, new byte[20])))))))
                .isEqualTo("signer-id-size");
    }

    @Test
    void componentsAreWhatTheirDraftsSayAndNoMore() {
        Environment device = of(IMPLEMENTATION, null);
        for (String[] of : new String[][] {{PSA, "psa.software-component"}, {PLATFORM, "cca.software-component"}}) {
            MeasurementValues odd = MeasurementValues.ofDigest(new Digest("sha3-224", new byte[28]))
                    .withKeys(List.of(SIGNER));
            assertThat(verdict(of[0], reference(device, at(of[1], odd)))).isEqualTo("digest-size");
            MeasurementValues twice =
                    SIGNED.withDigests(List.of(Digest.sha256(new byte[32]), Digest.sha256(first(new byte[32], 1))));
            assertThat(verdict(of[0], reference(device, at(of[1], twice)))).isEqualTo("digest-algorithm-twice");
            MeasurementValues versioned = SIGNED.withVersion(Version.semver("1.0.0"));
            assertThat(verdict(of[0], reference(device, at(of[1], versioned)))).isEqualTo("version-scheme-not-allowed");
            Measurement vouched = new Measurement(Optional.of(MeasuredElement.of(of[1])), SIGNED, List.of(KEY));
            assertThat(verdict(of[0], reference(device, vouched))).isEqualTo("authorized-by-not-allowed");
        }
    }

    @Test
    void psaKeysAreOfOneInstance() {
        assertThat(verdict(PSA, key(of(IMPLEMENTATION, UEID), KEY))).isEqualTo("good");
        assertThat(verdict(PSA, key(of(IMPLEMENTATION, null), KEY))).isEqualTo("instance-missing");
        assertThat(verdict(PSA, key(of(IMPLEMENTATION, tagged(560, new byte[33])), KEY)))
                .isEqualTo("instance-type");
        assertThat(verdict(PSA, key(of(IMPLEMENTATION, tagged(550, new byte[33])), KEY)))
                .isEqualTo("instance-size");
        assertThat(verdict(PSA, key(of(IMPLEMENTATION, UEID), KEY, KEY))).isEqualTo("key-count");
        assertThat(verdict(PSA, key(of(IMPLEMENTATION, UEID), CERTIFICATE))).isEqualTo("key-type");
    }

    @Test
    void ccaPlatformsHaveComponentsAndAtMostOneMaskedConfiguration() {
        Environment device = of(IMPLEMENTATION, null);
        Measurement component = at("cca.software-component", SIGNED);
        MeasurementValues masked = MeasurementValues.ofRaw(new RawValue(new byte[] {1}, Optional.of(new byte[] {1})));
        MeasurementValues bare = MeasurementValues.ofRaw(new RawValue(new byte[] {1}, Optional.empty()));
        String config = "cca.platform-config";
        assertThat(verdict(PLATFORM, reference(device, component, at(config, masked))))
                .isEqualTo("good");
        assertThat(verdict(PLATFORM, reference(device, at(config, masked)))).isEqualTo("software-component-missing");
        assertThat(verdict(PLATFORM, reference(device, component, at(config, bare))))
                .isEqualTo("raw-value-mask-missing");
        assertThat(verdict("http://arm.com/cca/ssd/1", reference(device, component, at(config, bare))))
                .isEqualTo("good");
        assertThat(verdict(
                        "tag:arm.com,2025:endorsements/cca_platform#1.0.0",
                        reference(device, component, at("cca.rotpk.CM.2.3", bare))))
                .isEqualTo("good");
        assertThat(verdict(PLATFORM, reference(device, component, at("cca.rotpk.CM.8.3", bare))))
                .isEqualTo("mkey-unknown");
        assertThat(verdict(PLATFORM, reference(device, component, at(config, DIGEST))))
                .isEqualTo("raw-value-missing");
        assertThat(verdict(PLATFORM, reference(device, component, at(config, masked), at(config, masked))))
                .isEqualTo("platform-config-twice");
        assertThat(verdict(
                        PLATFORM,
                        reference(device, at("cca.software-component", SIGNED.withVersion(Version.semver("1.0.0"))))))
                .isEqualTo("version-scheme-not-allowed");
        assertThat(verdict(PLATFORM, reference(device, at("cca.software-component", bare.withKeys(List.of(SIGNER))))))
                .isEqualTo("digests-missing");
    }

    @Test
    void realmsAreNamedByTheirInitialMeasurement() {
        Environment realm = of(tagged(560, new byte[48]), null);
        Measurement rim = at("cca.rim", DIGEST);
        assertThat(verdict(REALM, reference(realm, rim, at("cca.rem3", DIGEST))))
                .isEqualTo("good");
        assertThat(verdict(REALM, reference(realm, at("cca.rem0", DIGEST)))).isEqualTo("rim-missing");
        assertThat(verdict(REALM, reference(realm, rim, at("cca.rpv", DIGEST)))).isEqualTo("raw-value-missing");
        assertThat(verdict(REALM, reference(realm, rim, at("cca.rem4", DIGEST))))
                .isEqualTo("mkey-unknown");
        assertThat(verdict(REALM, reference(of(null, UEID), rim))).isEqualTo("class-missing");
        assertThat(verdict(REALM, reference(of(tagged(560, new byte[5]), null), rim)))
                .isEqualTo("class-id-size");
    }

    @Test
    void olderRealmsAreNamedByTheirInstanceAndMeasuredInRegisters() {
        TypedBytes rim = tagged(560, new byte[32]);
        MeasurementValues raw = MeasurementValues.ofRaw(new RawValue(new byte[64], Optional.empty()));
        Map<MeasuredElement, List<Digest>> registers = Map.of(
                MeasuredElement.of("rim"), List.of(Digest.sha256(new byte[32])),
                MeasuredElement.of("rem0"), List.of(Digest.sha256(new byte[32])));
        Measurement good = anonymous(raw.withRegisters(registers));
        assertThat(verdict(OLDER_REALM, reference(of(null, null, "Supplier"), good)))
                .isEqualTo("instance-missing");
        assertThat(verdict(OLDER_REALM, reference(of(null, UUID), good))).isEqualTo("instance-type");
        assertThat(verdict(OLDER_REALM, reference(of(OID, rim), anonymous(raw))))
                .isEqualTo("class-id-type");
        assertThat(verdict(OLDER_REALM, reference(of(UUID, rim), anonymous(DIGEST.withRegisters(registers)))))
                .isEqualTo("raw-value-missing");
        assertThat(verdict(OLDER_REALM, reference(of(UUID, rim), anonymous(raw))))
                .isEqualTo("registers-missing");
        Map<MeasuredElement, List<Digest>> later =
                Map.of(MeasuredElement.of("rem0"), List.of(Digest.sha256(new byte[32])));
        assertThat(verdict(OLDER_REALM, reference(of(UUID, rim), anonymous(raw.withRegisters(later)))))
                .isEqualTo("rim-missing");
        assertThat(verdict(OLDER_REALM, key(of(UUID, rim), KEY))).isEqualTo("keys-not-allowed");
        Corim read = CorimReader.parse(CorimWriter.encode(manifest(OLDER_REALM, reference(of(UUID, rim), good))));
        assertThat(Profiles.refusal(read)).isEmpty();
        Triple.Reference today = read.comids().getFirst().references().getFirst();
        assertThat(today.environment()).isEqualTo(Environment.ofClass(rim));
        assertThat(today.measurements())
                .extracting(m -> m.key().orElseThrow().toString())
                .containsExactlyInAnyOrder("cca.rim", "cca.rem0", "cca.rpv");
        assertThat(read.tolerated()).contains("a realm that is named by its instance");
    }

    @Test
    void devicesOfSpdmHaveOneNamedValueAnIndex() {
        Environment device = of(tagged(560, "spdm:ACME:WIDGET".getBytes(StandardCharsets.UTF_8)), null);
        MeasurementValues named = DIGEST.withName("immutable-rom");
        assertThat(verdict(SPDM, reference(device, pcr(1, named)))).isEqualTo("good");
        assertThat(verdict(SPDM, reference(of(null, UEID), pcr(1, named)))).isEqualTo("class-missing");
        assertThat(verdict(SPDM, reference(Environment.of("ACME", "x"), pcr(1, named))))
                .isEqualTo("class-id-missing");
        assertThat(verdict(SPDM, reference(of(UUID, null), pcr(1, named)))).isEqualTo("class-id-type");
        assertThat(verdict(SPDM, reference(of(tagged(560, new byte[] {(byte) 0xff}), null), pcr(1, named))))
                .isEqualTo("class-id-text");
        TypedBytes name = device.classId().orElseThrow();
        assertThat(verdict(SPDM, reference(of(name, UEID), pcr(1, named)))).isEqualTo("instance-not-allowed");
        assertThat(verdict(SPDM, reference(device, anonymous(named)))).isEqualTo("mkey-missing");
        assertThat(verdict(SPDM, reference(device, at("1", named)))).isEqualTo("mkey-type");
        assertThat(verdict(SPDM, reference(device, pcr(1, DIGEST)))).isEqualTo("name-missing");
        MeasurementValues nothing = MeasurementValues.ofSvn(Svn.exactly(1)).withName("device-mode");
        assertThat(verdict(SPDM, reference(device, pcr(1, nothing)))).isEqualTo("value-missing");
        MeasurementValues both = MeasurementValues.ofRaw(new RawValue(new byte[] {1}, Optional.empty()))
                .withName("device-mode")
                .withDigests(DIGEST.digests());
        assertThat(verdict(SPDM, reference(device, pcr(1, both)))).isEqualTo("value-twice");
    }

    @Test
    void profilesWithoutRulesOfTheirOwnAreKnown() {
        Triple good = reference(Environment.of("ACME", "x"), anonymous(DIGEST));
        assertThat(List.of("2.16.840.1.113741.1.16.1", "2.16.840.1.113741.1.16.2"))
                .allSatisfy(oid -> assertThat(Profiles.find(oid)).isPresent());
        assertThat(verdict("2.16.840.1.113741.1.16.3", good)).isEqualTo("profile-unknown");
    }

    @Test
    void tpmsOfParsecAreNumberedRegistersOfAClass() {
        Environment device = of(UUID, null);
        assertThat(verdict(PARSEC, reference(device, pcr(0, DIGEST)))).isEqualTo("good");
        assertThat(verdict(PARSEC, key(of(UUID, tagged(560, new byte[4])), KEY)))
                .isEqualTo("good");
        assertThat(verdict(PARSEC, reference(device, at("0", DIGEST)))).isEqualTo("mkey-type");
        assertThat(verdict(PARSEC, reference(device, anonymous(DIGEST)))).isEqualTo("mkey-missing");
        assertThat(verdict(PARSEC, reference(device, pcr(0, MeasurementValues.ofSvn(Svn.exactly(1))))))
                .isEqualTo("digests-missing");
        assertThat(verdict(PARSEC, reference(of(UUID, UEID), pcr(0, DIGEST)))).isEqualTo("instance-not-allowed");
        assertThat(verdict(PARSEC, key(of(UUID, UEID), KEY))).isEqualTo("instance-type");
        assertThat(verdict(PARSEC, key(of(UUID, null), KEY))).isEqualTo("instance-missing");
        assertThat(verdict(PARSEC, key(of(null, UEID), KEY))).isEqualTo("class-missing");
        assertThat(verdict(PARSEC, key(of(OID, UEID), KEY))).isEqualTo("class-id-type");
        assertThat(verdict(PARSEC, key(of(UUID, tagged(560, new byte[4])), KEY, KEY)))
                .isEqualTo("key-count");
        assertThat(verdict(PARSEC, new Triple.Endorsed(device, List.of(anonymous(DIGEST)))))
                .isEqualTo("nothing-stated");
    }

    @Test
    void enactTrustHasOneDigestOfOneInstance() {
        Environment device = of(null, UUID);
        assertThat(verdict(ENACT, reference(device, anonymous(DIGEST)))).isEqualTo("good");
        assertThat(verdict(ENACT, key(device, KEY))).isEqualTo("good");
        assertThat(verdict(ENACT, key(device, text(554, "AAAA")))).isEqualTo("key-type");
        assertThat(verdict(ENACT, key(device, KEY, KEY))).isEqualTo("key-count");
        assertThat(verdict(ENACT, reference(of(UUID, UUID), anonymous(DIGEST)))).isEqualTo("class-not-allowed");
        assertThat(verdict(ENACT, reference(of(UUID, null), anonymous(DIGEST)))).isEqualTo("instance-missing");
        assertThat(verdict(ENACT, reference(of(null, UEID), anonymous(DIGEST)))).isEqualTo("instance-type");
        assertThat(verdict(ENACT, reference(device, pcr(1, DIGEST), pcr(2, DIGEST))))
                .isEqualTo("measurements-count");
        assertThat(verdict(ENACT, reference(device, anonymous(MeasurementValues.ofSvn(Svn.atLeast(3))))))
                .isEqualTo("digests-missing");
    }

    @Test
    void riotAndSnpKeysAreCertificates() {
        Environment riot = Environment.of("Veraison Project", "RIOT");
        assertThat(verdict(RIOT, key(riot, CERTIFICATE))).isEqualTo("good");
        assertThat(verdict(RIOT, key(riot, KEY))).isEqualTo("key-type");
        assertThat(verdict(RIOT, key(Environment.of("ACME", "RIOT"), CERTIFICATE)))
                .isEqualTo("vendor-wrong");
        assertThat(verdict(RIOT, key(of(UUID, null), CERTIFICATE))).isEqualTo("vendor-missing");
        assertThat(verdict(RIOT, reference(riot, anonymous(DIGEST)))).isEqualTo("reference-values-not-allowed");
        Environment snp = of(OID, tagged(560, new byte[64]));
        assertThat(verdict(SNP, reference(snp, pcr(2, DIGEST)))).isEqualTo("good");
        assertThat(verdict(SNP, reference(snp, at("2", DIGEST)))).isEqualTo("mkey-type");
        assertThat(verdict(SNP, reference(snp, anonymous(DIGEST)))).isEqualTo("mkey-missing");
        assertThat(verdict(SNP, reference(of(null, tagged(560, new byte[64])), pcr(2, DIGEST))))
                .isEqualTo("good");
        assertThat(verdict(SNP, reference(of(UUID, tagged(560, new byte[64])), pcr(2, DIGEST))))
                .isEqualTo("class-id-type");
        assertThat(verdict(SNP, key(of(UUID, null), CERTIFICATE))).isEqualTo("vendor-missing");
        assertThat(verdict(SNP, key(Environment.of("AMD", "Milan"), CERTIFICATE)))
                .isEqualTo("good");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arm-cca-corim-corim-cca-platform-valid",
                "arm-cca-corim-corim-cca-realm-valid",
                "parsec-tpm-corim-corim-parsec-tpm-valid",
                "psa-iot-corim-corim-psa-valid"
            })
    void thePublicOnesAreGood(String name) {
        Corim corim = CorimReader.parse(Vectors.bytes("corim/schemes/" + name + ".cbor"));
        assertThat(corim.profile()).isPresent();
        assertThat(Profiles.refusal(corim)).isEmpty();
    }

    @Test
    void anOidIsWrittenWithDots() {
        assertThat(Oid.dotted(new byte[] {0x60, (byte) 0x86, 0x48, 1, (byte) 0x86, (byte) 0xF8, 0x4D, 1, 0x10, 1}))
                .isEqualTo("2.16.840.1.113741.1.16.1");
    }
}
