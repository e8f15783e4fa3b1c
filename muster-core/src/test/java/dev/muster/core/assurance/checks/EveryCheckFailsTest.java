package dev.muster.core.assurance.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.assurance.EveryCheck;
import dev.muster.core.assurance.Finding;
import dev.muster.core.assurance.Finding.Outcome;
import dev.muster.core.assurance.Given;
import dev.muster.core.assurance.LedgerFacts;
import dev.muster.core.attestation.AttestationFacts;
import dev.muster.core.attestation.EvidenceRefused;
import dev.muster.core.attestation.ResultDisputed;
import dev.muster.core.attestation.TwinSeen;
import dev.muster.core.attestation.tpm.KeyProved;
import dev.muster.core.attestation.tpm.TpmKeyFacts;
import dev.muster.core.devices.DeviceState;
import dev.muster.core.devices.DevicesFacts;
import dev.muster.core.devices.OrderClosed;
import dev.muster.core.devices.ProductAdded;
import dev.muster.core.devices.StateChanged;
import dev.muster.core.drills.DoorsTried;
import dev.muster.core.drills.DrillFacts;
import dev.muster.core.facts.Check;
import dev.muster.core.failures.FailuresFacts;
import dev.muster.core.failures.FailuresReported;
import dev.muster.core.governance.GovernanceEvent;
import dev.muster.core.governance.GovernanceFacts;
import dev.muster.core.governance.WipePapers;
import dev.muster.core.host.HostFacts;
import dev.muster.core.host.HostReported;
import dev.muster.core.joining.Enrolled;
import dev.muster.core.joining.EnrolmentRefused;
import dev.muster.core.joining.JoiningFacts;
import dev.muster.core.joining.KeyShared;
import dev.muster.core.joining.authorities.AuthorityActivated;
import dev.muster.core.joining.authorities.Role;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.FactRule;
import dev.muster.core.ledger.LedgerEvent;
import dev.muster.core.ledger.Subject;
import dev.muster.core.network.FlowsSeen;
import dev.muster.core.network.GatewayHolds;
import dev.muster.core.network.NetworkFacts;
import dev.muster.core.network.PolicySet;
import dev.muster.core.network.RulesChanged;
import dev.muster.core.response.ResponseEvent;
import dev.muster.core.response.ResponseFacts;
import dev.muster.core.update.DeviceFellBack;
import dev.muster.core.update.DeviceHeld;
import dev.muster.core.update.DeviceUpdated;
import dev.muster.core.update.EnvelopeNature;
import dev.muster.core.update.InstallReported;
import dev.muster.core.update.KeyListPublished;
import dev.muster.core.update.ReleasePublished;
import dev.muster.core.update.SignerAccepted;
import dev.muster.core.update.UpdateFacts;
import dev.muster.format.devices.orders.OrderKind;
import dev.muster.format.devices.orders.OrderOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * A check that cannot fail is bookkeeping. For each one: entries as topics write them, through the rules that make facts of
 * them, after which it fails. Records that people keep fail by withdrawal, which their own tests show.
 */
class EveryCheckFailsTest {
    private static final List<FactRule> RULES = List.of(
            new AttestationFacts(),
            new DevicesFacts(),
            new DrillFacts(),
            new FailuresFacts(),
            new GovernanceFacts(),
            new HostFacts(),
            new JoiningFacts(),
            new LedgerFacts(),
            new NetworkFacts(),
            new ResponseFacts(),
            new TpmKeyFacts(),
            new UpdateFacts());
    private static final Instant T0 = Given.T0;
    private static final Map<String, Story> STORIES = new LinkedHashMap<>();

    /** What the ledger says, and how long after it the check fails. */
    private record Story(Duration later, List<Told> told) {}

    private record Told(Subject about, Event event) {}

    private static void fails(String check, Told... told) {
        STORIES.put(check, new Story(Duration.ZERO, List.of(told)));
    }

    private static Told device(Event event) {
        return new Told(Given.CAM, event);
    }

    private static Told org(Event event) {
        return new Told(Given.ACME, event);
    }

    static {
        joining();
        attestation();
        updates();
        doors();
        rest();
    }

