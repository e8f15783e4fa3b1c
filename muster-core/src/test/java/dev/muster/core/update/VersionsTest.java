package dev.muster.core.update;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionsTest {
    @ParameterizedTest
    @CsvSource({"1.9,1.10", "1.0.0,1.0.1", "2,10", "1.0-1,1.0-2", "0.9.9,1.0"})
    void theFirstPartThatDiffersDecides(String older, String newer) {
        assertThat(Versions.older(older, newer)).isTrue();
        assertThat(Versions.older(newer, older)).isFalse();
    }

    /** A word has no order, and a longer version is not older: nothing is refused for a guess. */
    @Test
    void whatIsNotCertainIsNotOlder() {
        assertThat(Versions.older("1.0-alpha", "1.0-beta")).isFalse();
        assertThat(Versions.older("1.0", "1.0.1")).isFalse();
        assertThat(Versions.older("1.0", "1.0")).isFalse();
        assertThat(Versions.older("1.00", "1.0")).isFalse();
    }
}
