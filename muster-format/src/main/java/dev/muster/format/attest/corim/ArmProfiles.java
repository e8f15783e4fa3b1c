package dev.muster.format.attest.corim;

import dev.muster.format.attest.corim.CorimProfile.Kind;
import dev.muster.format.attest.corim.CorimProfile.Rule;
import dev.muster.format.attest.coswid.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The endorsement profiles of Arm: PSA (draft-fdb-rats-psa-endorsements), CCA platform
 * (draft-ydb-rats-cca-endorsements; realms: {@link RealmProfiles}), and Parsec's key attestation on CCA, which takes over the
 * platform's rules.
 */
final class ArmProfiles {
    private static final int IMPLEMENTATION_ID_BYTES = 32;
    private static final int INSTANCE_ID_BYTES = 33;
    private static final byte UEID_RAND = 1;
    static final Set<Integer> HASH_BYTES = Set.of(32, 48, 64);

    /** Certification number of PSA certified. */
    private static final long PSA_CERTIFICATE = 100;

    private static final MeasuredElement PSA_SOFTWARE = MeasuredElement.of("psa.software-component");
    private static final MeasuredElement CCA_SOFTWARE = MeasuredElement.of("cca.software-component");
    private static final MeasuredElement CCA_CONFIG = MeasuredElement.of("cca.platform-config");
    private static final MeasuredElement CCA_MANUFACTURING = MeasuredElement.of("cca.platform-manufacturing-config");

    /** Keys that boot images are signed with, by domain, index and slot (draft-ydb-rats-cca-endorsements-04). */
    private static final Pattern CCA_ROTPK = Pattern.compile("cca\\.rotpk\\.(CM|DM)\\.[0-7]\\.[0-5]");

    /** What endorsements of CCA called their profiles before those of 2025. */
    private static final List<String> OLDER_PLATFORM =
            List.of("tag:arm.com,2023:cca_platform#1.0.0", "http://arm.com/cca/ssd/1");

    private static final String PARSEC_CCA = "tag:github.com/parallaxsecond,2023-03-03:cca";

    private ArmProfiles() {}

    /** Whether older measurement keys under this profile are those of a CCA platform, which look like those of PSA. */
    static boolean isPlatform(String profile) {
        return OLDER_PLATFORM.contains(profile) || profile.equals(PARSEC_CCA);
    }

    static CorimProfile psa() {
        List<Rule> rules = new ArrayList<>();
        rules.addAll(implementation(Kind.REFERENCE));
        rules.add(noInstance());
        rules.addAll(textKey());
        rules.add(CorimProfile.measurement(
                "mkey-unknown", m -> m.key().orElseThrow().equals(PSA_SOFTWARE), "the key is not " + PSA_SOFTWARE));
        rules.add(CorimProfile.measurement(
                "digests-missing", m -> !m.values().digests().isEmpty(), "there is no digest"));
        rules.addAll(component(PSA_SOFTWARE));
        rules.add(anonymous());
        rules.addAll(instanceKey());
        return new CorimProfile(
                List.of("tag:arm.com,2025:psa#1.0.0", "http://arm.com/psa/2.0.0", "http://arm.com/psa/iot/1"),
                "PSA endorsements",
                Set.of(PSA_CERTIFICATE),
                rules);
    }

    static CorimProfile ccaPlatform() {
        List<Rule> rules = new ArrayList<>(platform());
        rules.add(CorimProfile.measurement(
                "raw-value-mask-missing",
                m -> !is(m, CCA_CONFIG)
                        || m.values().raw().flatMap(RawValue::mask).isPresent(),
                "the platform configuration has no mask"));
        return new CorimProfile(
                List.of("tag:arm.com,2025:endorsements/cca_platform#1.0.0", "tag:arm.com,2025:cca_platform#1.0.0"),
                "CCA platform endorsements",
                Set.of(),
                rules);
    }

    /** The same from before the configuration had a mask. */
    static CorimProfile olderPlatform() {
        return new CorimProfile(OLDER_PLATFORM, "older CCA platform endorsements", Set.of(), platform());
    }

    static CorimProfile parsecCca() {
        return new CorimProfile(List.of(PARSEC_CCA), "Parsec on CCA", Set.of(), platform());
    }

    private static List<Rule> platform() {
        List<Rule> rules = new ArrayList<>();
        rules.addAll(implementation(Kind.REFERENCE));
        rules.add(noInstance());
        rules.addAll(textKey());
        rules.add(CorimProfile.measurement(
                "mkey-unknown",
                m -> Set.of(CCA_SOFTWARE, CCA_CONFIG, CCA_MANUFACTURING)
                                .contains(m.key().orElseThrow())
                        || CCA_ROTPK.matcher(m.key().orElseThrow().toString()).matches(),
                "the key is none of a platform: " + CCA_SOFTWARE + ", " + CCA_CONFIG));
        rules.add(CorimProfile.measurement(
                "digests-missing",
                m -> !is(m, CCA_SOFTWARE) || !m.values().digests().isEmpty(),
                "a software component has no digest"));
        rules.addAll(component(CCA_SOFTWARE));
        rules.add(CorimProfile.measurement(
                "raw-value-missing",
                m -> !is(m, CCA_CONFIG) || m.values().raw().isPresent(),
                "the platform configuration has no raw value"));
        rules.add(anonymous());
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

    /** Who vouches for a component is its signer, and {@code authorized-by} says nothing beside it. */
    static Rule anonymous() {
        return CorimProfile.measurement(
                "authorized-by-not-allowed",
                m -> m.authorizedBy().isEmpty(),
                "a measurement says by whom it is authorized");
    }

    static boolean is(Measurement measurement, MeasuredElement key) {
        return measurement.key().filter(key::equals).isPresent();
    }

    static Rule noInstance() {
        return CorimProfile.environment(
                Kind.REFERENCE,
                "instance-not-allowed",
                e -> e.instance().isEmpty(),
                "a reference value is about a class, and this environment names an instance");
    }

    static List<Rule> classBytes(Kind kind, String what) {
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

    static List<Rule> textKey() {
        return List.of(
                CorimProfile.measurement("mkey-missing", m -> m.key().isPresent(), "there is no key (mkey)"),
                CorimProfile.measurement(
                        "mkey-type",
                        m -> m.key().orElseThrow() instanceof MeasuredElement.Name,
                        "the key (mkey) is not a text"));
    }

    /** A software component: hashes that differ in their algorithm, the signer, and no scheme of its version. */
    private static List<Rule> component(MeasuredElement component) {
        List<Rule> rules = new ArrayList<>();
        rules.add(CorimProfile.measurement(
                "digest-size",
                m -> !is(m, component)
                        || m.values().digests().stream().allMatch(d -> HASH_BYTES.contains(d.value().length)),
                "a digest has neither 32, 48 nor 64 bytes"));
        rules.add(CorimProfile.measurement(
                "digest-algorithm-twice",
                m -> !is(m, component)
                        || m.values().digests().stream()
                                        .map(Digest::algorithm)
                                        .distinct()
                                        .count()
                                == m.values().digests().size(),
                "two digests are of one algorithm"));
        rules.addAll(signer(component));
        rules.add(CorimProfile.measurement(
                "version-scheme-not-allowed",
                m -> !is(m, component)
                        || m.values().version().flatMap(Version::schemeName).isEmpty(),
                "the version of a software component has a scheme"));
        return rules;
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
