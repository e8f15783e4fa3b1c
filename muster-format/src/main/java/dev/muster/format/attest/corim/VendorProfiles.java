package dev.muster.format.attest.corim;

import dev.muster.format.attest.corim.CorimProfile.Kind;
import dev.muster.format.attest.corim.CorimProfile.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The profiles of RIoT devices, of AMD SEV-SNP, of Intel TDX, and of Muster's own devices. */
final class VendorProfiles {
    /** Code points of Intel's profile (draft-cds-rats-intel-corim-profile): dates, numbers, sets and digests of a TEE. */
    private static final Set<Long> TDX =
            Set.of(-72L, -73L, -77L, -80L, -81L, -82L, -83L, -84L, -85L, -86L, -88L, -89L, -90L, -91L, -125L);

    private VendorProfiles() {}

    static CorimProfile riot() {
        Kind kind = Kind.ATTEST_KEY;
        List<Rule> rules = List.of(
                CorimProfile.environment(
                        kind, "vendor-missing", e -> e.vendor().isPresent(), "the class has no vendor"),
                CorimProfile.environment(
                        kind,
                        "vendor-wrong",
                        e -> e.vendor().equals(Optional.of("Veraison Project")),
                        "the vendor is not Veraison Project"),
                CorimProfile.environment(kind, "model-missing", e -> e.model().isPresent(), "the class has no model"),
                CorimProfile.environment(
                        kind, "model-wrong", e -> e.model().equals(Optional.of("RIOT")), "the model is not RIOT"),
                CorimProfile.keys("key-type", VendorProfiles::areCertificates, "a key is no certificate"),
                CorimProfile.comid(
                        "reference-values-not-allowed",
                        comid -> comid.references().isEmpty(),
                        "the profile has no reference values"),
                CorimProfile.comid("nothing-stated", CorimProfile::saysSomething, "there is no key"));
        return new CorimProfile(List.of("tag:veraison-project.com,2026:riot"), "RIoT devices", Set.of(), rules);
    }

    static CorimProfile snp() {
        List<Rule> rules = new ArrayList<>();
        Kind keys = Kind.ATTEST_KEY;
        rules.add(
                CorimProfile.environment(keys, "class-missing", Environment::hasClass, "the environment has no class"));
        rules.add(CorimProfile.environment(
                keys, "vendor-missing", e -> e.vendor().isPresent(), "the class has no vendor"));
        rules.add(
                CorimProfile.environment(keys, "model-missing", e -> e.model().isPresent(), "the class has no model"));
        rules.add(CorimProfile.keys("key-type", VendorProfiles::areCertificates, "a key is no certificate"));
        Kind values = Kind.REFERENCE;
        rules.add(CorimProfile.environment(
                values, "class-missing", Environment::hasClass, "the environment has no class"));
        rules.add(CorimProfile.environment(
                values, "class-id-missing", e -> e.classId().isPresent(), "the class has no id"));
        rules.add(CorimProfile.environment(
                values,
                "class-id-type",
                e -> e.classId().orElseThrow().tag() == CodePoints.TAG_OID,
                "the class id is not an OID (111)"));
        rules.add(CorimProfile.environment(
                values, "instance-missing", e -> e.instance().isPresent(), "the environment names no instance"));
        rules.add(CorimProfile.environment(
                values,
                "instance-type",
                e -> e.instance().orElseThrow().tag() == CodePoints.TAG_BYTES,
                "the instance is not tagged bytes (560)"));
        rules.add(CorimProfile.measurement("mkey-missing", m -> m.key().isPresent(), "there is no key (mkey)"));
        rules.add(CorimProfile.measurement(
                "mkey-type",
                m -> m.key().orElseThrow() instanceof MeasuredElement.Numbered,
                "the key (mkey) is not a number"));
        rules.add(CorimProfile.comid(
                "nothing-stated", CorimProfile::saysSomething, "there is neither a reference value nor a key"));
        return new CorimProfile(
                List.of("tag:amd.com,2024:snp-corim-profile", "https://amd.com/ark"), "AMD SEV-SNP", Set.of(), rules);
    }

    /** Intel's profile asks for nothing beyond CoRIM itself; what it adds are code points. */
    static CorimProfile tdx() {
        return new CorimProfile(List.of("2.16.840.1.113741.1.16.1"), "Intel TDX", TDX, List.of());
    }

    /** What this project's {@code release sign} writes when asked to name a profile: the base specification. */
    static CorimProfile muster() {
        return new CorimProfile(
                List.of("tag:muster.dev,2026:corim#linux-slots"), "Muster's Linux slots", Set.of(), List.of());
    }

    private static boolean areCertificates(List<TypedBytes> keys) {
        return keys.stream()
                .allMatch(key -> key.tag() == CodePoints.TAG_PKIX_CERTIFICATE
                        || key.tag() == CodePoints.TAG_PKIX_PATH
                        || key.tag() == CodePoints.TAG_DER_CERTIFICATE);
    }
}
