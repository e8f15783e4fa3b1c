package dev.muster.agent.state;

import dev.muster.format.devices.host.HostFact;
import dev.muster.format.devices.host.Standing;
import dev.muster.format.join.x509.CertificatePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The device's clock, held to what was signed: no time is right that is before the newest one that somebody whom this device
 * believes has signed. A wall clock that says so (set back, or begun anew without a battery) is not gone by; time goes on from
 * the newest signed one then, at the pace of a clock that only runs. Kept over restarts. Thread-safe.
 *
 * <p>Not held: what Java's TLS takes for now.
 */
public final class DeviceClock implements InstantSource {
    private static final String FILE = "time.properties";
    private static final String NEWEST = "newest-signed";

    /** Written again when newer by so much: a device attests for years on the same flash. */
    private static final Duration KEPT_EVERY = Duration.ofMinutes(10);

    /** A result is dated to the second, and is on its way for some. */
    private static final Duration RIGHT = Duration.ofSeconds(5);

    private final InstantSource wall;
    private final LongSupplier running;
    private final DeviceRoots roots;
    private Instant newest;
    private Instant kept;
    private long runningThen;
    private Optional<Duration> offset = Optional.empty();

    /**
     * @param wall the clock that people and programs set
     * @param running nanoseconds of one that nobody sets
     */
    public DeviceClock(InstantSource wall, LongSupplier running, DeviceRoots roots) throws IOException {
        this.wall = wall;
        this.running = running;
        this.roots = roots;
        this.kept = before();
        this.newest = kept;
        this.runningThen = running.getAsLong();
    }

    /** A file that cannot be read is as good as none: the certificate's beginning holds the clock too. */
    private Instant before() throws IOException {
        if (!Files.exists(file())) {
            return Instant.EPOCH;
        }
        try {
            return PropertyLines.read(file()).get(NEWEST).map(Instant::parse).orElse(Instant.EPOCH);
        } catch (DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }

    private Path file() {
        return roots.state().resolve(FILE);
    }

    @Override
    public synchronized Instant instant() {
        Instant now = wall.instant();
        return refused(now) ? newest.plusNanos(running.getAsLong() - runningThen) : now;
    }

    /** The clock of who signed may be ahead a little. */
    private boolean refused(Instant now) {
        return now.isBefore(newest.minus(CertificatePath.MAX_CLOCK_SKEW));
    }

    /** Something that was verified says when it was signed. */
    public synchronized void signed(Instant at) throws IOException {
        if (!at.isAfter(newest)) {
            return;
        }
        newest = at;
        runningThen = running.getAsLong();
        if (Duration.between(kept, newest).compareTo(KEPT_EVERY) >= 0) {
            roots.write(
                    file(),
                    PropertyLines.empty(file()).put(NEWEST, newest.toString()).encode());
            kept = newest;
        }
    }

    /** The same of something that was made for this device just now: by it the wall clock is off by so much. */
    public synchronized void signedJustNow(Instant at) throws IOException {
        offset = Optional.of(Duration.between(at, wall.instant()));
        signed(at);
    }

    /** How the clock stands, in words that change seldom. */
    public synchronized HostFact fact() {
        Instant now = wall.instant();
        if (refused(now)) {
            return fact("refused", Standing.MISSING, "it says " + now + ", and " + newest + " was signed before");
        }
        if (offset.isEmpty()) {
            return fact("unknown", Standing.MISSING, "nothing that tells the time was signed since the start");
        }
        Duration by = offset.get().abs();
        String how =
                by.compareTo(RIGHT) <= 0 ? "right" : by.compareTo(CertificatePath.MAX_CLOCK_SKEW) <= 0 ? "near" : "off";
        return fact(
                how,
                how.equals("off") ? Standing.MISSING : Standing.CHECKED,
                by.toSeconds() + " s " + (offset.get().isNegative() ? "behind" : "ahead of")
                        + " what the server signed last");
    }

    private static HostFact fact(String value, Standing standing, String detail) {
        return new HostFact("host.clock-offset", value, standing, detail);
    }
}
