package dev.muster.core.assurance.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.assurance.EveryCheck;
import dev.muster.core.assurance.Finding;
import dev.muster.core.assurance.Finding.Outcome;
import dev.muster.core.assurance.Given;
import dev.muster.core.assurance.LedgerFacts;
import dev.muster.core.attestation.AttestationFacts;
import dev.muster.core.attestation.tpm.TpmKeyFacts;
import dev.muster.core.devices.DevicesFacts;
import dev.muster.core.facts.Check;
import dev.muster.core.facts.FactKey;
import dev.muster.core.governance.GovernanceFacts;
import dev.muster.core.governance.RowParts;
import dev.muster.core.host.HostFacts;
import dev.muster.core.joining.JoiningFacts;
import dev.muster.core.network.NetworkFacts;
import dev.muster.core.response.ResponseFacts;
import dev.muster.core.update.UpdateFacts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every shipped check: what passes, what fails, what is undecided, what is missing, and when a pass goes stale. */
class StandardChecksTest {
    private static final Duration NOW = Duration.ZERO;

    /** One value of one input and what the check must say to it, all other inputs being good. */
    private record Case(String check, FactKey key, String value, Outcome expected) {}

    private static final List<Case> CASES = new ArrayList<>();

    /** For each input of a check: the value that passes, then values that fail, then values that settle nothing. */
    private static void given(String check, FactKey key, String good, List<String> bad, List<String> unclear) {
        CASES.add(new Case(check, key, good, Outcome.PASS));
        bad.forEach(value -> CASES.add(new Case(check, key, value, Outcome.FAIL)));
        unclear.forEach(value -> CASES.add(new Case(check, key, value, Outcome.UNKNOWN)));
    }

