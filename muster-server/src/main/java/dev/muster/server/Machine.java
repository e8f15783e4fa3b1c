package dev.muster.server;

import dev.muster.server.http.TlsIdentity;
import dev.muster.server.topic.Gauges;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with the machine under the server, in sentences for people. */
final class Machine {
    /** Below this the next release may not fit. */
    private static final long DISK_LOW_BYTES = 1L << 30;

    /** Certificates are renewed thirty days before they end: one that is not by then will not be by itself. */
    private static final Duration CERTIFICATE_LOW = Duration.ofDays(30);

    /** A renewal that is due comes with the next chore. */
    private static final Duration RENEWAL_TAKES = Duration.ofHours(1);

    private static final long MEBIBYTE = 1L << 20;

    private Machine() {}

    /** The same as numbers. */
    static void measure(Path data, TlsIdentity tls, Gauges gauges) {
        gauges.ofServer("muster_disk_free_bytes", "Bytes free on the disk of the data folder.", () -> free(data))
                .ofServer(
                        "muster_tls_certificate_end_seconds",
                        "When the server's TLS certificate ends, in seconds since 1970.",
                        () -> tls.endsAt().getEpochSecond());
    }

    private static double free(Path data) {
        try {
            return Files.getFileStore(data).getUsableSpace();
        } catch (IOException unknown) {
            return Double.NaN;
        }
    }

    static List<String> troubles(Path data, TlsIdentity tls, Instant now) {
        List<String> troubles = new ArrayList<>();
        try {
            long free = Files.getFileStore(data).getUsableSpace();
            if (free < DISK_LOW_BYTES) {
                troubles.add("The disk of " + data + " has " + free / MEBIBYTE + " MB left.");
            }
        } catch (IOException e) {
            troubles.add("The disk of " + data + " does not say how full it is: " + e.getMessage() + ".");
        }
        if (tls.endsAt().isBefore(now.plus(CERTIFICATE_LOW).minus(RENEWAL_TAKES))) {
            troubles.add("The server's TLS certificate ends at " + tls.endsAt() + " and was not renewed.");
        }
        Instant authority = tls.authority().getNotAfter().toInstant();
        if (authority.isBefore(now.plus(CERTIFICATE_LOW))) {
            troubles.add("The authority of the server's TLS certificate ends at " + authority
                    + "; devices that know only this one must be given the next one before.");
        }
        return List.copyOf(troubles);
    }
}
