package dev.muster.format.attest.corim;

import dev.muster.format.attest.corim.CorimProfile.Kind;
import dev.muster.format.attest.corim.CorimProfile.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The endorsement profiles of Arm: PSA (draft-fdb-rats-psa-endorsements), CCA platform and realm
 * (draft-ydb-rats-cca-endorsements), and Parsec's key attestation on CCA, which takes over the platform's rules.
 */
final class ArmProfiles {
    private static final int IMPLEMENTATION_ID_BYTES = 32;
    private static final int INSTANCE_ID_BYTES = 33;
    private static final byte UEID_RAND = 1;
    private static final Set<Integer> HASH_BYTES = Set.of(32, 48, 64);

    /** Certification number of PSA certified. */
    private static final long PSA_CERTIFICATE = 100;

    private static final MeasuredElement PSA_SOFTWARE = MeasuredElement.of("psa.software-component");
    private static final MeasuredElement CCA_SOFTWARE = MeasuredElement.of("cca.software-component");
    private static final MeasuredElement CCA_CONFIG = MeasuredElement.of("cca.platform-config");
    private static final MeasuredElement RIM = MeasuredElement.of("cca.rim");
    private static final MeasuredElement RPV = MeasuredElement.of("cca.rpv");
    private static final Set<MeasuredElement> REALM_DIGESTS = Set.of(
            RIM,
            MeasuredElement.of("cca.rem0"),
            MeasuredElement.of("cca.rem1"),
            MeasuredElement.of("cca.rem2"),
            MeasuredElement.of("cca.rem3"));

    /** What platform endorsements of CCA called their profile before it had a tag URI. */
    static final String OLDER_CCA = "http://arm.com/cca/ssd/1";

    private ArmProfiles() {}

    static CorimProfile psa() {
        List<Rule> rules = new ArrayList<>();
        rules.addAll(implementation(Kind.REFERENCE));
        rules.add(noInstance());
        rules.addAll(textKey());
        rules.add(CorimProfile.measurement(
                "mkey-unknown", m -> m.key().orElseThrow().equals(PSA_SOFTWARE), "the key is not " + PSA_SOFTWARE));
        rules.add(CorimProfile.measurement(
                "digests-missing", m -> !m.values().digests().isEmpty(), "there is no digest"));
        rules.addAll(signer(PSA_SOFTWARE));
        rules.addAll(instanceKey());
        return new CorimProfile(
                List.of("tag:arm.com,2025:psa#1.0.0", "http://arm.com/psa/2.0.0", "http://arm.com/psa/iot/1"),
                "PSA endorsements",
                Set.of(PSA_CERTIFICATE),
                rules);
    }

    static CorimProfile ccaPlatform() {
        return new CorimProfile(
                List.of("tag:arm.com,2025:cca_platform#1.0.0", OLDER_CCA),
                "CCA platform endorsements",
                Set.of(),
                platform());
    }

    static CorimProfile parsecCca() {
        return new CorimProfile(
                List.of("tag:github.com/parallaxsecond,2023-03-03:cca"), "Parsec on CCA", Set.of(), platform());
    }

    private static List<Rule> platform() {
        List<Rule> rules = new ArrayList<>();
        rules.addAll(implementation(Kind.REFERENCE));
        rules.add(noInstance());
        rules.addAll(textKey());
        rules.add(CorimProfile.measurement(
                "mkey-unknown",
                m -> Set.of(CCA_SOFTWARE, CCA_CONFIG).contains(m.key().orElseThrow()),
                "the key is neither " + CCA_SOFTWARE + " nor " + CCA_CONFIG));
        rules.add(CorimProfile.measurement(
                "digests-missing",
                m -> !is(m, CCA_SOFTWARE) || !m.values().digests().isEmpty(),
                "a software component has no digest"));
        rules.add(CorimProfile.measurement(
                "digest-size",
                m -> !is(m, CCA_SOFTWARE)
                        || m.values().digests().stream().allMatch(d -> HASH_BYTES.contains(d.value().length)),
                "a digest has neither 32, 48 nor 64 bytes"));
        rules.addAll(signer(CCA_SOFTWARE));
        rules.add(CorimProfile.measurement(
                "version-scheme-not-allowed",
                m -> !is(m, CCA_SOFTWARE)
                        || m.values().version().flatMap(Version::schemeName).isEmpty(),
                "the version of a software component has a scheme"));
        rules.add(CorimProfile.measurement(
                "raw-value-missing",
                m -> !is(m, CCA_CONFIG) || m.values().raw().isPresent(),
                "the platform configuration has no raw value"));
        rules.add(CorimProfile.measurement(
                "raw-value-mask-missing",
                m -> !is(m, CCA_CONFIG)
                        || m.values().raw().flatMap(RawValue::mask).isPresent(),
                "the platform configuration has no mask"));
        rules.add(CorimProfile.measurements(
                "software-component-missing",
                list -> list.stream().anyMatch(m -> is(m, CCA_SOFTWARE)),
                "there is no software component"));
        rules.add(CorimProfile.measurements(
                "platform-config-twice",
                list -> list.stream().filter(m -> is(m, CCA_CONFIG)).count() <= 1,
                "there is more than one platform configuration"));
        rules.addAll(instanceKey());
        return rules;
    }

