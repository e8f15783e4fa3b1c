package dev.muster.core.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WindowTest {
    /** 2026-11-28 is a Saturday. */
    @ParameterizedTest
    @CsvSource({
        "02:00-05:00, 2026-11-28T02:00:00Z, true",
        "02:00-05:00, 2026-11-28T04:59:59Z, true",
        "02:00-05:00, 2026-11-28T05:00:00Z, false",
        "22:00-04:00, 2026-11-28T03:59:59Z, true",
        "22:00-04:00, 2026-11-28T21:59:59Z, false",
        "'Sat,Sun 22:00-04:00', 2026-11-28T03:00:00Z, false",
        "'Sat,Sun 22:00-04:00', 2026-11-28T23:00:00Z, true",
        "'Sat,Sun 22:00-04:00', 2026-11-30T03:00:00Z, true",
        "'Sat,Sun 22:00-04:00', 2026-11-30T23:00:00Z, false",
        "00:00-00:00, 2026-11-28T12:00:00Z, true",
    })
    void aWindowIsOpenInItsHours(String text, Instant at, boolean open) {
        Window window = Window.parse(text);
        assertThat(window.open(at)).isEqualTo(open);
        assertThat(Window.parse(window.text())).isEqualTo(window);
        assertThat(window.open(window.opens(at))).isTrue();
    }

    @Test
    void itSaysWhenItOpensNext() {
        Instant friday = Instant.parse("2026-11-27T12:00:00Z");
        assertThat(Window.parse("Sat,Sun 22:00-04:00").opens(friday)).isEqualTo("2026-11-28T22:00:00Z");
        assertThat(Window.parse("11:00-13:00").opens(friday)).isEqualTo(friday);
        assertThat(Window.parse("11:00-11:30").opens(friday)).isEqualTo("2026-11-28T11:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "2:00-5:00", "02:00", "24:00-05:00", "Sam 02:00-05:00", "Sat, Sun 02:00-05:00", "02:60-03:00"
            })
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> Window.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
