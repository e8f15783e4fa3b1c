package dev.muster.bench.ledger;

import dev.muster.bench.ledger.Timing.Rate;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.cose.CoseSign1;
import dev.muster.format.cose.CoseVerifier;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.crypto.Crypto;
import dev.muster.format.crypto.SignatureScheme;
import dev.muster.ledger.fsck.Fsck;
import dev.muster.ledger.fsck.ReplayReport;
import dev.muster.ledger.statements.Registration;
import dev.muster.ledger.tree.LogId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * {@code muster bench ledger [--brief] [--entries N,N,…] [--database sqlite|JDBC-URL] [--dir DIR]}: the log grows to each
 * size in turn, and the same things are measured at each.
 */
public final class LedgerBench {
    private static final OrgId ORG = new OrgId("bench");
    /** Its logs are there so that classes are loaded and code is compiled before anything is measured. */
    private static final OrgId WARMING = new OrgId("warming");

    private static final int CALLERS = 512;
    /** Raw limit and registrations by turns, so that what else the machine does hits both; the median counts. */
    private static final int ROUNDS = 5;

    private static final int STATEMENTS = 20_000;
    private static final int WARMING_STATEMENTS = 150_000;
    private static final int BRIEF_STATEMENTS = 2_000;
    private static final int PROOFS = 5_000;
    private static final int QUESTIONS = 1_000;
    private static final int RECEIPT_BYTES = 150;

    private final OrgId org;
    private final LogId record;
    private final int statements;
    private final BenchLedger bench;

    private record Round(Rate verify, Rate raw, Rate full) {
        double share() {
            return full.perSecond() / raw.perSecond();
        }
    }

    private LedgerBench(int statements, BenchLedger bench) {
        this.org = bench.org();
        this.record = LogId.record(org);
        this.statements = statements;
        this.bench = bench;
    }

    /** Runs every part. */
    public static void main(String[] arguments) throws Exception {
        List<String> args = List.of(arguments);
        boolean brief = args.contains("--brief");
        List<Long> sizes = Stream.of(option(args, "--entries")
                        .orElse(brief ? "10000" : "10000,1000000,10000000")
                        .split(",", -1))
                .map(Long::valueOf)
                .sorted()
                .toList();
        Optional<String> database = option(args, "--database").filter(name -> !name.equals("sqlite"));
        if (database.isPresent() && !database.get().startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("--database is sqlite or jdbc:postgresql://HOST:PORT/NAME?user=USER");
        }
        say(
                "processors %d, load %.1f, ES256 by %s, %s",
                Runtime.getRuntime().availableProcessors(),
                java.lang.management.ManagementFactory.getOperatingSystemMXBean()
                        .getSystemLoadAverage(),
                provider(),
                database.isPresent() ? "PostgreSQL" : "SQLite");
        Optional<Path> directory = option(args, "--dir").map(Path::of);
        try (BenchLedger warming = BenchLedger.open(WARMING, directory, database)) {
            LedgerBench run = new LedgerBench(WARMING_STATEMENTS, warming);
            run.raw(warming.statements(BRIEF_STATEMENTS), true);
            run.registrations(warming.statements(WARMING_STATEMENTS));
        }
        try (BenchLedger bench = BenchLedger.open(ORG, directory, database)) {
            LedgerBench run = new LedgerBench(brief ? BRIEF_STATEMENTS : STATEMENTS, bench);
            for (long size : sizes) {
                run.at(size);
            }
        }
    }

    private static Optional<String> option(List<String> args, String name) {
        int at = args.indexOf(name);
        return at < 0 || at + 1 == args.size() ? Optional.empty() : Optional.of(args.get(at + 1));
    }

    private static String provider() {
        var provider = Crypto.standard().provider(SignatureScheme.ECDSA_P256_SHA256);
        return provider == null ? "the JDK" : provider.getName();
    }

