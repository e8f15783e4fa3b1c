package dev.muster.core.assurance.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.assurance.EveryCheck;
import dev.muster.core.assurance.Finding;
import dev.muster.core.assurance.Finding.Outcome;
import dev.muster.core.assurance.Given;
import dev.muster.core.assurance.LedgerFacts;
import dev.muster.core.assurance.ProductFact;
import dev.muster.core.assurance.ProductFacts;
import dev.muster.core.attestation.AttestationFacts;
import dev.muster.core.attestation.tpm.TpmKeyFacts;
import dev.muster.core.devices.DevicesFacts;
import dev.muster.core.facts.Check;
import dev.muster.core.facts.FactKey;
import dev.muster.core.failures.FailuresFacts;
import dev.muster.core.governance.GovernanceFacts;
import dev.muster.core.governance.RowParts;
import dev.muster.core.host.HostFacts;
import dev.muster.core.joining.JoiningFacts;
import dev.muster.core.network.NetworkFacts;
import dev.muster.core.response.ResponseFacts;
import dev.muster.core.update.UpdateFacts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
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
    private static final FactKey PORTS = FactKey.product("product.ports");
    private static final FactKey SERVICES = FactKey.product("product.services");
    private static final FactKey INTERFACES = FactKey.product("product.interfaces");
    private static final FactKey PARTS = FactKey.product("product.hardware");

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
        given("LR-roles", GovernanceFacts.LOCAL_ROLES, "kept", List.of("broken"), List.of("?"));
        given("WP-wiped", GovernanceFacts.WIPE, "complete", List.of("incomplete"), List.of("simulated", "?"));
        given("ID-idevid", JoiningFacts.IDEVID, "verified", List.of("refused", "none", "released"), List.of("maybe"));
        given("ID-idevid", JoiningFacts.IDEVID, "endorsed", List.of(), List.of("listed"));
        given("EN-unattended", JoiningFacts.IDEVID, "verified", List.of("refused"), List.of("none", "released"));
        given("UP-keys", UpdateFacts.KEY_LIST, "3", List.of(), List.of("first"));
        given("UP-keys", UpdateFacts.OBEYED_EPOCH, "3", List.of(), List.of("none"));
        given("UP-switch", UpdateFacts.SWITCHED, "off", List.of(), List.of("?"));
        EveryCheck.all().all().stream()
                .filter(c -> c.id().startsWith("SV-"))
                .forEach(c -> given(c.id(), c.needs().getFirst(), "held", List.of("gave"), List.of("unclear")));
        given("ID-unique", JoiningFacts.KEY_UNIQUE, "true", List.of("false"), List.of("?"));
        given(
                "EN-cert-valid",
                JoiningFacts.CERTIFICATE_UNTIL,
                "2099-01-01T00:00:00Z",
                List.of("2026-11-21T12:00:00Z"),
                List.of("soon"));
        given("EN-anchor", JoiningFacts.ANCHOR, "aa", List.of(), List.of());
        given("EN-renew", JoiningFacts.REKEYED, "true", List.of("false"), List.of("?"));
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
        given("UP-report", UpdateFacts.REPORT_REPLAYED, "possible", List.of("impossible"), List.of("?"));
        given("UP-tamper-refused", UpdateFacts.TAMPERED, "refused", List.of("accepted"), List.of("failed-otherwise"));
        given("UP-signer-refused", UpdateFacts.FOREIGN_SIGNER, "refused", List.of("accepted"), List.of("?"));
        given("UP-antirollback", UpdateFacts.OLD_SEQUENCE, "refused", List.of("accepted"), List.of("?"));
        given("UP-rollback", UpdateFacts.ROLLED_BACK, "success", List.of("failure"), List.of("?"));
        given("UP-auto", UpdateFacts.MODE, "automatic", List.of("manual"), List.of("?"));
        given("UP-latency", UpdateFacts.LATENCY_SECONDS, "2592000", List.of("2592001"), List.of("fast"));
        given("UP-current", UpdateFacts.CURRENT, "true", List.of("false"), List.of("?"));
        given("UP-current", UpdateFacts.ATTESTED_VERSION, "1.4.2", List.of(), List.of());
        given(
                "UP-settled",
                UpdateFacts.ROLLOUT,
                "updated",
                List.of("failed", "overdue", "fell-back"),
                List.of("offered", "?"));
        given("UP-reason", UpdateFacts.FAILURE_REASON, "unauthorised", List.of("none", "ok"), List.of("whatever"));
        given(
                "TL-suite",
                JoiningFacts.TLS_CIPHER,
                "TLS_AES_256_GCM_SHA384",
                List.of("TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256", "TLS_RSA_WITH_AES_128_GCM_SHA256"),
                List.of("SSL_NULL"));
        given("ID-small-key", JoiningFacts.KEY_ALGORITHM, "P-256", List.of("RSA-3072"), List.of("P-999"));
        given("DV-admitted", DevicesFacts.ADMITTED, "by-evidence", List.of("without-evidence"), List.of("by-person"));
        given("ID-algorithm", JoiningFacts.KEY_ALGORITHM, "P-256", List.of("RSA-1024"), List.of("P-999"));
        given("AT-debug", AttestationFacts.DEBUG, "disabled-permanently", List.of("enabled"), List.of("?"));
        given("AT-twin", AttestationFacts.TWIN, "none", List.of("boot count 3 after 5"), List.of());
        given("AT-result", AttestationFacts.STATUS, "affirming", List.of(), List.of());
        given("AT-accepted", AttestationFacts.STATUS, "affirming", List.of(), List.of());
        given("LG-witnessed", LedgerFacts.COSIGNED, "witness.example", List.of(), List.of());
        ProductFacts.all().stream()
                .filter(fact -> fact.kind() == ProductFact.Kind.PAPER)
                .forEach(paper -> given(
                        paper.check().orElseThrow(),
                        paper.fact(),
                        "https://maker.example/paper",
                        List.of("none", "document/7 until 2026-11-21T12:00:00Z"),
                        List.of("somewhere")));
        given("FA-kinds", FailuresFacts.KINDS, "crash,sensor", List.of("other", "crash,other"), List.of());
        given("HO-guard", HostFacts.GUARD, "two processes", List.of("one process"), List.of("simulated"));
        given("HO-agent", HostFacts.AGENT, "confined", List.of("unconfined", "partly"), List.of("simulated"));
        given("HO-programs", HostFacts.PROGRAMS, "allow-list", List.of("any"), List.of("simulated"));
        given("HO-baseline", HostFacts.BASELINE, "held", List.of("none"), List.of("simulated"));
        given("HO-workloads", HostFacts.WORKLOADS, "runc", List.of("unlimited"), List.of("simulated", "none"));
        given("HO-seccomp", HostFacts.SECCOMP, "filter", List.of("none"), List.of("simulated"));
        given("HO-landlock", HostFacts.LANDLOCK, "version 4", List.of("none"), List.of("simulated", "unknown"));
        given("HO-core-dumps", HostFacts.CORE_DUMPS, "handler", List.of("file"), List.of("simulated", "unknown"));
        given("HO-encryption", HostFacts.ENCRYPTION, "dm-crypt", List.of("none"), List.of("simulated"));
        given("HO-ima", HostFacts.IMA, "measuring", List.of("none"), List.of("simulated"));
        given("HO-secure-boot", HostFacts.SECURE_BOOT, "on", List.of("off", "none"), List.of("simulated"));
        given("HO-tpm", HostFacts.TPM, "yes", List.of(), List.of("simulated", "none"));
        given("HO-connections", HostFacts.CONNECTIONS, "closed", List.of("left-open"), List.of("simulated", "unknown"));
        given("HO-memory", HostFacts.MEMORY, "returned", List.of("taken"), List.of("simulated", "unknown"));
        given("HO-quota", HostFacts.QUOTA, "partitions", List.of("none"), List.of("simulated", "unknown"));
        given("HO-compression", HostFacts.COMPRESSION, "files, journal", List.of("none"), List.of("simulated"));
        given("HO-states", HostFacts.STATES, "several", List.of("one"), List.of("simulated", "unknown"));
        given("HO-rates", HostFacts.RATES, "limited", List.of("unlimited"), List.of("simulated", "unknown"));
        given("HO-sensors", HostFacts.SENSORS, "2 hwmon, 0 iio, 1 gpio", List.of("none"), List.of("simulated"));
        given("HO-quiet", HostFacts.LISTENING, "none", List.of("tcp/23 tcp/443"), List.of("tcp/443", "simulated"));
        given("UP-algorithm", UpdateFacts.SIGNER_KIND, "Ed25519", List.of("RSA-1024"), List.of("unreadable"));
        given(
                "AT-restart",
                AttestationFacts.STATUS,
                "affirming",
                List.of("contraindicated"),
                List.of("warning", "none"));
        given("AT-restart", AttestationFacts.BOOT_COUNT, "3", List.of(), List.of("0", "1", "often"));
        given("HO-watchdog", HostFacts.WATCHDOG, "yes", List.of("none"), List.of("simulated"));
        given(
                "HO-privileges",
                HostFacts.PRIVILEGES,
                "3 root, 4 with capabilities, of 20",
                List.of("10 root, 10 with capabilities, of 20"),
                List.of("simulated", "unknown"));
        given(
                "HO-accounts",
                HostFacts.ACCOUNTS,
                "1 root, 2 administrators",
                List.of("2 root, 0 administrators"),
                List.of("simulated"));
        given("HO-ports", HostFacts.LISTENING, "tcp/443", List.of("tcp/23 tcp/443"), List.of("simulated", "unknown"));
        given("HO-ports", PORTS, "tcp/443 udp/5683", List.of("none", "tcp/80"), List.of());
        given("HO-services", HostFacts.SERVICES, "muster", List.of("muster telnetd"), List.of("simulated"));
        given("HO-services", SERVICES, "muster ssh", List.of("none"), List.of());
        given("HO-interfaces", HostFacts.INTERFACES, "eth0", List.of("eth0 wlan0"), List.of("simulated", "unknown"));
        given("HO-interfaces", INTERFACES, "eth0", List.of("none"), List.of());
        given(
                "HO-hardware",
                HostFacts.HARDWARE,
                "3 parts, aa",
                List.of("4 parts, bb"),
                List.of("simulated", "unknown"));
        given("HO-hardware", PARTS, "3 parts, aa", List.of("2 parts, cc"), List.of());
        given("UP-secure", UpdateFacts.INSTALLED, "success", List.of("failure"), List.of());
        given("UP-secure", UpdateFacts.TAMPERED, "refused", List.of("accepted"), List.of("failed-otherwise"));
        given("UP-secure", UpdateFacts.FOREIGN_SIGNER, "refused", List.of("accepted"), List.of());
        given("TL-version", JoiningFacts.TLS_VERSION, "TLSv1.3", List.of("TLSv1.1", "SSLv3"), List.of("QUICKv9"));
        given("TL-mutual", JoiningFacts.TLS_MUTUAL, "true", List.of("false"), List.of("?"));
        given("NW-mud-present", NetworkFacts.POLICY, "quarantine", List.of("normal"), List.of());
        given(
                "NW-mud-enforced",
                NetworkFacts.ENFORCED,
                "kernel-enforced",
                List.of("not-enforced", "unrestricted"),
                List.of("checked", "simulated"));
        given("NW-unchanged", NetworkFacts.CHANGED, "0", List.of("1", "64"), List.of("?"));
        given("NW-refused", NetworkFacts.REFUSED, "0", List.of("1", "64"), List.of("?"));
        given(
                "NW-gateway-enforced",
                NetworkFacts.GUARDED,
                "kernel-enforced",
                List.of("not-enforced", "unrestricted", "failed"),
                List.of("none", "simulated", "?"));
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
        given(
                "HO-clock-offset",
                HostFacts.CLOCK_OFFSET,
                "near",
                List.of("off", "refused"),
                List.of("simulated", "unknown"));
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
        given("DV-state", DevicesFacts.STATE, "operational", List.of(), List.of("lost"));
        given("RS-react", ResponseFacts.REACTION_SECONDS, "60", List.of("61"), List.of("quick"));
        given("RS-recover", ResponseFacts.RECOVERED, "true", List.of("false"), List.of("?"));
        given("LG-durable", LedgerFacts.LOG, "muster.example/acme/record", List.of(), List.of());
        given("LG-statements", DevicesFacts.PRODUCT, "cam", List.of(), List.of());
        given("LG-statements", LedgerFacts.STATEMENT, "application/rim+cbor", List.of(), List.of());
        given(
                "VU-support-period",
                DevicesFacts.SUPPORT_UNTIL,
                "2099-01-01T00:00:00Z",
                List.of("2026-11-21T11:59:59Z"),
                List.of("long"));
    }

    /** What a host may say that fails the check. */
    static List<String> failing(String check) {
        return CASES.stream()
                .filter(c -> c.check().equals(check) && c.expected() == Outcome.FAIL)
                .filter(c -> c.key().key().startsWith("host."))
                .map(c -> c.key().key() + "=" + c.value())
                .toList();
    }

    static Given good(Check check) {
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
                        // Whoever is judged is on the register, with its product.
                        .filter(key -> !key.equals(DevicesFacts.PRODUCT))
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
    void aCertificateEndsByTimeAlone() {
        Check check = EveryCheck.all().get("EN-cert-valid");
        Given given = Given.cam().fact(JoiningFacts.CERTIFICATE_UNTIL, "2026-11-22T12:00:00Z");
        assertThat(given.finding(check, NOW).changesAt()).isEqualTo("2026-11-22T12:00:00Z");
        assertThat(given.finding(check, Duration.ofDays(1)).outcome()).isEqualTo(Outcome.FAIL);
    }

    /** What is only looked at when it is there: each is enough to turn the answer. */
    @Test
    void whatIsConsideredCanBreakAPass() {
        assertBroken("AT-result", AttestationFacts.RESULT_DISPUTED, "signature-invalid", Duration.ZERO);
        assertBroken("AT-accepted", AttestationFacts.REFUSED, "nonce-used", Duration.ofSeconds(1));
        assertBroken("LG-witnessed", LedgerFacts.SPLIT_VIEW, "device/cam-07", Duration.ZERO);
        assertBroken("LG-durable", LedgerFacts.SPLIT_VIEW, "device/cam-07", Duration.ZERO);
        assertBroken("EN-renew", JoiningFacts.CERTIFICATE_UNTIL, "2026-11-21T12:00:00Z", Duration.ZERO);
        assertBroken("LG-witnessed", LedgerFacts.COSIGNED, "witness.example", Duration.ZERO, Duration.ofDays(7));
        assertBroken("UP-switch", UpdateFacts.INSTALLED, "success", Duration.ofSeconds(1));
        assertBroken("UP-keys", UpdateFacts.KEY_LIST, "4", Duration.ofSeconds(1), Duration.ofDays(8));
        assertBroken("UP-secure", UpdateFacts.OLD_SEQUENCE, "accepted", Duration.ZERO);
    }

    @Test
    void anAuthorityThatWasReplacedMayIssueNoMoreAfterTwoWeeks() {
        Check check = EveryCheck.all().get("EN-anchor");
        Given given = Given.cam().fact(JoiningFacts.ANCHOR, "aa").fact(JoiningFacts.AUTHORITY, "bb");
        assertThat(given.finding(check, Duration.ofDays(14)).outcome()).isEqualTo(Outcome.PASS);
        assertThat(given.finding(check, Duration.ofDays(15)).outcome()).isEqualTo(Outcome.FAIL);
    }

    private static void assertBroken(String id, FactKey key, String value, Duration later) {
        assertBroken(id, key, value, later, later);
    }

    private static void assertBroken(String id, FactKey key, String value, Duration later, Duration judged) {
        Check check = EveryCheck.all().get(id);
        Given given = good(check).fact(key, value, Given.T0.plus(later));
        assertThat(given.finding(check, judged).outcome()).as(id).isEqualTo(Outcome.FAIL);
    }

    @Test
    void aKeyThatWasInATpmIsNotOnAHostWithoutOne() {
        Given given = Given.cam().fact(HostFacts.TPM, "none").fact(TpmKeyFacts.KEY_HOME, "hardware-tpm");
        assertThat(given.finding(EveryCheck.all().get("HO-tpm"), NOW).outcome()).isEqualTo(Outcome.FAIL);
    }

    @Test
    void everyCheckCanFailOrSaysThatItOnlyTellsTheKnownFromTheUnknown() {
        String elsewhere =
                "AT-result AT-accepted HO-tpm UP-switch UP-keys LG-witnessed LG-durable EN-renew DV-state EN-anchor";
        List<String> broken = new ArrayList<>(Arrays.asList(elsewhere.split(" ", -1)));
        CASES.stream()
                .filter(c -> c.expected() == Outcome.FAIL)
                .map(Case::check)
                .forEach(broken::add);
        assertThat(EveryCheck.all().ids().stream().filter(id -> !broken.contains(id)))
                .as("checks without a breach")
                .containsExactlyInAnyOrder("AT-fresh", "AT-key-home", "AT-strength", "LG-statements");
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
