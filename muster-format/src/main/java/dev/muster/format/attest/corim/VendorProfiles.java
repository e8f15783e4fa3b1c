package dev.muster.format.attest.corim;

import dev.muster.format.attest.corim.CorimProfile.Kind;
import dev.muster.format.attest.corim.CorimProfile.Rule;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The profiles of RIoT devices, AMD SEV-SNP, Intel TDX, NVIDIA, devices measured by SPDM, and Muster's own devices. */
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
        // Files in the field name the machine by its instance alone; a class that is named is that of the draft.
        rules.add(CorimProfile.environment(
                values,
                "class-id-type",
                e -> e.classId().map(id -> id.tag() == CodePoints.TAG_OID).orElse(true),
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
                List.of(
                        "tag:amd.com,2025:snp-corim-profile",
                        "tag:amd.com,2024:snp-corim-profile",
                        "https://amd.com/ark"),
                "AMD SEV-SNP",
                Set.of(),
                rules);
    }

    /** Intel's profile asks for nothing beyond CoRIM itself; what it adds are code points. */
    static CorimProfile tdx() {
        return new CorimProfile(List.of("2.16.840.1.113741.1.16.1"), "Intel TDX", TDX, List.of());
    }

    /** The profile of NVIDIA's devices, which asks for nothing beyond CoRIM itself either. */
    static CorimProfile nvidia() {
        return new CorimProfile(List.of("2.16.840.1.113741.1.16.2"), "NVIDIA devices", Set.of(), List.of());
    }

    /** Devices that are assigned to a realm and measured by SPDM (draft-poirier-rats-eat-da): one measurement an index. */
    static CorimProfile spdm() {
        Kind values = Kind.REFERENCE;
        List<Rule> rules = List.of(
                CorimProfile.environment(
                        values, "class-missing", Environment::hasClass, "the environment has no class"),
                CorimProfile.environment(
                        values, "class-id-missing", e -> e.classId().isPresent(), "the class has no id"),
                CorimProfile.environment(
                        values,
                        "class-id-type",
                        e -> e.classId().orElseThrow().tag() == CodePoints.TAG_BYTES,
                        "the class id is not tagged bytes (560): the name of the device"),
                CorimProfile.environment(
                        values,
                        "class-id-text",
                        e -> isText(e.classId().orElseThrow().content()),
                        "the class id is no UTF-8: the name of the device"),
                CorimProfile.environment(
                        values,
                        "instance-not-allowed",
                        e -> e.instance().isEmpty(),
                        "a reference value is about a class, and this environment names an instance"),
                CorimProfile.environment(
                        values, "group-not-allowed", e -> e.group().isEmpty(), "the environment names a group"),
                CorimProfile.measurement("mkey-missing", m -> m.key().isPresent(), "there is no key (mkey): the index"),
                CorimProfile.measurement(
                        "mkey-type",
                        m -> m.key().orElseThrow() instanceof MeasuredElement.Numbered,
                        "the key (mkey) is not the number of an index"),
                CorimProfile.measurement(
                        "name-missing",
                        m -> m.values().name().isPresent(),
                        "there is no name: the kind of the component"),
                CorimProfile.measurement(
                        "value-missing",
                        m -> !m.values().digests().isEmpty() || m.values().raw().isPresent(),
                        "there is neither a digest nor a raw value"),
                CorimProfile.measurement(
                        "value-twice",
                        m -> m.values().digests().isEmpty() || m.values().raw().isEmpty(),
                        "there are a digest and a raw value"));
        return new CorimProfile(
                List.of("tag:linaro.org,2025:device-spdm#1.0.0"), "devices measured by SPDM", Set.of(), rules);
    }

    private static boolean isText(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException other) {
            return false;
        }
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