    private void at(long size) throws IOException {
        long before = bench.ledger().size(record);
        if (before < size) {
            say("loaded         %s", Timing.once(size - before, () -> bench.grow(size)));
        }
        say("%,d entries", bench.ledger().size(record));
        List<Round> rounds = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            List<byte[]> fresh = bench.statements(statements);
            rounds.add(new Round(raw(fresh, false), raw(fresh, true), registrations(fresh)));
        }
        rounds.sort(Comparator.comparingDouble(Round::share));
        Round median = rounds.get(ROUNDS / 2);
        say("  verify         %s", median.verify());
        say("  verify + sign  %s", median.raw());
        say(
                "  registrations  %s: %.0f %% of raw (rounds %.0f to %.0f), %.0f %% by processor time",
                median.full(),
                100 * median.share(),
                100 * rounds.getFirst().share(),
                100 * rounds.getLast().share(),
                100 * median.full().perProcessorSecond() / median.raw().perProcessorSecond());
        latency(median.full().perSecond() / 2);
        say("  proof          %s", Timing.each(PROOFS, this::proof));
        say("  known at T     %s", Timing.each(QUESTIONS, bench::asOf));
        memory();
        replay(median.verify()); // grows with the log, so it comes last
    }

    /** What the cores could do if there were no ledger: parse and verify the statement, sign something of receipt size. */
    private Rate raw(List<byte[]> all, boolean sign) {
        VerificationKey key = bench.makerKey();
        CoseVerifier verifier = CoseVerifier.strict();
        byte[] receipt = new byte[RECEIPT_BYTES];
        return Timing.shared(all.size(), Runtime.getRuntime().availableProcessors(), i -> {
            if (!verifier.verify(CoseSign1.parse(all.get(i)), key).valid()) {
                throw new IllegalStateException("the statement does not verify");
            }
            if (sign) {
                bench.signer().sign(receipt);
            }
        });
    }

    /** On virtual threads, as the registration door runs them. */
    private Rate registrations(List<byte[]> all) {
        return Timing.sharedByMany(all.size(), CALLERS, i -> register(all.get(i)));
    }

    private void register(byte[] statement) {
        if (!(bench.statements().register(org, statement) instanceof Registration.Registered)) {
            throw new IllegalStateException("the statement was refused");
        }
    }

    /** An open loop: statements arrive at a fixed rate whether or not the ones before are done. */
    private void latency(double perSecond) {
        List<byte[]> all = bench.statements(statements);
        long[] nanos = new long[all.size()];
        LongAdder failures = new LongAdder();
        long start = System.nanoTime();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < nanos.length; i++) {
                long due = start + (long) (i / perSecond * 1e9);
                long wait = due - System.nanoTime();
                if (wait > 0) {
                    java.util.concurrent.locks.LockSupport.parkNanos(wait);
                }
                int n = i;
                threads.execute(() -> {
                    try {
                        register(all.get(n));
                    } catch (RuntimeException failed) {
                        failures.increment();
                    }
                    nanos[n] = System.nanoTime() - due;
                });
            }
        }
        say("  receipt at     %,10.0f /s: %s, %d failed", perSecond, Timing.percentiles(nanos), failures.sum());
    }

    /** Every registration of this run, decided again; the other entries are only passed over. */
    private void replay(Rate verified) {
        long size = bench.ledger().size(record);
        long decisions = bench.ledger().size(LogId.statements(org));
        ReplayReport[] report = new ReplayReport[1];
        Rate rate = Timing.once(size, () -> report[0] = new Fsck(bench.ledger()).replay(org));
        say(
                "  replay         %s: %.0f %% of verifying; %,d of %,d are decisions, %d differ",
                rate,
                100 * rate.perProcessorSecond() / verified.perProcessorSecond(),
                decisions,
                size,
                report[0].mismatches().size());
    }

    private void proof() {
        long size = bench.ledger().size(record);
        bench.ledger().inclusion(record, bench.random().nextLong(size), size);
    }

    private void memory() throws IOException {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        Path status = Path.of("/proc/self/status");
        String resident = Files.exists(status)
                ? Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .findFirst()
                        .map(line -> line.replaceAll("\\D", ""))
                        .map(kib -> (Long.parseLong(kib) >> 10) + " MB resident")
                        .orElse("")
                : "";
        say(
                "  memory         %,d MB heap after collecting, %s; receipt %,d bytes; data %,d MB",
                (runtime.totalMemory() - runtime.freeMemory()) >> 20,
                resident,
                bench.receiptBytes(bench.ledger().size(record)),
                bench.diskBytes() >> 20);
    }

    @SuppressWarnings("AnnotateFormatMethod") // its annotation would be a library for this one line
    private static void say(String format, Object... args) {
        System.out.println(String.format(Locale.ROOT, format, args));
    }
}
