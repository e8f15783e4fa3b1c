package dev.muster.guard.sense;

import dev.muster.format.devices.manifest.Reflex;
import dev.muster.format.devices.manifest.RuleWords;
import dev.muster.format.devices.manifest.Violation;
import dev.muster.guard.integrity.Teller;
import dev.muster.guard.integrity.Watchdog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads every sensor again and again, and sets actuators. What cannot be read is out of range: a cut wire is a fire. */
public final class Reflexes implements Watchdog.SelfCheck, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Reflexes.class);

    /** A fifth of what over-temperature to actuator may take. */
    private static final long EVERY_MILLIS = 20;

    /** A busy machine is not a hung one; drivers of watchdogs wait for thirty seconds or more. */
    private static final Duration LATEST = Duration.ofSeconds(10);

    private final Path sensors;
    private final Path actuators;
    private final List<Reflex> reflexes;
    private final Teller teller;
    private final Set<String> set = new HashSet<>();
    private final Set<String> blind = new HashSet<>();
    private final RuleWords rules;
    private final Thread loop;
    private volatile long judged = System.nanoTime();

    public Reflexes(Path sensors, Path actuators, List<Reflex> reflexes, Teller teller) {
        this.sensors = sensors;
        this.actuators = actuators;
        this.reflexes = reflexes;
        this.teller = teller;
        this.rules = new RuleWords(reflexes, System.nanoTime());
        this.loop = Thread.ofPlatform().daemon().name("reflexes").unstarted(this::run);
        if (!reflexes.isEmpty()) {
            loop.start();
        }
    }

    private void run() {
        try {
            while (true) {
                reflexes.forEach(this::judge);
                judged = System.nanoTime();
                Thread.sleep(EVERY_MILLIS);
            }
        } catch (InterruptedException e) {
            LOG.debug("reflexes end");
        }
    }

    @Override
    public Optional<String> fault() {
        return reflexes.isEmpty() || System.nanoTime() - judged < LATEST.toNanos()
                ? Optional.empty()
                : Optional.of("sensors are not read");
    }

    private void judge(Reflex one) {
        boolean within;
        try {
            long value = RuleWords.isOf(one)
                    ? rules.value(one, System.nanoTime()).orElseThrow(() -> new IOException("it is silent"))
                    : Long.parseLong(
                            Files.readString(sensors.resolve(one.sensor())).strip());
            within = value >= one.low() && value <= one.high();
            blind.remove(one.name());
        } catch (IOException | NumberFormatException e) {
            within = false;
            if (blind.add(one.name())) {
                teller.violated(Violation.SENSOR_FAILED, one.name() + " " + one.sensor(), "");
            }
        }
        boolean safe = set.contains(one.name());
        if (!within && !safe && write(one, one.safe())) {
            set.add(one.name());
        } else if (within && safe && !one.normal().isEmpty() && write(one, one.normal())) {
            set.remove(one.name());
        }
    }

    /** What a rule of the agent says; it counts for a second, and only for reflexes that go by it. */
    public void say(String rule, long value) {
        rules.say(rule, value, System.nanoTime());
    }

    /** Every actuator goes to its safe value. */
    public void safe() {
        reflexes.forEach(one -> write(one, one.safe()));
    }

    private boolean write(Reflex one, String value) {
        try {
            Files.writeString(actuators.resolve(one.actuator()), value);
            LOG.info("{} is {}", one.name(), value);
            return true;
        } catch (IOException e) {
            LOG.error("{} cannot be set: {}", one.actuator(), e.getMessage());
            return false;
        }
    }

    @Override
    public void close() {
        loop.interrupt();
    }
}