    static {
        RowParts.shipped()
                .all()
                .forEach(part -> given(
                        "GV-" + part.row(),
                        GovernanceFacts.row(part.row()),
                        "document/7",
                        List.of("broken by withdraw of document/7"),
                        List.of()));
        given("ID-idevid", JoiningFacts.IDEVID, "verified", List.of("refused"), List.of("released", "maybe"));
        given("ID-unique", JoiningFacts.KEY_UNIQUE, "true", List.of("false"), List.of("?"));
        given(
                "EN-cert-valid",
                JoiningFacts.CERTIFICATE_UNTIL,
                "2099-01-01T00:00:00Z",
                List.of("2026-11-21T12:00:00Z"),
                List.of("soon"));
        given("EN-anchor", JoiningFacts.ANCHOR, "aa", List.of(), List.of());
        given("EN-renew", JoiningFacts.REKEYED, "true", List.of(), List.of("?"));
        given("AT-fresh", AttestationFacts.STATUS, "contraindicated", List.of(), List.of("none", "?"));
        given("AT-signed", AttestationFacts.SIGNATURE, "verified", List.of("refused"), List.of("?"));
        given("AT-sw-match", AttestationFacts.SOFTWARE, "match", List.of("mismatch"), List.of("no-reference", "?"));
        given("AT-unknown-part", AttestationFacts.UNKNOWN_PARTS, "0", List.of("2"), List.of("some"));
        given(
                "AT-tier",
                AttestationFacts.STATUS,
                "affirming",
                List.of("warning", "contraindicated"),
                List.of("none", "?"));
        given("AT-strength", AttestationFacts.STRENGTH, "tpm-quoted", List.of(), List.of("simulated", "checked", "?"));
        given("AT-key-home", TpmKeyFacts.KEY_HOME, "hardware-tpm", List.of(), List.of("software-tpm", "?"));
        given("UP-capable", UpdateFacts.INSTALLED, "success", List.of("failure"), List.of("?"));
        given("UP-tamper-refused", UpdateFacts.TAMPERED, "refused", List.of("accepted"), List.of("failed-otherwise"));
        given("UP-signer-refused", UpdateFacts.FOREIGN_SIGNER, "refused", List.of("accepted"), List.of("?"));
        given("UP-antirollback", UpdateFacts.OLD_SEQUENCE, "refused", List.of("accepted"), List.of("?"));
        given("UP-rollback", UpdateFacts.ROLLED_BACK, "success", List.of("failure"), List.of("?"));
        given("UP-auto", UpdateFacts.MODE, "automatic", List.of("manual"), List.of("?"));
        given("UP-latency", UpdateFacts.LATENCY_SECONDS, "2592000", List.of("2592001"), List.of("fast"));
        given("UP-current", UpdateFacts.CURRENT, "true", List.of("false"), List.of("?"));
        given("UP-secure", UpdateFacts.INSTALLED, "success", List.of("failure"), List.of());
        given("UP-secure", UpdateFacts.TAMPERED, "refused", List.of("accepted"), List.of("failed-otherwise"));
        given("UP-secure", UpdateFacts.FOREIGN_SIGNER, "refused", List.of("accepted"), List.of());
        given("TL-version", JoiningFacts.TLS_VERSION, "TLSv1.3", List.of("TLSv1.1", "SSLv3"), List.of("QUICKv9"));
        given("TL-mutual", JoiningFacts.TLS_MUTUAL, "true", List.of("false"), List.of("?"));
        given("NW-mud-present", NetworkFacts.POLICY, "sha256:aa", List.of(), List.of());
        given(
                "NW-mud-enforced",
                NetworkFacts.ENFORCED,
                "kernel-enforced",
                List.of("not-enforced", "unrestricted"),
                List.of("checked", "simulated"));
        given("NW-quarantine", NetworkFacts.ISOLATION, "applied", List.of("failed", "kept"), List.of("ordered", "?"));
        given("HO-aslr", HostFacts.ASLR, "full", List.of("off"), List.of("simulated", "unknown"));
        given("HO-kernel-memory", HostFacts.KERNEL_MEMORY, "kept", List.of("open"), List.of("simulated", "unknown"));
        given("HO-no-execute", HostFacts.NO_EXECUTE, "yes", List.of("no"), List.of("simulated", "unknown"));
        given("HO-ptrace", HostFacts.PTRACE_SCOPE, "1", List.of("0", "none"), List.of("simulated", "unknown"));
        given("HO-domains", HostFacts.DOMAINS, "apart", List.of("one"), List.of("simulated", "unknown"));
        given(
                "HO-limits",
                HostFacts.LIMITS,
                "memory v2, cpu v2, pids v2",
                List.of("none"),
                List.of("simulated", "unknown"));
        given("HO-headroom", HostFacts.HEADROOM, "enough", List.of("short"), List.of("simulated", "unknown"));
        given("HO-root", HostFacts.ROOT, "verity", List.of("writable"), List.of("simulated", "unknown"));
        given("HO-clock", HostFacts.CLOCK_SOURCE, "chrony-nts", List.of("none"), List.of("simulated", "unknown"));
        given(
                "HO-resolver",
                HostFacts.RESOLVER,
                "validating",
                List.of("remote", "none"),
                List.of("simulated", "unknown"));
        given("HO-passwords", HostFacts.PASSWORDS, "strong", List.of("weak"), List.of("simulated", "unknown"));
        given("HO-throttle", HostFacts.LOGIN_THROTTLE, "faillock", List.of("none"), List.of("simulated", "unknown"));
        given("HO-remote-login", HostFacts.REMOTE_LOGIN, "keys", List.of("passwords"), List.of("simulated", "unknown"));
        given("HO-debug", HostFacts.DEBUG, "closed", List.of("open"), List.of("simulated", "unknown"));
        given("HO-usb", HostFacts.USB, "none", List.of("open"), List.of("simulated", "unknown"));
        given("DV-state", DevicesFacts.STATE, "operational", List.of(), List.of());
        given("RS-react", ResponseFacts.REACTION_SECONDS, "60", List.of("61"), List.of("quick"));
        given("RS-recover", ResponseFacts.RECOVERED, "true", List.of("false"), List.of("?"));
        given("LG-durable", LedgerFacts.LOG, "muster.example/acme/record", List.of(), List.of());
        given("LG-statements", LedgerFacts.STATEMENT, "application/rim+cbor", List.of(), List.of());
        given(
                "VU-support-period",
                DevicesFacts.SUPPORT_UNTIL,
                "2099-01-01T00:00:00Z",
                List.of("2026-11-21T11:59:59Z"),
                List.of("long"));
    }

