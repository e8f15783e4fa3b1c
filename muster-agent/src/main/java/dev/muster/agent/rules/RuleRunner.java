package dev.muster.agent.rules;

import dev.muster.format.crypto.Sha256;
import dev.muster.format.devices.manifest.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges the rules of a manifest again and again, each on a thread of its own, and says what they make of their sensors. A rule
 * that fails says nothing, which counts as a sensor that cannot be read.
 */
public final class RuleRunner {
    private static final Logger LOG = LoggerFactory.getLogger(RuleRunner.class);

    /** Half of what is left of a hundred milliseconds when reflexes look fifty times a second. */
    private static final long EVERY_MILLIS = 40;

    /** A rule that failed is tried again before its silence counts, and must not keep a processor busy. */
    private static final long AFTER_FAILURE_MILLIS = 200;

    private final Path device;
    private final Path sensors;
    private final Words words;
    private final List<Thread> threads;

    /** Who hears what rules say. */
    @FunctionalInterface
    public interface Words {
        void judged(String rule, long value) throws IOException;
    }

    /** No sensor is read as zero: a rule without its sensors does not judge. */
    private static final class Unread extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unread(String what) {
            super(what);
        }
    }

    /**
     * Begins; its threads end with the process, or by {@link #end}.
     *
     * @param device folder that the modules are below
     * @param sensors root of sensors, normally {@code /sys/class}
     */
    public static RuleRunner start(Path device, Path sensors, List<Rule> rules, Words words) {
        return new RuleRunner(device, sensors, rules, words);
    }

    private RuleRunner(Path device, Path sensors, List<Rule> rules, Words words) {
        this.device = device;
        this.sensors = sensors;
        this.words = words;
        this.threads = rules.stream()
                .map(rule ->
                        Thread.ofPlatform().daemon().name("rule-" + rule.name()).start(() -> run(rule)))
                .toList();
    }

    private void run(Rule rule) {
        try {
            WasmRule module = load(rule);
            String fault = "";
            while (true) {
                try {
                    words.judged(rule.name(), module.judge(number -> read(rule, number)));
                    fault = "";
                    Thread.sleep(EVERY_MILLIS);
                } catch (RuleRefused | IOException e) {
                    String now = String.valueOf(e.getMessage());
                    if (!now.equals(fault)) {
                        LOG.error("rule {} says nothing: {}", rule.name(), now);
                    }
                    fault = now;
                    Thread.sleep(AFTER_FAILURE_MILLIS);
                }
            }
        } catch (RuleRefused | IOException e) {
            LOG.error("rule {} is not run: {}", rule.name(), e.getMessage());
        } catch (InterruptedException e) {
            LOG.debug("rule {} ends", rule.name());
        }
    }

    private WasmRule load(Rule rule) throws RuleRefused, IOException {
        Path file = device.resolve(rule.module());
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > WasmRule.MAX_MODULE_BYTES) {
            throw new RuleRefused(
                    "module-invalid", rule.module() + " is no file of at most " + WasmRule.MAX_MODULE_BYTES + " bytes");
        }
        byte[] bytes = Files.readAllBytes(file);
        if (!MessageDigest.isEqual(Sha256.of(bytes), rule.sha256())) {
            throw new RuleRefused("module-invalid", rule.module() + " is not the file that the manifest names");
        }
        return WasmRule.load(bytes);
    }

    private long read(Rule rule, int number) {
        if (number < 0 || number >= rule.sensors().size()) {
            throw new Unread("it has no sensor " + number);
        }
        String sensor = rule.sensors().get(number);
        try {
            return Long.parseLong(Files.readString(sensors.resolve(sensor)).strip());
        } catch (IOException | NumberFormatException e) {
            throw new Unread(sensor + " cannot be read");
        }
    }

    /** Says nothing more. */
    public void end() {
        threads.forEach(Thread::interrupt);
    }
}