    private static void joining() {
        fails("EN-unattended", device(new EnrolmentRefused("idevid-untrusted", "", "cam-07", "192.0.2.1", 1, T0)));
        fails("ID-idevid", device(Enrolments.by(Enrolled.Means.TOKEN)));
        fails("ID-small-key", device(Enrolments.over("TLSv1.3", "TLS_AES_128_GCM_SHA256", "RSA-3072")));
        fails("DV-admitted", device(new StateChanged(DeviceState.JOINING, DeviceState.OPERATIONAL, "enrolled", "")));
        fails("TL-mutual", device(Enrolments.by(Enrolled.Means.TOKEN)));
        fails("EN-renew", device(Enrolments.by(Enrolled.Means.LOCAL_IDENTITY)));
        fails("TL-version", device(Enrolments.over("TLSv1.1", "TLS_RSA_WITH_AES_128_CBC_SHA", "P-256")));
        fails(
                "ID-unique",
                device(Enrolments.by(Enrolled.Means.FACTORY_IDENTITY)),
                device(new KeyShared("aa", KeyShared.Kind.FACTORY, "cam-08")));
        STORIES.put(
                "EN-anchor",
                new Story(
                        Duration.ofDays(16),
                        List.of(
                                device(Enrolments.by(Enrolled.Means.FACTORY_IDENTITY)),
                                new Told(new Subject("authority", "cc"), new AuthorityActivated(Role.DEVICE)))));
        fails("TL-suite", device(Enrolments.over("TLSv1.2", "TLS_RSA_WITH_AES_128_CBC_SHA", "P-256")));
        fails("ID-algorithm", device(Enrolments.over("TLSv1.2", "TLS_AES_128_GCM_SHA256", "RSA-1024")));
        STORIES.put(
                "EN-cert-valid",
                new Story(Enrolments.LIFE, List.of(device(Enrolments.by(Enrolled.Means.FACTORY_IDENTITY)))));
    }

    private static void attestation() {
        Told affirmed = device(Appraisals.affirming("tpm-quoted"));
        Told twin = device(new TwinSeen("aa", "the boot count went from 9 to 3", 9, 3, "bb"));
        fails("AT-fresh", affirmed, device(new EvidenceRefused("nonce-unknown", "d", "aa")));
        fails("AT-signed", affirmed, device(new EvidenceRefused("signature-invalid", "d", "aa")));
        fails("AT-sw-match", device(Appraisals.contradicted()));
        fails("AT-restart", device(Appraisals.contradicted()));
        fails("AT-tier", device(Appraisals.contradicted()));
        fails("AT-unknown-part", device(Appraisals.contradicted()));
        fails("AT-strength", affirmed, twin);
        fails("AT-twin", affirmed, twin);
        fails("AT-accepted", affirmed, device(new EvidenceRefused("nonce-unknown", "d", "aa")));
        fails("AT-result", affirmed, device(new ResultDisputed("not-our-server", "aa")));
        fails("AT-debug", device(Appraisals.debugging()));
        fails(
                "AT-key-home",
                device(new KeyProved(
                        new byte[0], "aa", new byte[0], "aa", "aa", "aa", "Acme", "hardware-tpm", "aa", T0)),
                twin);
        fails(
                "HO-tpm",
                device(new KeyProved(
                        new byte[0], "aa", new byte[0], "aa", "aa", "aa", "Acme", "hardware-tpm", "aa", T0)),
                device(new HostReported(
                        List.of(new HostReported.Property("host.tpm", "none", "missing", "as it is")))));
    }

