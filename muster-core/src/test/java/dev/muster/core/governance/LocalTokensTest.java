package dev.muster.core.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.devices.DeviceId;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.devices.maintenance.LocalRole;
import dev.muster.format.devices.maintenance.SessionRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A device's record is compared with the role that was issued, not with the one it says. */
class LocalTokensTest {
    private static final Instant NOW = Instant.parse("2026-11-30T08:00:00Z");

    private static LocalTokens.Issued issued(LocalRole role) {
        return new LocalTokens.Issued(
                "r-1", new DeviceId("cam-01"), "operator/tom", role, NOW, NOW.plusSeconds(900), Optional.empty());
    }

    private static SessionRecord record(LocalRole role, String person, SessionRecord.Step... steps) {
        return new SessionRecord(
                "r-1",
                "cam-01",
                person,
                NOW,
                NOW.plusSeconds(60),
                SessionRecord.Ending.CLOSED,
                List.of(steps),
                0,
                Optional.of(role));
    }

    private static SessionRecord.Step step(SessionRecord.Kind kind, String what, Instant at) {
        return new SessionRecord.Step(at, kind, what, Sha256.of(new byte[0]), 0, 0);
    }

    private static SessionRecord.Step did(String what) {
        return step(SessionRecord.Kind.DID, what, NOW.plusSeconds(5));
    }

    private static String compared(LocalRole role, SessionRecord.Step... steps) {
        return LocalTokens.compared(record(role, "operator/tom", steps), issued(role));
    }

    @Test
    void whatTheRoleHasIsKept() {
        assertThat(compared(LocalRole.OPERATOR, did("status"), did("export-data data/a")))
                .isEqualTo("kept");
        assertThat(compared(LocalRole.AUDITOR)).isEqualTo("kept");
        assertThat(compared(
                        LocalRole.AUDITOR,
                        step(SessionRecord.Kind.REFUSED, "role-forbidden erase-data", NOW.plusSeconds(5))))
                .as("refused is kept")
                .isEqualTo("kept");
    }

    @Test
    void whatItDoesNotHaveIsBroken() {
        assertThat(compared(LocalRole.AUDITOR, did("status"), did("erase-data")))
                .isEqualTo("broken: did erase-data with role auditor");
        assertThat(compared(LocalRole.ADMIN, step(SessionRecord.Kind.RUN, "status", NOW)))
                .as("a tool, by no role")
                .startsWith("broken: run");
        assertThat(compared(LocalRole.ADMIN, did("<script>"))).isEqualTo("broken: did something else with role admin");
        assertThat(compared(LocalRole.ADMIN, step(SessionRecord.Kind.DID, "status", NOW.plusSeconds(3600))))
                .contains("outside of the token's time");
    }

    @Test
    void aDeviceThatSawAnotherRoleOrPersonIsNotBelieved() {
        assertThat(LocalTokens.compared(
                        record(LocalRole.ADMIN, "operator/tom", did("erase-data")), issued(LocalRole.AUDITOR)))
                .startsWith("broken");
        assertThat(LocalTokens.compared(
                        record(LocalRole.AUDITOR, "operator/eve", did("status")), issued(LocalRole.AUDITOR)))
                .startsWith("broken");
    }
}
