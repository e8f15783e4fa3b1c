package dev.muster.agent.guarded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.devices.failure.Failure;
import dev.muster.format.devices.failure.FailureKind;
import dev.muster.format.devices.manifest.Violation;
import dev.muster.guard.socket.Happening;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The same thing on two devices is told in the same words. */
class FailuresTest {
    private static final Instant AT = Instant.parse("2026-11-21T12:00:00Z");

    @Test
    void aWorkloadIsToldByHowItEnded() {
        assertThat(told(Violation.WORKLOAD_FAILED, "light ended with 139"))
                .isEqualTo(failure(FailureKind.CRASH, "light", "signal SIGSEGV"));
        assertThat(told(Violation.WORKLOAD_FAILED, "light ended with 3"))
                .isEqualTo(failure(FailureKind.CRASH, "light", "exit 3"));
        assertThat(told(Violation.FORBIDDEN_CALL, "light ended with 159"))
                .isEqualTo(failure(FailureKind.FORBIDDEN_CALL, "light", "signal SIGSYS"));
    }

    @Test
    void aRefusedProgramIsToldByItsContentAndNotByWhereItLay() {
        assertThat(told(Violation.PROGRAM_REFUSED, "/var/a/bin/tool sha256:0011"))
                .isEqualTo(told(Violation.PROGRAM_REFUSED, "/srv/b/bin/tool sha256:0011"))
                .isEqualTo(failure(FailureKind.PROGRAM_REFUSED, "tool", "sha256:0011"));
    }

    @Test
    void namesThatAnAttackerChoseAreShortAndPrintable() {
        Failure told = told(Violation.PROGRAM_REFUSED, "/bin/\u001b[2J" + "x".repeat(400));

        assertThat(told.what()).startsWith("?[2J").hasSize(Failure.MAX_CHARS);
    }

    @Test
    void numbersOfProcessesAreNotToldApart() {
        assertThat(told(Violation.AGENT_ENDED, "agent 12")).isEqualTo(told(Violation.AGENT_ENDED, "agent 13"));
    }

    private static Failure told(Violation kind, String what) {
        return Failures.of(new Happening(1, AT, kind, what, "", "told"));
    }

    private static Failure failure(FailureKind kind, String what, String sign) {
        return new Failure(kind, what, sign, "", AT, AT, 1);
    }
}
