package dev.muster.bench.hostile;

import dev.muster.bench.server.Trash;
import dev.muster.cli.api.ApiClient;
import dev.muster.format.crypto.Pem;
import dev.muster.format.join.x509.CertificateReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** Measures honest devices alone and under attack, and what the attack leaves behind. */
public final class HostileBench {
    private static final long MEGABYTE = 1L << 20;

    /**
     * What was measured.
     *
     * @param missed attestations of honest devices that were not appraised, under attack
     * @param grewBytes of the data directory, under attack
     */
    public record Result(
            double quietP99Millis,
            double attackP99Millis,
            int attested,
            int missed,
            long grewBytes,
            Target.Footprint before,
            Target.Footprint after,
            boolean runs,
            Map<String, Long> counts) {
        /** What of the attack did not come: then nothing was shown by how the devices fared. */
        List<String> missing(Plan plan) {
            List<String> missing = new ArrayList<>();
            least(missing, "readers connected", plan.readers() / 2);
            least(missing, "writers connected", plan.writers() / 2);
            least(missing, "statements answered", plan.statements() / 2);
            least(missing, "greedy evidence", 1);
            least(missing, "replays answered", 1);
            return missing;
        }

        private void least(List<String> missing, String word, int least) {
            long came = counts.entrySet().stream()
                    .filter(entry ->
                            entry.getKey().startsWith(word) && !entry.getKey().endsWith("nothing"))
                    .mapToLong(Map.Entry::getValue)
                    .sum();
            if (came < least) {
                missing.add("%s: %d of %d at least".formatted(word, came, least));
            }
        }
    }

    private HostileBench() {}

    /**
     * @param arguments {@code --slice}, {@code --server CLASSPATH} for another build's server; {@code --memory N} for what N
     *     attacks of a crowd, one after the other, leave in memory
     */
    public static void main(String[] arguments) throws Exception {
        List<String> given = List.of(arguments);
        int server = given.indexOf("--server");
        String classPath = server < 0 ? System.getProperty("java.class.path") : given.get(server + 1);
        System.out.println("load of this machine before: " + load());
        int memory = given.indexOf("--memory");
        if (memory >= 0) {
            run(Plan.CROWD, classPath, new HostileMemory(Integer.parseInt(given.get(memory + 1))));
            System.out.println("load of this machine after: " + load());
            return;
        }
        Plan plan = given.contains("--slice") ? Plan.SLICE : Plan.WHOLE;
        Result result = run(plan, classPath);
        print(result);
        result.missing(plan).forEach(missing -> System.out.println("the attack did not come whole: " + missing));
        System.out.println("load of this machine after: " + load());
        boolean holds = result.runs()
                && result.missing(plan).isEmpty()
                && result.missed() == 0
                && result.attackP99Millis() <= 2 * result.quietP99Millis()
                && result.grewBytes() <= 10 * MEGABYTE;
        System.out.println(holds ? "holds" : "does not hold");
        System.exit(holds ? 0 : 1);
    }

    /** What else runs here: the average over a minute, of how many processors. */
    private static String load() {
        var machine = ManagementFactory.getOperatingSystemMXBean();
        return "%.1f on %d processors".formatted(machine.getSystemLoadAverage(), machine.getAvailableProcessors());
    }

    private static void print(Result result) {
        System.out.printf(
                Locale.ROOT,
                "honest devices, p99 of challenge and evidence: quiet %.1f ms, under attack %.1f ms (goal: at most"
                        + " twice)%nattested under attack %d, not answered %d (goal: 0)%ndata directory grew %.1f MB"
                        + " (goal: at most 10)%nresident before %d MB, after %d MB; of it live in the heap %d MB, %d MB;"
                        + " threads before %d, after %d; runs: %s%n",
                result.quietP99Millis(),
                result.attackP99Millis(),
                result.attested(),
                result.missed(),
                result.grewBytes() / (double) MEGABYTE,
                result.before().resident() / MEGABYTE,
                result.after().resident() / MEGABYTE,
                result.before().live() / MEGABYTE,
                result.after().live() / MEGABYTE,
                result.before().threads(),
                result.after().threads(),
                result.runs());
        result.counts().forEach((word, count) -> System.out.println(count + " " + word));
    }

    /** @param classPath of the server */
    public static Result run(Plan plan, String classPath) throws Exception {
        return run(plan, classPath, HostileBench::measure);
    }

    /** What is done with a server, its honest devices, and attackers. */
    interface Measuring<R> {
        R measure(Plan plan, Target target, List<HonestDevice> honest, Strength attackers)
                throws IOException, InterruptedException;
    }

