package dev.muster.format.attest.corim;

import dev.muster.format.attest.corim.CorimProfile.Kind;
import dev.muster.format.attest.corim.CorimProfile.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The endorsement profiles of Arm CCA realms (draft-ydb-rats-cca-endorsements): today's, and the first one. */
final class RealmProfiles {
    /** What the first one was called. */
    private static final List<String> OLDER = List.of("tag:arm.com,2023:realm#1.0.0", "http://arm.com/cca/realm/1");

    private static final MeasuredElement RIM = MeasuredElement.of("cca.rim");
    private static final MeasuredElement RPV = MeasuredElement.of("cca.rpv");
    private static final Set<MeasuredElement> REALM_DIGESTS = Set.of(
            RIM,
            MeasuredElement.of("cca.rem0"),
            MeasuredElement.of("cca.rem1"),
            MeasuredElement.of("cca.rem2"),
            MeasuredElement.of("cca.rem3"));

    private RealmProfiles() {}

    /** Whether realms under this profile are named by their instance, and measured in registers. */
    static boolean isOlder(String profile) {
        return OLDER.contains(profile);
    }

    static CorimProfile today() {
        List<Rule> rules = new ArrayList<>();
        rules.addAll(ArmProfiles.classBytes(Kind.REFERENCE, "the initial measurement"));
        rules.add(CorimProfile.environment(
                Kind.REFERENCE,
                "class-id-size",
                e -> ArmProfiles.HASH_BYTES.contains(e.classId().orElseThrow().content().length),
                "the initial measurement has neither 32, 48 nor 64 bytes"));
        rules.add(ArmProfiles.noInstance());
        rules.addAll(ArmProfiles.textKey());
        rules.add(CorimProfile.measurement(
                "mkey-unknown",
                m -> REALM_DIGESTS.contains(m.key().orElseThrow()) || ArmProfiles.is(m, RPV),
                "the key is none of cca.rim, cca.rem0 to cca.rem3 and cca.rpv"));
        rules.add(CorimProfile.measurement(
                "digests-missing",
                m -> ArmProfiles.is(m, RPV) || !m.values().digests().isEmpty(),
                "there is no digest"));
        rules.add(CorimProfile.measurement(
                "digests-count", m -> m.values().digests().size() <= 1, "there is more than one digest"));
        rules.add(CorimProfile.measurement(
                "digest-size",
                m -> m.values().digests().stream().allMatch(d -> ArmProfiles.HASH_BYTES.contains(d.value().length)),
                "a digest has neither 32, 48 nor 64 bytes"));
        rules.add(CorimProfile.measurement(
                "raw-value-missing",
                m -> !ArmProfiles.is(m, RPV) || m.values().raw().isPresent(),
                "the personalization value has no raw value"));
        rules.add(CorimProfile.measurements(
                "rim-missing",
                list -> list.stream().anyMatch(m -> ArmProfiles.is(m, RIM)),
                "there is no initial measurement"));
        rules.add(ArmProfiles.anonymous());
        rules.add(noKeys());
        return new CorimProfile(
                List.of("tag:arm.com,2025:endorsements/cca_realm#1.0.0", "tag:arm.com,2025:cca_realm#1.0.0"),
                "CCA realm endorsements",
                Set.of(),
                rules);
    }

    /** Realms by instance; those that keep to it were read as what they are called today ({@link OlderRealms}). */
    static CorimProfile older() {
        List<Rule> rules = List.of(
                CorimProfile.environment(
                        Kind.REFERENCE,
                        "instance-missing",
                        e -> e.instance().isPresent() || OlderRealms.isToday(e),
                        "the environment names no instance: the initial measurement"),
                CorimProfile.environment(
                        Kind.REFERENCE,
                        "instance-type",
                        e -> e.instance()
                                .map(id -> id.tag() == CodePoints.TAG_BYTES)
                                .orElse(true),
                        "the instance is not tagged bytes (560): the initial measurement"),
                CorimProfile.environment(
                        Kind.REFERENCE,
                        "class-id-type",
                        e -> OlderRealms.isToday(e)
                                || e.classId()
                                        .map(id -> id.tag() == CodePoints.TAG_UUID)
                                        .orElse(true),
                        "the class id is not a UUID (37)"),
                CorimProfile.measurement(
                        "raw-value-missing",
                        m -> m.key().isPresent() || m.values().raw().isPresent(),
                        "there is no raw value: the personalization"),
                CorimProfile.measurement(
                        "registers-missing",
                        m -> m.key().isPresent() || !m.values().registers().isEmpty(),
                        "there are no integrity registers"),
                CorimProfile.measurement(
                        "rim-missing",
                        m -> m.key().isPresent() || m.values().registers().containsKey(MeasuredElement.of("rim")),
                        "the integrity registers have no initial measurement (rim)"),
                noKeys());
        return new CorimProfile(OLDER, "older CCA realm endorsements", Set.of(), rules);
    }

    /** The key of a realm comes with its evidence. */
    private static Rule noKeys() {
        return CorimProfile.comid(
                "keys-not-allowed",
                comid -> comid.triples().stream().noneMatch(Triple.Keys.class::isInstance),
                "a realm's key is in its evidence, and no manifest has one");
    }
}
