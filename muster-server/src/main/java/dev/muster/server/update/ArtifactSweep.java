package dev.muster.server.update;

import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes away artifacts that nothing leads to: envelopes of drills some days after them, uploads that nobody published. What a
 * release names, or an open order, stays.
 */
final class ArtifactSweep {
    /** A drill's order lives three days; its report may wait on the device for some more. */
    static final Duration PASSING_KEPT = Duration.ofDays(7);

    /** Who uploads an image publishes it; a month later it was forgotten. */
    static final Duration UPLOADS_KEPT = Duration.ofDays(30);

    private static final Duration EVERY = Duration.ofHours(1);
    private static final Logger LOG = LoggerFactory.getLogger(ArtifactSweep.class);

    private final ArtifactStore artifacts;
    private final DeltaStore deltas;
    private final Database database;
    private final InstantSource clock;
    private Instant last = Instant.EPOCH;

    ArtifactSweep(ArtifactStore artifacts, DeltaStore deltas, Database database, InstantSource clock) {
        this.artifacts = artifacts;
        this.deltas = deltas;
        this.database = database;
        this.clock = clock;
    }

    /** Whether an hour is over since it was true last; a clock that was set back does not stop it. */
    boolean due() {
        Instant now = clock.instant();
        if (now.isBefore(last.plus(EVERY)) && !now.isBefore(last)) {
            return false;
        }
        last = now;
        return true;
    }

    void sweep(OrgId org) {
        Instant now = clock.instant();
        try {
            Set<String> wanted = database.read(tx -> SqlReleases.wantedArtifacts(tx, org.value()));
            List<String> gone = artifacts.sweep(org, wanted, now.minus(UPLOADS_KEPT), now.minus(PASSING_KEPT));
            deltas.sweep(org, gone);
            if (!gone.isEmpty()) {
                LOG.info("{}: {} artifacts that nothing leads to were taken away", org, gone.size());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
