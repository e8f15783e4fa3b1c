package dev.muster.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.devices.OrderDesk;
import dev.muster.core.ledger.Refusing.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemTest {
    @ParameterizedTest
    @CsvSource({
        "ABSENT, 404",
        "CONFLICT, 409",
        "INVALID, 400",
        "UNACCEPTABLE, 422",
        "FORBIDDEN, 403",
        "UNPROVEN, 401",
        "BUSY, 503"
    })
    void eachKindOfRefusalHasOneStatus(Kind kind, int status) {
        assertThat(Problem.status(kind)).isEqualTo(status);
    }

    @Test
    void aDesksOwnWordsArePassedOn() {
        Problem problem = Problem.refused(
                new OrderDesk.Answer.Refused(Kind.CONFLICT, "order-conflict", "the order ended otherwise before"),
                "The report on this order is not taken.");
        assertThat(problem.status()).isEqualTo(409);
        assertThat(problem.code()).isEqualTo("order-conflict");
        assertThat(problem.detail()).isEqualTo("the order ended otherwise before");
    }
}
