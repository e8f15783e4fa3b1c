package dev.muster.bench.assurance;

import com.sun.management.OperatingSystemMXBean;
import dev.muster.core.assurance.FactRegister;
import dev.muster.core.assurance.FleetPosture;
import dev.muster.core.assurance.Posture;
import dev.muster.core.assurance.PostureFold;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Entry;
import dev.muster.server.assurance.AssuranceFollower;
import dev.muster.server.assurance.FleetHistory;
import dev.muster.server.assurance.Postures;
import dev.muster.server.facts.SqlFactStore;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Verdicts at the size of a fleet, each beside its limit in the same run: what the same entries, rows or bytes cost when
 * nothing is judged.
 */
public final class AssuranceBench {
    private static final int DEVICES = 10_000;
    private static final int DEVICES_BRIEF = 500;
    private static final int ROUNDS = 12;
    private static final int CHECK_INS = 1_000;
    private static final int CHECK_INS_BRIEF = 100;
    private static final int PAST_DEVICES = 300;
    private static final int PAST_FLEETS = 100;
    private static final double CENT = 0.99;
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final JudgedFleet fleet;
    private final Random random = new Random(7);
    private boolean met = true;

    private AssuranceBench(JudgedFleet fleet) {
        this.fleet = fleet;
    }

    public static void main(String[] arguments) throws Exception {
        List<String> words = List.of(arguments);
        boolean brief = words.contains("--brief");
        int devices = words.contains("--devices")
                ? Integer.parseInt(words.get(words.indexOf("--devices") + 1))
                : brief ? DEVICES_BRIEF : DEVICES;
        try (JudgedFleet fleet = new JudgedFleet(devices)) {
            long start = System.nanoTime();
            long entries = fleet.live(ROUNDS);
            say("%,d devices, %,d entries over five years, written in %.1f s", fleet.devices, entries, since(start));
            AssuranceBench bench = new AssuranceBench(fleet);
            bench.memory();
            AssuranceFollower judge = bench.everything();
            bench.checkIns(judge, brief ? CHECK_INS_BRIEF : CHECK_INS);
            bench.past();
            bench.goal("a pack of everything", PackBench.run(fleet), 60);
            say(bench.met ? "all goals met" : "NOT all goals met");
        }
    }

    private void memory() {
        FoldMemory memory = new FoldMemory(fleet);
        say(
                "memory of the judge for each device, of %,d facts each: %,d bytes without its facts, %,d with all of"
                        + " them",
                memory.facts() / fleet.devices, memory.bytes(0), memory.bytes(Integer.MAX_VALUE));
    }

    /** All verdicts of all devices from nothing: by the plain definition, and as a server does when it starts. */
    private AssuranceFollower everything() {
        long start = System.nanoTime();
        FactRegister register =
                fleet.database.read(tx -> new SqlFactStore(tx, JudgedFleet.ORG, fleet.facts).register());
        double read = since(start);
        start = System.nanoTime();
        long processor = processor();
        List<Posture> postures = fleet.assessor.fleet(register, fleet.now());
        FleetPosture.of(fleet.assessor.catalogue(), postures, fleet.now());
        double plain = since(start);
        say("all verdicts plainly: %.2f s of processor", (processor() - processor) / 1e9);
        start = System.nanoTime();
        PostureFold fold = new PostureFold(JudgedFleet.ORG, fleet.assessor);
        register.all().forEach(fold::accept);
        fold.settle(fleet.now());
        fold.fleet(fleet.now());
        double folded = since(start);
        say(
                "full recompute: %,d verdicts; facts read in %.2f s (the limit), judged plainly in %.2f s, folded in"
                        + " %.2f s",
                postures.size()
                        * (long) fleet.assessor.catalogue().requirements().size(),
                read,
                plain,
                folded);
        start = System.nanoTime();
        AssuranceFollower judge = fleet.judge();
        judge.accept(JudgedFleet.ORG, fleet.entries(fleet.entriesSoFar() - 1));
        say("a server's start: read, judged and every verdict told as an entry in %.2f s", since(start));
        return judge;
    }

