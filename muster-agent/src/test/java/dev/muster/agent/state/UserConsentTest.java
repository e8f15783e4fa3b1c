package dev.muster.agent.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.agent.state.UserConsent.Question;
import dev.muster.format.devices.orders.Strength;
import dev.muster.format.devices.orders.UserAnswer.Standing;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The user is asked once for each update, again when it was put off, and never for what was agreed to. */
class UserConsentTest {
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

    @TempDir
    Path folder;

    private UserConsent consent;

    @BeforeEach
    void device() throws IOException {
        consent = new UserConsent(DeviceRoots.under(folder, Strength.SIMULATED, Durability.POWER_CUT)
                .create());
    }

    @Test
    void anUpdateIsAskedAboutOnceAndToldOnce() throws IOException {
        Question asked = consent.ask("aa", "a hole", NOW);
        assertThat(asked.standing()).isEqualTo(Standing.ASKED);
        assertThat(asked.told()).isFalse();
        consent.told(asked);
        assertThat(consent.ask("aa", "a hole", NOW.plusSeconds(60)).told()).isTrue();
        assertThat(consent.question().orElseThrow().risk()).isEqualTo("a hole");
        assertThat(consent.ask("bb", "", NOW).told()).isFalse();
    }

    @Test
    void whoAgreesIsAskedNoMore() throws IOException {
        assertThat(consent.consent()).isEmpty();
        consent.ask("aa", "", NOW);
        assertThat(consent.consent().orElseThrow().standing()).isEqualTo(Standing.CONSENTED);
        Question again = consent.ask("aa", "", NOW);
        assertThat(again.standing()).isEqualTo(Standing.CONSENTED);
        assertThat(again.told()).isFalse();
        // Another update is another question.
        assertThat(consent.ask("bb", "", NOW).standing()).isEqualTo(Standing.ASKED);
    }

    @Test
    void whatWasPutOffIsAskedAgain() throws IOException {
        consent.ask("aa", "", NOW);
        Instant until = NOW.plus(Duration.ofHours(8));
        consent.postpone(until.plusMillis(1));
        assertThat(consent.ask("aa", "", until.minusSeconds(1)).until()).hasValue(until);
        Question due = consent.ask("aa", "", until);
        assertThat(due.standing()).isEqualTo(Standing.ASKED);
        assertThat(due.told()).isFalse();
    }

    @Test
    void aDeviceWithoutAUserAgreesToAll() throws IOException {
        consent.always(true);
        assertThat(consent.ask("aa", "", NOW).standing()).isEqualTo(Standing.CONSENTED);
        assertThat(consent.ask("bb", "", NOW).standing()).isEqualTo(Standing.CONSENTED);
        consent.always(false);
        assertThat(consent.ask("cc", "", NOW).standing()).isEqualTo(Standing.ASKED);
    }
}
