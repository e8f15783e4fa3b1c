package dev.muster.core.assurance.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.assurance.Check;
import dev.muster.core.assurance.FactKey;
import dev.muster.core.assurance.Finding;
import dev.muster.core.assurance.Finding.Outcome;
import dev.muster.core.assurance.Given;
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
        given("ID-idevid", FactKeys.IDEVID, "verified", List.of("refused"), List.of("released", "maybe"));
        given("ID-unique", FactKeys.KEY_UNIQUE, "true", List.of("false"), List.of("?"));
        given(
                "EN-cert-valid",
                FactKeys.CERTIFICATE_UNTIL,
                "2099-01-01T00:00:00Z",
                List.of("2026-11-21T12:00:00Z"),
                List.of("soon"));
        given("EN-anchor", FactKeys.ANCHOR, "aa", List.of(), List.of());
        given("EN-renew", FactKeys.REKEYED, "true", List.of(), List.of("?"));
        given("AT-fresh", FactKeys.TIER, "contraindicated", List.of(), List.of("none", "?"));
        given("AT-signed", FactKeys.SIGNED, "verified", List.of("refused"), List.of("?"));
        given("AT-sw-match", FactKeys.SOFTWARE, "match", List.of("mismatch"), List.of("no-reference", "?"));
        given("AT-unknown-part", FactKeys.UNKNOWN_PARTS, "0", List.of("2"), List.of("some"));
        given("AT-tier", FactKeys.TIER, "affirming", List.of("warning", "contraindicated"), List.of("none", "?"));
        given("AT-strength", FactKeys.STRENGTH, "tpm-quoted", List.of(), List.of("simulated", "checked", "?"));
        given("UP-capable", FactKeys.INSTALLED, "success", List.of("failure"), List.of("?"));
        given("UP-signed", FactKeys.MANIFEST_VERIFIED, "verified", List.of(), List.of("?"));
        given("UP-tamper-refused", FactKeys.TAMPER_REFUSED, "refused", List.of("accepted"), List.of("?"));
        given("UP-signer-refused", FactKeys.SIGNER_REFUSED, "refused", List.of("accepted"), List.of("?"));
        given("UP-antirollback", FactKeys.OLD_REFUSED, "refused", List.of("accepted"), List.of("?"));
        given("UP-rollback", FactKeys.ROLLED_BACK, "success", List.of("failure"), List.of("?"));
        given("UP-auto", FactKeys.UPDATE_MODE, "automatic", List.of("manual"), List.of("?"));
        given("UP-latency", FactKeys.UPDATE_LATENCY, "2592000", List.of("2592001"), List.of("fast"));
        given("UP-current", FactKeys.CURRENT, "true", List.of("false"), List.of("?"));
        given("UP-secure", FactKeys.INSTALLED, "success", List.of("failure"), List.of());
        given("UP-secure", FactKeys.MANIFEST_VERIFIED, "verified", List.of("skipped"), List.of());
        given("UP-secure", FactKeys.TAMPER_REFUSED, "refused", List.of("accepted"), List.of());
        given("UP-secure", FactKeys.SIGNER_REFUSED, "refused", List.of("accepted"), List.of());
        given("TL-version", FactKeys.TLS_VERSION, "TLSv1.3", List.of("TLSv1.1", "SSLv3"), List.of("QUICKv9"));
        given("TL-mutual", FactKeys.TLS_MUTUAL, "true", List.of("false"), List.of("?"));
        given("NW-mud-present", FactKeys.POLICY, "sha256:aa", List.of(), List.of());
        given(
                "NW-mud-enforced",
                FactKeys.ENFORCED,
                "kernel-enforced",
                List.of("not-enforced"),
                List.of("checked", "simulated"));
        given("NW-quarantine", FactKeys.ISOLATION, "applied", List.of("failed"), List.of("ordered", "?"));
        given("DV-state", FactKeys.STATE, "operational", List.of(), List.of());
        given("RS-react", FactKeys.REACTION, "60", List.of("61"), List.of("quick"));
        given("RS-recover", FactKeys.RECOVERED, "true", List.of("false"), List.of("?"));
        given("LG-durable", FactKeys.LOG, "muster.example/acme/record", List.of(), List.of());
        given("LG-statements", FactKeys.STATEMENT, "application/rim+cbor", List.of(), List.of());
        given(
                "VU-support-period",
                FactKeys.SUPPORT_UNTIL,
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
                    Check check = StandardChecks.all().get(c.check());
                    Finding finding = good(check).fact(c.key(), c.value()).finding(check, NOW);
                    assertThat(finding.outcome()).as(finding.reason()).isEqualTo(c.expected());
                    assertThat(finding.facts()).isNotEmpty();
                }))
                .toList();
    }

    @TestFactory
    List<DynamicTest> eachMissingInputIsUnknown() {
        return StandardChecks.all().all().stream()
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
        return StandardChecks.all().all().stream()
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
        Check check = StandardChecks.all().get("AT-sw-match");
        Finding finding = Given.cam().fact(FactKeys.SOFTWARE, "mismatch").finding(check, Duration.ofDays(400));
        assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
    }

    @Test
    void aCertificateEndsByTimeAlone() {
        Check check = StandardChecks.all().get("EN-cert-valid");
        Given given = Given.cam().fact(FactKeys.CERTIFICATE_UNTIL, "2026-11-22T12:00:00Z");
        assertThat(given.finding(check, NOW).changesAt()).isEqualTo("2026-11-22T12:00:00Z");
        assertThat(given.finding(check, Duration.ofDays(1)).outcome()).isEqualTo(Outcome.FAIL);
    }

    @Test
    void everyCheckIsExercisedHere() {
        assertThat(CASES.stream().map(Case::check).distinct())
                .containsExactlyInAnyOrderElementsOf(StandardChecks.all().ids());
    }

    @Test
    void everyCheckSaysWhatItAsksAndWhatToDo() {
        for (Check check : StandardChecks.all().all()) {
            assertThat(check.statement()).isNotBlank().doesNotEndWith(".");
            assertThat(check.remedy()).isNotBlank().doesNotEndWith(".");
            assertThat(check.needs()).isNotEmpty();
        }
    }
}
