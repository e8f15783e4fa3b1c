package dev.muster.bench.ledger;

import dev.muster.core.ledger.OrgId;
import dev.muster.format.cose.CoseSign1;
import dev.muster.format.cose.CoseVerifier;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.crypto.Crypto;
import dev.muster.format.crypto.SignatureScheme;
import dev.muster.server.ledger.Fsck;
import dev.muster.server.ledger.LogId;
import dev.muster.server.ledger.Registration;
import dev.muster.server.ledger.ReplayReport;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntConsumer;

/** {@code muster bench ledger [--brief] [--entries N]}: measures over SQLite in a temporary directory. */
public final class LedgerBench {
    private static final OrgId ORG = new OrgId("bench");
    private static final int CALLERS = 256;
    private static final double NANOS = 1e9;

    private final int statements;
    private final List<Long> sizes;

    private LedgerBench(int statements, List<Long> sizes) {
        this.statements = statements;
        this.sizes = sizes;
    }

    /** Runs every part. */
    public static void main(String[] arguments) throws Exception {
        List<String> args = List.of(arguments);
        boolean brief = args.contains("--brief");
        int at = args.indexOf("--entries");
        long entries = at < 0 ? 10_000_000L : Long.parseLong(args.get(at + 1));
        List<Long> sizes = brief ? List.of(10_000L) : List.of(10_000L, 1_000_000L, entries);
        new LedgerBench(
                        brief ? 2_000 : 20_000,
                        sizes.stream().filter(n -> n <= entries).toList())
                .run();
    }

    private void run() throws Exception {
        say("processors %d, ES256 by %s", Runtime.getRuntime().availableProcessors(), provider());
        try (BenchLedger bench = BenchLedger.open(ORG)) {
            List<byte[]> all = bench.statements(2 * statements);
            List<byte[]> warm = bench.statements(statements / 4);
            registrations(bench, warm);
            double raw = raw(bench, all.subList(0, statements));
            double full = registrations(bench, all.subList(0, statements));
            say("raw verify + sign        %,10.0f per second", raw);
            say("registrations, durable   %,10.0f per second  %.0f %% of raw", full, 100 * full / raw);
            latency(bench, all.subList(statements, 2 * statements), full / 2);
            replay(bench);
            for (long size : sizes) {
                bench.grow(size);
                proofs(bench);
                questions(bench);
            }
        }
    }

    private static String provider() {
        var provider = Crypto.standard().provider(SignatureScheme.ECDSA_P256_SHA256);
        return provider == null ? "the JDK" : provider.getName();
    }

    /** What the cores could do if there were no ledger: parse and verify the statement, sign something of receipt size. */
    private static double raw(BenchLedger bench, List<byte[]> statements) throws InterruptedException {
        VerificationKey key = bench.makerKey();
        CoseVerifier verifier = CoseVerifier.strict();
        int threads = Runtime.getRuntime().availableProcessors();
        byte[] receipt = new byte[150];
        return rate(statements.size(), threads, i -> {
            if (!verifier.verify(CoseSign1.parse(statements.get(i)), key).valid()) {
                throw new IllegalStateException("the statement does not verify");
            }
            bench.signer().sign(receipt);
        });
    }

    private static double registrations(BenchLedger bench, List<byte[]> statements) throws InterruptedException {
        return rate(statements.size(), CALLERS, i -> register(bench, statements.get(i)));
    }

    private static void register(BenchLedger bench, byte[] statement) {
        if (!(bench.statements().register(ORG, statement) instanceof Registration.Registered)) {
            throw new IllegalStateException("the statement was refused");
        }
    }

    /** Operations per second of this many threads that share the work. */
    private static double rate(int count, int threads, IntConsumer work) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(threads);
        long start = System.nanoTime();
        try (var pool = Executors.newFixedThreadPool(threads)) {
            for (int t = 0; t < threads; t++) {
                pool.execute(() -> {
                    for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                        work.accept(i);
                    }
                    done.countDown();
                });
            }
            done.await();
            return count / ((System.nanoTime() - start) / NANOS);
        }
    }

    /** An open loop: statements arrive at a fixed rate whether or not the ones before are done. */
    private static void latency(BenchLedger bench, List<byte[]> statements, double perSecond)
            throws InterruptedException {
        long[] nanos = new long[statements.size()];
        LongAdder failures = new LongAdder();
        long start = System.nanoTime();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < nanos.length; i++) {
                long due = start + (long) (i / perSecond * NANOS);
                long wait = due - System.nanoTime();
                if (wait > 0) {
                    Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
                }
                int n = i;
                threads.execute(() -> {
                    try {
                        register(bench, statements.get(n));
                    } catch (RuntimeException failed) {
                        failures.increment();
                    }
                    nanos[n] = System.nanoTime() - due;
                });
            }
        }
        percentiles("receipt at %,.0f per second".formatted(perSecond), nanos);
        if (failures.sum() > 0) {
            say("  %d failed", failures.sum());
        }
    }

    private static void replay(BenchLedger bench) {
        long start = System.nanoTime();
        ReplayReport report = new Fsck(bench.ledger()).replay(ORG);
        double seconds = (System.nanoTime() - start) / NANOS;
        say(
                "replay                   %,10.0f entries per second on one core, %d differ",
                report.entries() / seconds, report.mismatches().size());
    }

    private static void proofs(BenchLedger bench) {
        LogId log = LogId.record(ORG);
        long size = bench.ledger().size(log);
        long[] nanos = new long[2_000];
        for (int i = 0; i < nanos.length; i++) {
            long index = bench.random().nextLong(size);
            long start = System.nanoTime();
            bench.ledger().inclusion(log, index, size);
            nanos[i] = System.nanoTime() - start;
        }
        percentiles("proof at %,d entries".formatted(size), nanos);
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        say(
                "  heap in use %,d MB, receipt %,d bytes, data %,d MB",
                (runtime.totalMemory() - runtime.freeMemory()) >> 20,
                bench.receiptBytes(size),
                bench.diskBytes() >> 20);
    }

    private static void questions(BenchLedger bench) {
        long[] nanos = new long[200];
        for (int i = 0; i < nanos.length; i++) {
            long start = System.nanoTime();
            bench.asOf();
            nanos[i] = System.nanoTime() - start;
        }
        percentiles("  what did we know at T", nanos);
    }

    private static void percentiles(String what, long[] nanos) {
        Arrays.sort(nanos);
        say(
                "%-34s p50 %.2f ms, p99 %.2f ms",
                what, nanos[nanos.length / 2] / 1e6, nanos[(int) (nanos.length * 0.99)] / 1e6);
    }

    @SuppressWarnings("AnnotateFormatMethod") // its annotation would be a library for this one line
    private static void say(String format, Object... args) {
        System.out.println(String.format(Locale.ROOT, format, args));
    }

    static Path temporary() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }
}
