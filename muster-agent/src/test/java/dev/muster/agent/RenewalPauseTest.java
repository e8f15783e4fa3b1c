package dev.muster.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.agent.server.Reply;
import dev.muster.agent.server.ServerRefused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RenewalPauseTest {
    private static final Duration OWN = Duration.ofSeconds(10);

    private static ServerRefused refused(int status, String code, Optional<Duration> retryAfter) {
        byte[] body = ("{\"code\":\"" + code + "\"}").getBytes(StandardCharsets.UTF_8);
        return ServerRefused.of("renewal", new Reply(status, "application/problem+json", body, retryAfter));
    }

    @Test
    void theServersWishCountsWhenItIsMoreAndNotAbsurd() {
        assertThat(Renewal.pause(refused(503, "busy", Optional.of(Duration.ofMinutes(2))), OWN))
                .isEqualTo(Duration.ofMinutes(2));
        assertThat(Renewal.pause(refused(503, "busy", Optional.of(Duration.ofSeconds(1))), OWN))
                .isEqualTo(OWN);
        assertThat(Renewal.pause(refused(503, "busy", Optional.of(Duration.ofDays(11))), OWN))
                .as("the certificate would end meanwhile")
                .isEqualTo(Duration.ofHours(6));
        assertThat(Renewal.pause(refused(403, "device-retired", Optional.empty()), OWN))
                .isEqualTo(OWN);
        assertThat(Renewal.pause(new IOException("away"), OWN)).isEqualTo(OWN);
    }

    @Test
    void onlyARefusalOfTheCertificateItselfNeedsAnotherOne() {
        for (String code : new String[] {"certificate-superseded", "certificate-expired", "certificate-untrusted"}) {
            assertThat(Renewal.atFault(refused(401, code, Optional.empty())))
                    .as(code)
                    .isTrue();
        }
        assertThat(Renewal.atFault(refused(401, "certificate-missing", Optional.empty())))
                .isFalse();
        assertThat(Renewal.atFault(refused(403, "device-quarantined", Optional.empty())))
                .isFalse();
        assertThat(Renewal.atFault(refused(503, "certificate-expired", Optional.empty())))
                .isFalse();
        assertThat(Renewal.atFault(new IOException("certificate-expired"))).isFalse();
    }
}
