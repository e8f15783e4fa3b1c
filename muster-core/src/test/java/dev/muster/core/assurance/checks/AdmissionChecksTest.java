package dev.muster.core.assurance.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.assurance.EveryCheck;
import dev.muster.core.assurance.Finding;
import dev.muster.core.assurance.Finding.Outcome;
import dev.muster.core.assurance.Given;
import dev.muster.core.attestation.AttestationFacts;
import dev.muster.core.devices.DeviceState;
import dev.muster.core.devices.DevicesFacts;
import dev.muster.core.devices.StateChanged;
import dev.muster.core.facts.Check;
import dev.muster.core.joining.JoiningFacts;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Fact;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Upon what a device came into service, and the kind of its key: what holds, what does not, and what nobody can tell. */
class AdmissionChecksTest {
    private static final Check ADMITTED = EveryCheck.all().get("DV-admitted");
    private static final Check SMALL_KEY = EveryCheck.all().get("ID-small-key");

    private static Optional<String> admitted(DeviceState from, DeviceState to, String reason) {
        StateChanged event = new StateChanged(from, to, reason, "");
        Entry entry =
                new Entry(7, Given.ORG, "test", Given.CAM, Given.T0, Given.T0, "anna", new byte[32], Optional.empty());
        return new DevicesFacts()
                .facts(entry, event).stream()
                        .filter(fact -> fact.key().equals(DevicesFacts.ADMITTED.key()))
                        .map(Fact::value)
                        .findFirst();
    }

    @Test
    void uponWhatItCameIsToldOnceItComes() {
        assertThat(admitted(DeviceState.JOINING, DeviceState.OPERATIONAL, "evidence-affirming"))
                .contains("by-evidence");
        assertThat(admitted(DeviceState.QUARANTINED, DeviceState.OPERATIONAL, "verdict-affirming"))
                .contains("by-evidence");
        assertThat(admitted(DeviceState.JOINING, DeviceState.OPERATIONAL, "operator"))
                .contains("by-person");
        assertThat(admitted(DeviceState.JOINING, DeviceState.OPERATIONAL, "enrolled"))
                .contains("without-evidence");
        assertThat(admitted(DeviceState.MAINTENANCE, DeviceState.OPERATIONAL, "operator"))
                .as("it was in service all the time")
                .isEmpty();
        assertThat(admitted(DeviceState.OPERATIONAL, DeviceState.QUARANTINED, "verdict-contraindicated"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"by-evidence,PASS", "without-evidence,FAIL", "by-person,UNKNOWN", "else,UNKNOWN"})
    void onlyEvidenceHolds(String value, Outcome outcome) {
        Given given = Given.cam().fact(DevicesFacts.ADMITTED, value);
        assertThat(given.finding(ADMITTED, Duration.ofDays(400)).outcome()).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({"P-256,PASS", "P-384,PASS", "Ed25519,PASS", "RSA-2048,FAIL", "RSA-4096,FAIL", "ML-DSA-65,UNKNOWN"})
    void curvesAreForSmallProcessors(String value, Outcome outcome) {
        Given given = Given.cam().fact(JoiningFacts.KEY_ALGORITHM, value);
        Finding finding = given.finding(SMALL_KEY, Duration.ofDays(400));
        assertThat(finding.outcome()).isEqualTo(outcome);
        assertThat(finding.reason()).contains(value);
    }

    @Test
    void whatWasNeverToldIsUnknown() {
        assertThat(Given.cam().finding(ADMITTED, Duration.ZERO).outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(Given.cam().finding(SMALL_KEY, Duration.ZERO).outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void evidenceOfARetiredDeviceContradictsTheRegister() {
        Given given = Given.cam()
                .fact(DevicesFacts.STATE, "retired")
                .fact(AttestationFacts.STATUS, "affirming", Given.T0.plusSeconds(1));
        Check check = EveryCheck.all().get("DV-state");
        assertThat(given.finding(check, Duration.ofMinutes(1)).outcome()).isEqualTo(Outcome.FAIL);
    }
}
