package dev.muster.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.core.ledger.OrgId;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OneAtATimeTest {
    private static final OrgId ACME = new OrgId("acme");
    private static final OrgId CITY = new OrgId("city");

    private final OneAtATime heavy = new OneAtATime();

    @Test
    void whileOneRunsTheOthersOfTheOrganisationAreToldToComeLater() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> heavy.run(ACME, "replay", () -> {
                begun.countDown();
                try {
                    assertThat(end.await(10, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return Response.of(200);
            }));
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
            for (int auditor = 0; auditor < 12; auditor++) {
                assertThatThrownBy(() -> heavy.run(ACME, "pack", () -> Response.of(200)))
                        .isInstanceOf(Refused.class)
                        .hasMessage("job-running");
            }
            assertThat(heavy.run(CITY, "replay", () -> Response.of(200)).status())
                    .isEqualTo(200);
            end.countDown();
            assertThat(first.get(10, TimeUnit.SECONDS).status()).isEqualTo(200);
        }
        assertThat(heavy.run(ACME, "pack", () -> Response.of(201)).status()).isEqualTo(201);
    }

    @Test
    void whatFailsDoesNotKeepTheNextOneAway() {
        assertThatThrownBy(() -> heavy.run(ACME, "replay", () -> {
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("broken");
        assertThat(heavy.run(ACME, "replay", () -> Response.of(200)).status()).isEqualTo(200);
    }
}