    private static void updates() {
        fails("UP-capable", device(report(EnvelopeNature.RELEASE, false)));
        fails("UP-tamper-refused", device(report(EnvelopeNature.TAMPERED, true)));
        fails("UP-signer-refused", device(report(EnvelopeNature.FOREIGN_SIGNER, true)));
        fails("UP-antirollback", device(report(EnvelopeNature.OLD_RELEASE, true)));
        fails(
                "UP-secure",
                device(report(EnvelopeNature.RELEASE, true)),
                device(report(EnvelopeNature.TAMPERED, true)),
                device(report(EnvelopeNature.FOREIGN_SIGNER, false)));
        fails("UP-rollback", device(closed(OrderKind.ROLL_BACK, "")));
        fails(
                "UP-report",
                device(new InstallReported(
                        "aa",
                        EnvelopeNature.RELEASE,
                        "cam-2.0",
                        true,
                        "",
                        "",
                        Optional.of(false),
                        Optional.of("it wrote nothing"))));
        fails("UP-reason", device(new InstallReported("aa", EnvelopeNature.RELEASE, "cam-2.0", false, "", "")));
        fails("UP-switch", device(new DeviceHeld(true, "repair")), device(report(EnvelopeNature.RELEASE, true)));
        fails("UP-settled", device(new DeviceFellBack("ro-1", "cam-2.0", "1.0")));
        fails("UP-auto", device(new DeviceUpdated("ro-1", "cam-2.0", "2.0", 9, Optional.of(false))));
        fails("UP-latency", device(new DeviceUpdated("ro-1", "cam-2.0", "2.0", 2_592_001, Optional.of(true))));
        fails(
                "UP-current",
                device(Appraisals.affirming("checked")),
                device(new DeviceFellBack("ro-1", "cam-2.0", "1.0")));
    }

    private static void doors() {
        Map.of(
                        "SV-reads", "reads",
                        "SV-writes", "writes",
                        "SV-tls", "old-tls",
                        "SV-page", "page",
                        "SV-errors", "errors",
                        "SV-input", "malformed",
                        "SV-crowd", "crowd",
                        "SV-told", "told",
                        "SV-updates-told", "updates-told")
                .forEach((check, trial) -> fails(
                        check,
                        org(new DoorsTried(List.of(new DoorsTried.Trial(trial, DoorsTried.Trial.GAVE, "as it is"))))));
    }

    private static void rest() {
        fails(
                "FA-kinds",
                device(new FailuresReported(
                        "aa", List.of(new FailuresReported.Told("other", "aa", "light", "", "", T0, T0, 1)))));
        fails("NW-mud-present", device(new PolicySet("normal", "aa", "o-1", -1)));
        fails(
                "NW-mud-enforced",
                device(Appraisals.affirming("checked")),
                device(new OrderClosed(
                        "o-1", OrderKind.NETWORK_POLICY, OrderOutcome.DONE, "", "", "checked", "trusted")));
        fails("NW-unchanged", device(new RulesChanged(1, T0, "the table was gone")));
        fails(
                "NW-refused",
                device(new FlowsSeen(
                        "gw", 1, 0, List.of(new FlowsSeen.Refused(true, 6, "203.0.113.9", 23, 1, T0, T0)), List.of())));
        fails("NW-gateway-enforced", device(new GatewayHolds("gw", "trusted", "aa", "gw-1.1", "", "no nft")));
        fails("NW-quarantine", device(closed(OrderKind.NETWORK_POLICY, "quarantine")));
        fails(
                "RS-react",
                device(new ResponseEvent.Reacted(3, "contradicted", T0.minusSeconds(61), List.of(), 0, true)));
        fails("RS-recover", device(new ResponseEvent.CaseOpened(3, "roll-backs-used-up", "d")));
        fails(
                "DV-state",
                device(new StateChanged(DeviceState.OPERATIONAL, DeviceState.RETIRED, "sold", "")),
                device(Appraisals.affirming("checked")));
        Told head = org(new LedgerEvent.SplitViewNoticed("record", "device/cam-07", 12, new byte[] {1}));
        fails("LG-witnessed", org(new LedgerEvent.Cosigned("record", "w.example", 12, new byte[0])), head);
        STORIES.put(
                "VU-support-period",
                new Story(
                        Duration.ofDays(2),
                        List.of(new Told(
                                Given.PRODUCT,
                                new ProductAdded("Camera", "Acme", "cam", T0, T0.plus(Duration.ofDays(1)))))));
        fails(
                "LG-durable",
                org(new LedgerEvent.Opened("log.example/record", "log.example/statement", "x", "k", new byte[0])),
                head);
        STORIES.put(
                "UP-keys",
                new Story(
                        Duration.ofDays(8),
                        List.of(
                                device(Appraisals.obeying(2)),
                                new Told(Given.PRODUCT, new KeyListPublished(3, new byte[0])))));
        fails("UP-algorithm", new Told(Given.PRODUCT, new SignerAccepted("Acme", "aa", weakKey(), Optional.empty())));
        fails(
                "LR-roles",
                device(new GovernanceEvent.LocalSessionRecorded(
                        "r-1", "operator/tom", "auditor", "broken: did erase-data", 1, 0, new byte[0])));
        fails(
                "WP-wiped",
                device(new GovernanceEvent.WipeProved("cu-1", WipePapers.INCOMPLETE, "checked", new byte[0])));
        fails(
                "LG-statements",
                new Told(
                        new Subject("release", "cam-2.0"),
                        new ReleasePublished(
                                "cam",
                                "2.0",
                                2,
                                Appraisals.artifact(),
                                List.of(),
                                "aa",
                                Optional.empty(),
                                Optional.empty())));
    }

