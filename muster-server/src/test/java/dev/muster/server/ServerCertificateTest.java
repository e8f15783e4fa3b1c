package dev.muster.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.server.http.TlsIdentity;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The server's own certificate follows itself while the server runs, and people are told thirty days before what does not.
 * That new connections are shown the next one: {@code HandshakesTest}.
 */
class ServerCertificateTest {
    @TempDir
    private Path data;

    private Instant now = Instant.now();

    private List<String> troubles(TlsIdentity tls) {
        return Machine.troubles(data, tls, now).stream()
                .filter(each -> each.contains("TLS"))
                .toList();
    }

    @Test
    void itIsRenewedThirtyDaysBeforeItsEndAndOtherwiseToldOf() {
        TlsIdentity tls = TlsIdentity.open(data, List.of("localhost"), () -> now, new SecureRandom());
        Instant end = tls.endsAt();
        now = end.minus(Duration.ofDays(31));
        assertThat(tls.renew()).isFalse();
        assertThat(troubles(tls)).isEmpty();
        now = end.minus(Duration.ofDays(29));
        assertThat(troubles(tls)).singleElement().asString().contains("was not renewed");
        assertThat(tls.renew()).isTrue();
        assertThat(tls.endsAt()).isAfter(end.plus(Duration.ofDays(300)));
        assertThat(troubles(tls)).isEmpty();
        assertThat(tls.renew()).as("once").isFalse();
    }

    @Test
    void itsAuthorityIsToldOfThirtyDaysBefore() {
        TlsIdentity tls = TlsIdentity.open(data, List.of("localhost"), () -> now, new SecureRandom());
        Instant over = tls.authority().getNotAfter().toInstant();
        now = over.minus(Duration.ofDays(31));
        tls.renew();
        assertThat(troubles(tls)).noneMatch(each -> each.contains("authority"));
        now = over.minus(Duration.ofDays(29));
        assertThat(troubles(tls))
                .anyMatch(each -> each.contains("The authority of the server's TLS certificate ends at"));
    }
}
