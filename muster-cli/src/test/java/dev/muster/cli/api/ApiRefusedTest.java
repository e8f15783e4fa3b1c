package dev.muster.cli.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.Status;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiRefusedTest {

    @ParameterizedTest
    @CsvSource({
        "400,USAGE",
        "401,UNKNOWN",
        "403,NO",
        "404,UNKNOWN",
        "409,NO",
        "413,NO",
        "429,UNKNOWN",
        "500,UNKNOWN",
        "503,UNKNOWN"
    })
    void aNoIsTheExitStatusOnlyWhenItWasOne(int http, Status status) {
        assertThat(new ApiRefused(http, "", "").status()).isEqualTo(status);
    }
}
