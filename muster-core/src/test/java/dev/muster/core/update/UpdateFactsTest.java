package dev.muster.core.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.devices.OrderClosed;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.Grade;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.format.devices.orders.OrderKind;
import dev.muster.format.devices.orders.OrderOutcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpdateFactsTest {
    private static final Instant AT = Instant.parse("2026-11-21T12:00:00Z");

    private static List<Fact> facts(Event event) {
        Entry entry = new Entry(
                7, new OrgId("acme"), "x.y", Subject.device("cam-1"), AT, AT, "muster", new byte[32], Optional.empty());
        return new UpdateFacts().facts(entry, event);
    }

    private static Fact fact(String key, String value, Grade grade) {
        return new Fact(Subject.device("cam-1"), key, value, AT, grade, 7);
    }

    @ParameterizedTest
    @CsvSource({
        "TAMPERED, unauthorised, update.tampered, refused",
        "TAMPERED, operation-failed, update.tampered, failed-otherwise",
        "TAMPERED, cbor-parse, update.tampered, failed-otherwise",
        "TAMPERED, ok, update.tampered, accepted",
        "FOREIGN_SIGNER, unauthorised, update.foreign-signer, refused",
        "FOREIGN_SIGNER, component-unsupported, update.foreign-signer, failed-otherwise",
        "FOREIGN_SIGNER, ok, update.foreign-signer, accepted",
        "OLD_RELEASE, condition-failed, update.old-sequence, refused",
        "OLD_RELEASE, invoke-pending, update.old-sequence, failed-otherwise",
        "OLD_RELEASE, ok, update.old-sequence, accepted",
        "RELEASE, operation-failed, update.installed, failure",
        "RELEASE, ok, update.installed, success",
    })
    void aReportIsTheDevicesWordAndOnlyTheRightRefusalIsOne(
            EnvelopeNature nature, String reason, String key, String value) {
        assertThat(facts(new InstallReported("", nature, "", reason.equals("ok"), reason, "")))
                .first()
                .isEqualTo(fact(key, value, Grade.REPORTED));
    }

    @Test
    void anEnvelopeNobodyKnowsProvesNothing() {
        assertThat(facts(new InstallReported("", EnvelopeNature.UNKNOWN, "", false, "x", "")))
                .isEmpty();
        assertThat(facts(new InstallReported("", EnvelopeNature.UNREADABLE, "", false, "unauthorised", "")))
                .isEmpty();
        assertThat(facts(new InstallReported("", EnvelopeNature.UNPUBLISHED, "", false, "x", "")))
                .isEmpty();
    }

    @Test
    void onlyEvidenceShowsThatADeviceIsCurrent() {
        assertThat(facts(new DeviceUpdated("ro-1", "cam-2.0", "2.0", 42, Optional.of(true))))
                .containsExactly(
                        fact("update.latency-seconds", "42", Grade.ATTESTED),
                        fact("update.current", "true", Grade.ATTESTED),
                        fact("update.mode", "automatic", Grade.OBSERVED),
                        fact("update.rollout", "updated", Grade.OBSERVED));
        assertThat(facts(new DeviceOffered("ro-1", "cam-2.0", 0, "o")))
                .containsExactly(
                        fact("update.current", "false", Grade.OBSERVED),
                        fact("update.rollout", "offered", Grade.OBSERVED));
    }

    @Test
    void whyAnInstallationFailedIsTheDevicesWord() {
        assertThat(facts(new InstallReported("", EnvelopeNature.RELEASE, "", false, "condition-failed", "")))
                .contains(fact("update.failure-reason", "condition-failed", Grade.REPORTED));
        assertThat(facts(new InstallReported("", EnvelopeNature.RELEASE, "", false, "", "")))
                .contains(fact("update.failure-reason", "none", Grade.REPORTED));
    }

    @Test
    void howARolloutEndsForADeviceIsSeenHere() {
        assertThat(facts(new DeviceFailed("ro-1", "cam-2.0", "x", "")))
                .containsExactly(fact("update.rollout", "failed", Grade.OBSERVED));
        assertThat(facts(new DeviceOverdue("ro-1", "cam-2.0", java.util.Optional.empty())))
                .containsExactly(fact("update.rollout", "overdue", Grade.OBSERVED));
        assertThat(facts(new DeviceFellBack("ro-1", "cam-2.0", "1.0")))
                .contains(fact("update.rollout", "fell-back", Grade.OBSERVED));
    }

    @Test
    void aRollBackIsTheDevicesWordAndAnExpiredOneNobodys() {
        assertThat(facts(closed(OrderOutcome.DONE)))
                .containsExactly(fact("update.rolled-back", "success", Grade.REPORTED));
        assertThat(facts(closed(OrderOutcome.REFUSED)))
                .containsExactly(fact("update.rolled-back", "failure", Grade.REPORTED));
        assertThat(facts(closed(OrderOutcome.EXPIRED))).isEmpty();
    }

    private static OrderClosed closed(OrderOutcome outcome) {
        return new OrderClosed("o", OrderKind.ROLL_BACK, outcome, "", "", "", "");
    }
}