    private static Given good(Check check) {
        Given given = Given.cam();
        goodValues(check.id()).forEach(given::fact);
        return given;
    }

    private static Map<FactKey, String> goodValues(String check) {
        Map<FactKey, String> values = new java.util.HashMap<>();
        CASES.stream()
                .filter(c -> c.check().equals(check) && c.expected() == Outcome.PASS)
                .forEach(c -> values.put(c.key(), c.value()));
        return values;
    }

    @TestFactory
    List<DynamicTest> eachValueHasItsOutcome() {
        return CASES.stream()
                .map(c -> DynamicTest.dynamicTest(c.check() + " " + c.key() + "=" + c.value(), () -> {
                    Check check = EveryCheck.all().get(c.check());
                    Finding finding = good(check).fact(c.key(), c.value()).finding(check, NOW);
                    assertThat(finding.outcome()).as(finding.reason()).isEqualTo(c.expected());
                    assertThat(finding.facts()).isNotEmpty();
                }))
                .toList();
    }

    @TestFactory
    List<DynamicTest> eachMissingInputIsUnknown() {
        return EveryCheck.all().all().stream()
                .flatMap(check -> check.needs().stream()
                        .map(key -> DynamicTest.dynamicTest(check.id() + " without " + key, () -> {
                            Given given = Given.cam();
                            goodValues(check.id()).forEach((k, v) -> {
                                if (!k.equals(key)) {
                                    given.fact(k, v);
                                }
                            });
                            Finding finding = given.finding(check, NOW);
                            assertThat(finding.outcome()).isEqualTo(Outcome.UNKNOWN);
                            assertThat(finding.reason()).contains(key.toString());
                        })))
                .toList();
    }

    @TestFactory
    List<DynamicTest> eachPassGoesStaleAtItsAgeAndNotBefore() {
        return EveryCheck.all().all().stream()
                .filter(check -> !check.maxAge().equals(Check.LASTING))
                .map(check -> DynamicTest.dynamicTest(check.id() + " after " + check.maxAge(), () -> {
                    Given given = good(check);
                    Finding before = given.finding(check, check.maxAge().minusSeconds(1));
                    assertThat(before.outcome()).isEqualTo(Outcome.PASS);
                    assertThat(before.changesAt()).isEqualTo(Given.T0.plus(check.maxAge()));
                    assertThat(given.finding(check, check.maxAge()).outcome()).isEqualTo(Outcome.STALE);
                }))
                .toList();
    }

    @Test
    void aBreachDoesNotGrowStale() {
        Check check = EveryCheck.all().get("AT-sw-match");
        Finding finding =
                Given.cam().fact(AttestationFacts.SOFTWARE, "mismatch").finding(check, Duration.ofDays(400));
        assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
    }

    @Test
    void aCertificateEndsByTimeAlone() {
        Check check = EveryCheck.all().get("EN-cert-valid");
        Given given = Given.cam().fact(JoiningFacts.CERTIFICATE_UNTIL, "2026-11-22T12:00:00Z");
        assertThat(given.finding(check, NOW).changesAt()).isEqualTo("2026-11-22T12:00:00Z");
        assertThat(given.finding(check, Duration.ofDays(1)).outcome()).isEqualTo(Outcome.FAIL);
    }

    @Test
    void everyCheckIsExercisedHere() {
        assertThat(CASES.stream().map(Case::check).distinct())
                .containsExactlyInAnyOrderElementsOf(EveryCheck.all().ids());
    }

    @Test
    void everyCheckSaysWhatItAsksAndWhatToDo() {
        for (Check check : EveryCheck.all().all()) {
            assertThat(check.statement()).isNotBlank().doesNotEndWith(".");
            assertThat(check.remedy()).isNotBlank().doesNotEndWith(".");
            assertThat(check.needs()).isNotEmpty();
        }
    }
}