    static CorimProfile ccaRealm() {
        List<Rule> rules = new ArrayList<>();
        rules.addAll(classBytes(Kind.REFERENCE, "the initial measurement"));
        rules.add(CorimProfile.environment(
                Kind.REFERENCE,
                "class-id-size",
                e -> HASH_BYTES.contains(e.classId().orElseThrow().content().length),
                "the initial measurement has neither 32, 48 nor 64 bytes"));
        rules.add(noInstance());
        rules.addAll(textKey());
        rules.add(CorimProfile.measurement(
                "mkey-unknown",
                m -> REALM_DIGESTS.contains(m.key().orElseThrow()) || is(m, RPV),
                "the key is none of cca.rim, cca.rem0 to cca.rem3 and cca.rpv"));
        rules.add(CorimProfile.measurement(
                "digests-missing", m -> is(m, RPV) || !m.values().digests().isEmpty(), "there is no digest"));
        rules.add(CorimProfile.measurement(
                "digests-count", m -> m.values().digests().size() <= 1, "there is more than one digest"));
        rules.add(CorimProfile.measurement(
                "digest-size",
                m -> m.values().digests().stream().allMatch(d -> HASH_BYTES.contains(d.value().length)),
                "a digest has neither 32, 48 nor 64 bytes"));
        rules.add(CorimProfile.measurement(
                "raw-value-missing",
                m -> !is(m, RPV) || m.values().raw().isPresent(),
                "the personalization value has no raw value"));
        rules.add(CorimProfile.measurements(
                "rim-missing", list -> list.stream().anyMatch(m -> is(m, RIM)), "there is no initial measurement"));
        return new CorimProfile(List.of("tag:arm.com,2025:cca_realm#1.0.0"), "CCA realm endorsements", Set.of(), rules);
    }

    private static boolean is(Measurement measurement, MeasuredElement key) {
        return measurement.key().filter(key::equals).isPresent();
    }

    private static Rule noInstance() {
        return CorimProfile.environment(
                Kind.REFERENCE,
                "instance-not-allowed",
                e -> e.instance().isEmpty(),
                "a reference value is about a class, and this environment names an instance");
    }

    private static List<Rule> classBytes(Kind kind, String what) {
        return List.of(
                CorimProfile.environment(kind, "class-missing", Environment::hasClass, "the environment has no class"),
                CorimProfile.environment(
                        kind, "class-id-missing", e -> e.classId().isPresent(), "the class has no id: " + what),
                CorimProfile.environment(
                        kind,
                        "class-id-type",
                        e -> e.classId().orElseThrow().tag() == CodePoints.TAG_BYTES,
                        "the class id is not tagged bytes (560): " + what));
    }

    private static List<Rule> implementation(Kind kind) {
        List<Rule> rules = new ArrayList<>(classBytes(kind, "the implementation id"));
        rules.add(CorimProfile.environment(
                kind,
                "class-id-size",
                e -> e.classId().orElseThrow().content().length == IMPLEMENTATION_ID_BYTES,
                "the implementation id has not 32 bytes"));
        return rules;
    }

    private static List<Rule> textKey() {
        return List.of(
                CorimProfile.measurement("mkey-missing", m -> m.key().isPresent(), "there is no key (mkey)"),
                CorimProfile.measurement(
                        "mkey-type",
                        m -> m.key().orElseThrow() instanceof MeasuredElement.Name,
                        "the key (mkey) is not a text"));
    }

    /** The signer id: exactly one crypto key, of tagged bytes, as long as a hash. */
    private static List<Rule> signer(MeasuredElement component) {
        return List.of(
                CorimProfile.measurement(
                        "cryptokeys-missing",
                        m -> !is(m, component) || !m.values().cryptoKeys().isEmpty(),
                        "there is no signer id (cryptokeys)"),
                CorimProfile.measurement(
                        "cryptokeys-count",
                        m -> !is(m, component) || m.values().cryptoKeys().size() == 1,
                        "there is more than one signer id (cryptokeys)"),
                CorimProfile.measurement(
                        "cryptokeys-type",
                        m -> !is(m, component)
                                || m.values().cryptoKeys().getFirst().tag() == CodePoints.TAG_BYTES,
                        "the signer id (cryptokeys) is not tagged bytes (560)"),
                CorimProfile.measurement(
                        "signer-id-size",
                        m -> !is(m, component)
                                || HASH_BYTES.contains(
                                        m.values().cryptoKeys().getFirst().content().length),
                        "the signer id has neither 32, 48 nor 64 bytes"));
    }

    private static List<Rule> instanceKey() {
        List<Rule> rules = new ArrayList<>(implementation(Kind.ATTEST_KEY));
        rules.add(CorimProfile.environment(
                Kind.ATTEST_KEY,
                "instance-missing",
                e -> e.instance().isPresent(),
                "the environment names no instance"));
        rules.add(CorimProfile.environment(
                Kind.ATTEST_KEY,
                "instance-type",
                e -> e.instance().orElseThrow().tag() == CodePoints.TAG_UEID,
                "the instance is not a tagged UEID (550)"));
        rules.add(CorimProfile.environment(
                Kind.ATTEST_KEY,
                "instance-size",
                e -> e.instance().orElseThrow().content().length == INSTANCE_ID_BYTES
                        && e.instance().orElseThrow().content()[0] == UEID_RAND,
                "the instance id is not a UEID of type RAND with 33 bytes"));
        rules.add(CorimProfile.keys("key-count", keys -> keys.size() == 1, "there is not exactly one key"));
        rules.add(CorimProfile.keys(
                "key-type",
                keys -> keys.getFirst().tag() == CodePoints.TAG_PKIX_KEY,
                "the key is not a PKIX key in base64 (554)"));
        return rules;
    }
}
