package dev.muster.format.attest.corim;

import dev.muster.format.MalformedException;
import dev.muster.format.attest.corim.CorimProfile.Kind;
import dev.muster.format.attest.corim.CorimProfile.Rule;
import dev.muster.format.crypto.CryptoException;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Pem;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.ECPublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/** The profiles of two services that attest TPMs: Parsec's key attestation, and EnactTrust. */
final class TpmProfiles {
    private TpmProfiles() {}

    static CorimProfile parsec() {
        List<Rule> rules = new ArrayList<>();
        for (Kind kind : List.of(Kind.ATTEST_KEY, Kind.REFERENCE)) {
            rules.add(CorimProfile.environment(
                    kind, "class-missing", Environment::hasClass, "the environment has no class"));
            rules.add(CorimProfile.environment(
                    kind, "class-id-missing", e -> e.classId().isPresent(), "the class has no id"));
            rules.add(CorimProfile.environment(
                    kind,
                    "class-id-type",
                    e -> e.classId().orElseThrow().tag() == CodePoints.TAG_UUID,
                    "the class id is not a UUID (37)"));
        }
        rules.add(CorimProfile.environment(
                Kind.ATTEST_KEY,
                "instance-missing",
                e -> e.instance().isPresent(),
                "the environment names no instance"));
        rules.add(CorimProfile.environment(
                Kind.ATTEST_KEY,
                "instance-type",
                e -> e.instance().orElseThrow().tag() == CodePoints.TAG_BYTES,
                "the instance is not tagged bytes (560)"));
        rules.add(CorimProfile.environment(
                Kind.REFERENCE,
                "instance-not-allowed",
                e -> e.instance().isEmpty(),
                "a reference value is about a class, and this environment names an instance"));
        for (Kind kind : List.of(Kind.ATTEST_KEY, Kind.REFERENCE)) {
            rules.add(CorimProfile.environment(
                    kind, "group-not-allowed", e -> e.group().isEmpty(), "the environment names a group"));
        }
        rules.add(CorimProfile.keys("key-count", keys -> keys.size() == 1, "there is not exactly one key"));
        rules.add(CorimProfile.keys(
                "key-type",
                keys -> keys.getFirst().tag() == CodePoints.TAG_PKIX_KEY,
                "the key is not a PKIX key in base64 (554)"));
        rules.add(
                CorimProfile.measurement("mkey-missing", m -> m.key().isPresent(), "there is no key (mkey): the PCR"));
        rules.add(CorimProfile.measurement(
                "mkey-type",
                m -> m.key().orElseThrow() instanceof MeasuredElement.Numbered,
                "the key (mkey) is not the number of a PCR"));
        rules.add(CorimProfile.measurement(
                "digests-missing", m -> !m.values().digests().isEmpty(), "there is no digest"));
        rules.add(CorimProfile.comid(
                "nothing-stated", CorimProfile::saysSomething, "there is neither a reference value nor a key"));
        return new CorimProfile(
                List.of("tag:github.com/parallaxsecond,2023-03-03:tpm"), "Parsec on TPM 2.0", Set.of(), rules);
    }

    static CorimProfile enactTrust() {
        List<Rule> rules = new ArrayList<>();
        for (Kind kind : List.of(Kind.ATTEST_KEY, Kind.REFERENCE)) {
            rules.add(CorimProfile.environment(
                    kind, "instance-missing", e -> e.instance().isPresent(), "the environment names no instance"));
            rules.add(CorimProfile.environment(
                    kind,
                    "instance-type",
                    e -> e.instance().orElseThrow().tag() == CodePoints.TAG_UUID,
                    "the instance is not a UUID (37)"));
            rules.add(CorimProfile.environment(
                    kind, "class-not-allowed", e -> !e.hasClass(), "the environment names a class"));
            rules.add(CorimProfile.environment(
                    kind, "group-not-allowed", e -> e.group().isEmpty(), "the environment names a group"));
        }
        rules.add(CorimProfile.keys("key-count", keys -> keys.size() == 1, "there is not exactly one key"));
        rules.add(CorimProfile.keys(
                "key-type", keys -> isEcKey(keys.getFirst()), "the key is not an EC key in PKIX form (554)"));
        rules.add(CorimProfile.measurements(
                "measurements-count", list -> list.size() == 1, "there is not exactly one measurement"));
        rules.add(CorimProfile.measurement(
                "digests-missing", m -> !m.values().digests().isEmpty(), "there is no digest"));
        rules.add(CorimProfile.measurement(
                "digests-count", m -> m.values().digests().size() == 1, "there is more than one digest"));
        rules.add(CorimProfile.comid(
                "nothing-stated", CorimProfile::saysSomething, "there is neither a reference value nor a key"));
        return new CorimProfile(
                List.of("https://enacttrust.com/veraison/1.0.0", "http://enacttrust.com/veraison/1.0.0"),
                "EnactTrust TPM",
                Set.of(),
                rules);
    }

    private static boolean isEcKey(TypedBytes key) {
        if (key.tag() != CodePoints.TAG_PKIX_KEY) {
            return false;
        }
        String text = new String(key.content(), StandardCharsets.UTF_8);
        try {
            byte[] der = text.contains("-----BEGIN")
                    ? Pem.first(text, "PUBLIC KEY")
                    : Base64.getMimeDecoder().decode(text);
            return Keys.publicKey(der) instanceof ECPublicKey;
        } catch (MalformedException | CryptoException | IllegalArgumentException unreadable) {
            return false;
        }
    }
}