    private static <R> R run(Plan plan, String classPath, Measuring<R> measuring) throws Exception {
        Path folder = Files.createTempDirectory(
                "muster-hostile-", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try (Target target = Target.start(folder.resolve("data"), classPath, folder.resolve("log"))) {
            HonestDevice.Factory factory = HonestDevice.Factory.create();
            String auditor = prepare(target, factory);
            List<HonestDevice> honest = new ArrayList<>();
            for (int i = 0; i < plan.devices(); i++) {
                honest.add(HonestDevice.enrol(target.doors(), factory, "cam-" + i));
            }
            Path greedy = folder.resolve("greedy.p12");
            try (HonestDevice device = HonestDevice.enrol(target.doors(), factory, "greedy")) {
                device.keep(greedy);
            }
            Strength attackers =
                    () -> AttackProcess.start(target.doors(), greedy, auditor, plan, folder.resolve("attackers.log"));
            try {
                return measuring.measure(plan, target, honest, attackers);
            } finally {
                honest.forEach(HonestDevice::close);
            }
        } finally {
            Trash.remove(folder);
        }
    }

    /** Attackers who are there and have not begun. */
    interface Strength {
        AttackProcess come() throws IOException;
    }

    /** A server that has seen an attack before: what it compiles and loads for the first one is not what the next one costs. */
    private static Result measure(Plan plan, Target target, List<HonestDevice> honest, Strength attackers)
            throws IOException, InterruptedException {
        try (AttackProcess first = attackers.come()) {
            attest(honest, plan.every(), plan.quiet());
            first.begin();
            attest(honest, plan.every(), plan.quiet());
            first.end();
        }
        attest(honest, plan.every(), plan.quiet());
        try (AttackProcess attack = attackers.come()) {
            Measure quiet = attest(honest, plan.every(), plan.quiet());
            long before = target.dataBytes();
            Target.Footprint alone = target.footprint();
            attack.begin();
            Measure under = attest(honest, plan.every(), plan.attack());
            Target.Footprint process = target.footprint();
            return new Result(
                    quiet.p99Millis(),
                    under.p99Millis(),
                    under.nanos().size(),
                    (int) under.missed(),
                    target.dataBytes() - before,
                    alone,
                    process,
                    target.runs(),
                    attack.end());
        }
    }

    /** A product, its factory's anchor, and an auditor. @return the auditor's token */
    private static String prepare(Target target, HonestDevice.Factory factory) throws Exception {
        String at = "/api/v1/" + Doors.ORG + "/";
        try (ApiClient api = target.api()) {
            Instant now = Instant.now();
            api.post(
                    at + "products",
                    Map.of(
                            "id",
                            "cam",
                            "name",
                            "Camera",
                            "maker",
                            HonestDevice.MAKER,
                            "model",
                            HonestDevice.MODEL,
                            "supportFrom",
                            now.minusSeconds(60).toString(),
                            "supportUntil",
                            now.plusSeconds(86_400).toString()));
            String anchor = new Pem("CERTIFICATE", CertificateReader.encoded(factory.certificate())).encode();
            api.post(at + "anchors", Map.of("maker", HonestDevice.MAKER, "certificate", anchor));
            api.post(at + "operators", Map.of("operator", "arthur", "role", "AUDITOR"));
            return api.post(at + "tokens", Map.of("operator", "arthur", "days", 1))
                    .path("token")
                    .asString();
        }
    }

    record Measure(List<Long> nanos, long missed) {
        double p99Millis() {
            if (nanos.isEmpty()) {
                return Double.POSITIVE_INFINITY;
            }
            List<Long> sorted = new ArrayList<>(nanos);
            Collections.sort(sorted);
            return sorted.get((int) Math.min(sorted.size() - 1L, sorted.size() * 99L / 100)) / 1e6;
        }
    }

    /** Each device attests at its own pace, and no sooner again than it was answered. */
    static Measure attest(List<HonestDevice> devices, Duration every, Duration time) throws InterruptedException {
        List<Long> nanos = Collections.synchronizedList(new ArrayList<>());
        AtomicLong missed = new AtomicLong();
        CountDownLatch done = new CountDownLatch(devices.size());
        long end = System.nanoTime() + time.toNanos();
        for (HonestDevice device : devices) {
            // Platform threads: those of the attack are many and virtual, and must not hold up the clock of the others.
            Thread.ofPlatform().daemon().start(() -> {
                try {
                    long next = System.nanoTime();
                    while (next < end) {
                        Thread.sleep(Duration.ofNanos(Math.max(0, next - System.nanoTime())));
                        Optional<Long> took = device.attest(1);
                        took.ifPresentOrElse(nanos::add, missed::incrementAndGet);
                        // Whoever waited too long does not ask twice to catch up.
                        next = Math.max(next + every.toNanos(), System.nanoTime());
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } finally {
                    done.countDown();
                }
            });
        }
        done.await();
        return new Measure(List.copyOf(nanos), missed.get());
    }
}
