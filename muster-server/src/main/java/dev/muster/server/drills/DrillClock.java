package dev.muster.server.drills;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.drills.DoorsTried;
import dev.muster.core.drills.DrillBegun;
import dev.muster.core.drills.DrillPlan;
import dev.muster.core.drills.DrillsSet;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sequence.EntryQuery;
import dev.muster.server.topic.DeviceDrills;
import dev.muster.server.topic.Trials;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drills what is due, organisation by organisation. When something was drilled last is told by its newest entry, so a server
 * that was away for a while goes on where it was.
 */
final class DrillClock {
    static final String SET = "drills.set";
    static final String BEGUN = "drills.begun";
    static final String TRIED = "drills.doors-tried";

    /** Newest entries of a device that are looked through for one of a kind: both kinds come in turn. */
    private static final int LOOKED_THROUGH = 8;

    private static final Logger LOG = LoggerFactory.getLogger(DrillClock.class);

    private final Ledger ledger;
    private final DeviceDrills drills;
    private final Trials trials;
    private final InstantSource clock;

    DrillClock(Ledger ledger, DeviceDrills drills, Trials trials, InstantSource clock) {
        this.ledger = ledger;
        this.drills = drills;
        this.trials = trials;
        this.clock = clock;
    }

    /** All that is due everywhere. What fails in one organisation, such as a full store, is no reason to leave out another. */
    void tick() {
        for (OrgId org : ledger.orgs()) {
            try {
                tick(org);
            } catch (RuntimeException failed) {
                LOG.warn("drills of {} did not run and will be tried again: {}", org, failed.toString());
            }
        }
    }

    private void tick(OrgId org) {
        Instant now = clock.instant();
        boolean tried = newest(org, Subject.org(org), TRIED)
                .filter(entry -> now.isBefore(entry.receivedAt().plus(DrillPlan.DOORS_EVERY)))
                .isPresent();
        if (!tried) {
            tryDoors(org);
        }
        drillDevices(org, false);
    }

    /** The doors, now. */
    synchronized DoorsTried tryDoors(OrgId org) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        DoorsTried tried = new DoorsTried(trials.make(org, now));
        append(org, new Draft(Subject.org(org), now, DeviceDrills.BY, tried));
        return tried;
    }

    /**
     * Canaries.
     *
     * @param all also those that are not due
     * @return how many drills began
     */
    synchronized int drillDevices(OrgId org, boolean all) {
        DrillsSet set = set(org);
        int begun = 0;
        for (String id : set.devices()) {
            DeviceId device = new DeviceId(id);
            for (DrillPlan.Kind kind : DrillPlan.Kind.values()) {
                Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
                if (all || DrillPlan.due(lastBegun(org, device, kind), set, now)) {
                    Optional<String> envelope = drills.begin(org, device, kind);
                    envelope.ifPresent(
                            sha256 -> append(org, DrillPlan.begun(device, kind, sha256, DeviceDrills.BY, now)));
                    begun += envelope.isPresent() ? 1 : 0;
                }
            }
        }
        return begun;
    }

    /** What was decided last; at first no device is drilled. */
    DrillsSet set(OrgId org) {
        return newest(org, Subject.org(org), SET)
                .flatMap(ledger::event)
                .filter(DrillsSet.class::isInstance)
                .map(DrillsSet.class::cast)
                .orElse(new DrillsSet(24L * 7, List.of()));
    }

    /** What the doors came to last. */
    Optional<DoorsTried> tried(OrgId org) {
        return newest(org, Subject.org(org), TRIED)
                .flatMap(ledger::event)
                .filter(DoorsTried.class::isInstance)
                .map(DoorsTried.class::cast);
    }

    Optional<Instant> triedAt(OrgId org) {
        return newest(org, Subject.org(org), TRIED).map(Entry::receivedAt);
    }

    Optional<Instant> lastBegun(OrgId org, DeviceId device, DrillPlan.Kind kind) {
        EntryQuery query = EntryQuery.all()
                .subject(device.subject())
                .type(BEGUN)
                .fallingOrder()
                .limit(LOOKED_THROUGH);
        return ledger.entries(org, query).stream()
                .filter(entry -> ledger.event(entry)
                        .filter(event -> event instanceof DrillBegun begun
                                && begun.kind().equals(kind.word()))
                        .isPresent())
                .map(Entry::receivedAt)
                .findFirst();
    }

    private Optional<Entry> newest(OrgId org, Subject subject, String type) {
        return ledger.newest(org, EntryQuery.all().subject(subject).type(type));
    }

    private void append(OrgId org, Draft draft) {
        ledger.shell().run(org, _ -> draft, one -> Decision.of(true, one));
    }
}