    /** A COSE_Key (RFC 8230 §4) with a modulus of 1024 bits. */
    private static byte[] weakKey() {
        return HexFormat.of().parseHex("a30103205880" + "ff".repeat(128) + "2143010001");
    }

    private static InstallReported report(EnvelopeNature nature, boolean success) {
        return new InstallReported("aa", nature, "cam-2.0", success, success ? "" : "unauthorised", "");
    }

    private static OrderClosed closed(OrderKind kind, String name) {
        return new OrderClosed("o-1", kind, OrderOutcome.FAILED, "no-room", "d", "", name);
    }

    @TestFactory
    Stream<DynamicTest> eachFailsByWhatTopicsWrite() {
        return STORIES.entrySet().stream()
                .map(one -> DynamicTest.dynamicTest(one.getKey(), () -> {
                    Check check = EveryCheck.all().get(one.getKey());
                    Finding finding = tell(Given.cam(), one.getValue().told())
                            .finding(check, one.getValue().later());
                    assertThat(finding.outcome()).as(finding.reason()).isEqualTo(Outcome.FAIL);
                }));
    }

    /** Whatever fails a host's check is said in a report of that host. */
    @TestFactory
    Stream<DynamicTest> eachHostFailsByItsReport() {
        return hosts().map(id -> DynamicTest.dynamicTest(id, () -> {
            Check check = EveryCheck.all().get(id);
            assertThat(StandardChecksTest.failing(id)).isNotEmpty();
            for (String said : StandardChecksTest.failing(id)) {
                String[] parts = said.split("=", 2);
                Told report = device(new HostReported(
                        List.of(new HostReported.Property(parts[0], parts[1], "missing", "as it is"))));
                Finding finding =
                        tell(StandardChecksTest.good(check), List.of(report)).finding(check, Duration.ZERO);
                assertThat(finding.outcome()).as(said).isEqualTo(Outcome.FAIL);
            }
        }));
    }

    /** Those that a host's own report breaks; one that another topic's word breaks has a story. */
    private static Stream<String> hosts() {
        return EveryCheck.all().ids().stream().filter(id -> id.startsWith("HO-") && !STORIES.containsKey(id));
    }

    /** Records that people keep fail by withdrawal. */
    private static boolean recorded(String check) {
        return check.startsWith("GV-") || check.startsWith("PD-");
    }

    @Test
    void aBreachDoesNotGrowStale() {
        Check check = EveryCheck.all().get("AT-sw-match");
        Finding finding =
                Given.cam().fact(AttestationFacts.SOFTWARE, "mismatch").finding(check, Duration.ofDays(400));
        assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
    }

    @Test
    void noCheckIsLeftOut() {
        Stream<String> shown = Stream.concat(STORIES.keySet().stream(), hosts());
        assertThat(shown)
                .containsExactlyInAnyOrderElementsOf(EveryCheck.all().ids().stream()
                        .filter(id -> !recorded(id))
                        .toList());
    }

    private static Given tell(Given given, List<Told> story) {
        long index = 0;
        for (Told told : story) {
            Instant at = T0.plusSeconds(++index);
            Entry entry = new Entry(
                    index, Given.ORG, "test.said", told.about(), at, at, "test", new byte[32], Optional.empty());
            RULES.forEach(rule -> rule.facts(entry, told.event())
                    .forEach(fact -> given.fact(fact.subject(), fact.key(), fact.value(), at)));
        }
        return given;
    }
}
