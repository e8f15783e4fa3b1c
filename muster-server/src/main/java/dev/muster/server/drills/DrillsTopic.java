package dev.muster.server.drills;

import dev.muster.core.drills.DoorsTried;
import dev.muster.core.drills.DrillBegun;
import dev.muster.core.drills.DrillEvent;
import dev.muster.core.drills.DrillFacts;
import dev.muster.core.drills.DrillsSet;
import dev.muster.core.drills.checks.DrillChecks;
import dev.muster.core.facts.Check;
import dev.muster.core.facts.DeclaredFact;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.FactRule;
import dev.muster.server.outbound.HostAuthorities;
import dev.muster.server.topic.DeviceDrills;
import dev.muster.server.topic.Site;
import dev.muster.server.topic.Topic;
import dev.muster.server.topic.Trials;
import dev.muster.server.web.Contributions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drills by the clock: canaries that must refuse, and the server's own doors. */
public final class DrillsTopic implements Topic {
    /** The server's own authority: whoever else answers on its port is not it. */
    private static final String OWN_AUTHORITY = "tls-ca.pem";

    private static final Logger LOG = LoggerFactory.getLogger(DrillsTopic.class);

    @Override
    public String name() {
        return "drills";
    }

    @Override
    public List<Class<? extends Event>> events() {
        return List.of(DrillEvent.class);
    }

    @Override
    public List<FactRule> facts() {
        return List.of(new DrillFacts());
    }

    @Override
    public List<DeclaredFact> vocabulary() {
        return DrillFacts.vocabulary();
    }

    @Override
    public List<Check> checks() {
        return DrillChecks.all();
    }

    @Override
    public void open(Site site) {
        Contributions contributions = site.need(Contributions.class).sentence(DrillsTopic::sentence);
        Trials trials = site.need(Trials.class);
        DrillClock drills = new DrillClock(site.ledger(), site.need(DeviceDrills.class), trials, site.clock());
        DrillsDoor door = new DrillsDoor(drills, site.shell(), site.clock());
        door.addTo(site.console());
        new DrillsPage(door, contributions, site.clock()).addTo(site.console());
        site.whenServing(ports -> trials.add(new Stranger(
                new Knock(
                        HostAuthorities.trusted(OWN_AUTHORITY, site.data().path(), OWN_AUTHORITY),
                        site.config().http().names().getFirst()),
                ports)));
        site.everyMinute(new Running(drills));
    }

    /** A trial waits for answers: other chores do not wait for it, and it does not overtake itself. */
    private static final class Running implements Runnable {
        private final DrillClock drills;
        private final AtomicBoolean running = new AtomicBoolean();

        Running(DrillClock drills) {
            this.drills = drills;
        }

        @Override
        public void run() {
            if (running.compareAndSet(false, true)) {
                Thread.ofVirtual().name("drills").start(() -> {
                    try {
                        drills.tick();
                    } catch (RuntimeException failed) {
                        LOG.warn("drills did not run and will be tried again: {}", failed.toString());
                    } finally {
                        running.set(false);
                    }
                });
            }
        }
    }

    private static Optional<String> sentence(Event event) {
        return switch (event) {
            case DrillsSet set ->
                Optional.of("drills were set: every " + set.everyHours() + " hours, on "
                        + (set.devices().isEmpty() ? "no device" : String.join(", ", set.devices())));
            case DrillBegun begun ->
                Optional.of("the device was asked to take what it must refuse: "
                        + (begun.kind().equals("tampered") ? "a changed release" : "a stranger's release"));
            case DoorsTried tried ->
                Optional.of("the server tried its own doors: "
                        + tried.trials().stream()
                                .filter(trial -> trial.came().equals(DoorsTried.Trial.HELD))
                                .count()
                        + " of " + tried.trials().size() + " trials held");
            default -> Optional.empty();
        };
    }
}