    /** From evidence that arrives to a fleet's posture that has it, over all frameworks. */
    private void checkIns(AssuranceFollower judge, int times) {
        Postures postures = fleet.postures(Optional.of(judge));
        long next = fleet.entriesSoFar();
        judgeUpTo(judge, next);
        next = fleet.entriesSoFar();
        double[] limit = new double[times];
        double[] whole = new double[times];
        for (int i = 0; i < times; i++) {
            fleet.later(Duration.ofMillis(100));
            Draft[] drafts =
                    fleet.evidence(random.nextInt(fleet.devices), i % 10 != 0).toArray(Draft[]::new);
            long start = System.nanoTime();
            fleet.say(drafts);
            limit[i] = since(start);
            List<Entry> entries = fleet.entries(next);
            judge.accept(JudgedFleet.ORG, entries);
            judgeUpTo(judge, entries.getLast().index() + 1);
            postures.fleet(JudgedFleet.ORG, Optional.empty());
            whole[i] = since(start);
            next = fleet.entriesSoFar();
        }
        goal("evidence to the fleet's posture", at(whole, CENT), 1);
        say(
                "  middle %.1f ms; the entry alone (the limit): middle %.1f ms, p99 %.1f ms",
                1e3 * at(whole, 0.5), 1e3 * at(limit, 0.5), 1e3 * at(limit, CENT));
    }

    /** The judge's own entries are handed to it too, as its place in the ledger is what answers wait for. */
    private void judgeUpTo(AssuranceFollower judge, long from) {
        List<Entry> own = fleet.entries(from);
        while (!own.isEmpty()) {
            judge.accept(JudgedFleet.ORG, own);
            own = fleet.entries(own.getLast().index() + 1);
        }
    }

    /** What was known at any second of the five years. */
    private void past() {
        long start = System.nanoTime();
        long processor = processor();
        // A server has not told the last few seconds yet.
        FleetHistory history = new FleetHistory(
                fleet.database, fleet.facts, fleet.assessor, () -> fleet.now().plusSeconds(60));
        history.advance(() -> true);
        say(
                "the past of the fleet, told from all its entries: %.1f s, %.1f s of processor",
                since(start), (processor() - processor) / 1e9);
        Postures postures = new Postures(
                fleet.database, fleet.facts, fleet.assessor, Optional.empty(), Optional.of(history), fleet::now);
        Postures anew = fleet.postures(Optional.empty());
        double[] one = new double[PAST_DEVICES];
        for (int i = 0; i < one.length; i++) {
            Instant second = second();
            String device = JudgedFleet.device(random.nextInt(fleet.devices)).id();
            one[i] = timed(() -> postures.device(JudgedFleet.ORG, device, Optional.of(second)));
        }
        goal("all verdicts of a device at a past second", at(one, CENT), 1);
        double[] all = new double[PAST_FLEETS];
        for (int i = 0; i < all.length; i++) {
            Instant second = second();
            all[i] = timed(() -> postures.fleet(JudgedFleet.ORG, Optional.of(second)));
        }
        goal("all verdicts of the fleet at a past second", at(all, CENT), 1);
        say("  middle %.1f ms of %d", 1e3 * at(all, 0.5), PAST_FLEETS);
        Instant second = second();
        start = System.nanoTime();
        fleet.database.read(tx -> new SqlFactStore(tx, JudgedFleet.ORG, fleet.facts).register(second));
        double read = since(start);
        start = System.nanoTime();
        boolean same = anew.fleet(JudgedFleet.ORG, Optional.of(second))
                .equals(postures.fleet(JudgedFleet.ORG, Optional.of(second)));
        met &= same;
        say(
                "  one of them judged anew: %.1f s, and %s; its facts, read and not judged: %.1f s",
                since(start), same ? "the same" : "NOT THE SAME", read);
    }

    private Instant second() {
        long life = Duration.between(fleet.begin, fleet.now()).toSeconds();
        return fleet.begin.plusSeconds(life / 100 + random.nextLong(life - life / 100));
    }

    private void goal(String what, double seconds, double goal) {
        met &= seconds <= goal;
        say("%-44s %8.3f s   goal %.0f s: %s", what, seconds, goal, seconds <= goal ? "met" : "MISSED");
    }

    /** On a machine that others use too, only this says something about the code. */
    static long processor() {
        return PROCESS.getProcessCpuTime();
    }

    private static double timed(Supplier<?> work) {
        long start = System.nanoTime();
        if (work.get() == null) {
            throw new IllegalStateException("nothing came of it");
        }
        return since(start);
    }

    private static double at(double[] seconds, double share) {
        double[] sorted = seconds.clone();
        Arrays.sort(sorted);
        return sorted[Math.min(sorted.length - 1, (int) (sorted.length * share))];
    }

    static double since(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }

    @SuppressWarnings("AnnotateFormatMethod") // its annotation would be a library for this one line
    static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
