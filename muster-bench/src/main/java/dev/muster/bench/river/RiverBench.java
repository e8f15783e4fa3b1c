package dev.muster.bench.river;

import dev.muster.bench.server.ServerProcess;
import dev.muster.bench.server.Trash;
import dev.muster.format.crypto.Crypto;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.SignatureScheme;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * {@code muster bench river [--seconds N] [--warm N] [--devices N] [--rounds N] [--beside DIR] [--dir DIR]}. {@code --devices} and
 * {@code --rounds} make a history for the pages: so many devices, each with so much evidence. {@code --warm} is how long evidence flows before any of it counts.
 */
public final class RiverBench {
    /** What has run that often is compiled. */
    private static final int WARMING = 512;

    private static final int ENROLMENTS = 512;
    private static final int PAGE_ROUNDS = 11;

    private RiverBench() {}

    /** @param arguments see above */
    public static void main(String[] arguments) throws Exception {
        Duration time = Duration.ofSeconds(number(arguments, "--seconds", 10));
        Duration warm = Duration.ofSeconds(number(arguments, "--warm", 20));
        int devices = (int) number(arguments, "--devices", 0);
        int rounds = (int) number(arguments, "--rounds", 1);
        Path dir = Path.of(text(arguments, "--dir", System.getProperty("java.io.tmpdir")));
        double raw = raw();
        System.out.printf(
                Locale.ROOT,
                "raw: verify one ES256 signature and make one: %.0f µs of processor (%s)%n",
                raw,
                Crypto.standard().provider(SignatureScheme.ECDSA_P256_SHA256));
        String beside = text(arguments, "--beside", "");
        if (!beside.isEmpty()) {
            run(
                    "beside: " + beside,
                    ServerProcess.classPath(Path.of(beside)),
                    List.of(),
                    dir,
                    warm,
                    time,
                    devices,
                    rounds,
                    raw);
        }
        run(
                "this build",
                System.getProperty("java.class.path"),
                ServerProcess.NO_QUOTAS,
                dir,
                warm,
                time,
                devices,
                rounds,
                raw);
    }

    private static void run(
            String name,
            String classPath,
            List<String> settings,
            Path dir,
            Duration warm,
            Duration time,
            int devices,
            int rounds,
            double raw)
            throws Exception {
        System.out.println("== " + name);
        Path data = Files.createTempDirectory(dir, "muster-river-");
        try (ServerProcess server = ServerProcess.start(classPath, data, settings);
                Rig rig = new Rig(server)) {
            rig.enrol(WARMING, 8);
            Rig.Measured enrolled = rig.enrol(ENROLMENTS, 8);
            say("enrolment, handshake included, 8 at a time", enrolled, raw);
            rig.attest(16, warm);
            for (int connections : new int[] {16, 128}) {
                long before = server.bytesHeld();
                Rig.Measured attested = rig.attest(connections, time);
                say("challenge and evidence, " + connections + " connections", attested, raw);
                System.out.printf(
                        Locale.ROOT,
                        "   disk grew by %.0f bytes each; the token has %d%n",
                        (server.bytesHeld() - before) / (double) attested.count(),
                        attested.tokenBytes());
            }
            if (devices > WARMING + ENROLMENTS) {
                rig.enrol(devices - WARMING - ENROLMENTS, 8);
                rig.attestAll(rounds);
            }
            pages(rig);
            System.out.printf(Locale.ROOT, "end after SIGTERM: %.1f s%n", server.stop());
        } finally {
            Trash.remove(data);
        }
    }

    private static void pages(Rig rig) {
        page(rig, "fleet page", "/o/demo/");
        page(rig, "device page", "/o/demo/devices/cam-00001");
        page(rig, "device posture", "/api/v1/demo/devices/cam-00001/posture");
        page(rig, "fleet posture", "/api/v1/demo/posture");
    }

    private static void page(Rig rig, String name, String path) {
        long[] nanos = new long[PAGE_ROUNDS];
        int size = 0;
        for (int i = 0; i < PAGE_ROUNDS; i++) {
            long from = System.nanoTime();
            try {
                size = rig.api().bytes(path).length;
            } catch (UncheckedIOException silent) {
                System.out.printf(Locale.ROOT, "%s: no answer after %.0f s%n", name, (System.nanoTime() - from) / 1e9);
                return;
            }
            nanos[i] = System.nanoTime() - from;
        }
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "%s: %.1f ms (median of %d), %d bytes%n",
                name,
                nanos[PAGE_ROUNDS / 2] / 1e6,
                PAGE_ROUNDS,
                size);
    }

    private static void say(String what, Rig.Measured measured, double raw) {
        System.out.printf(
                Locale.ROOT,
                "%s: %d in %.1f s, %.0f a second; %.0f µs of the server's processor each (raw is %.1f %% of that)"
                        + " and %.0f µs of its compilers%n",
                what,
                measured.count(),
                measured.seconds(),
                measured.perSecond(),
                measured.serverMicros(),
                100 * raw / measured.serverMicros(),
                measured.compilerMicros());
    }

    /** What every evidence needs: its signature verified, its result signed. */
    private static double raw() {
        Crypto crypto = Crypto.standard();
        KeyPair pair = Keys.generateP256(new SecureRandom());
        byte[] message = new byte[900];
        byte[] signature = crypto.sign(SignatureScheme.ECDSA_P256_SHA256, pair.getPrivate(), message);
        var threads = java.lang.management.ManagementFactory.getThreadMXBean();
        double best = Double.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            long from = threads.getCurrentThreadCpuTime();
            for (int i = 0; i < 1000; i++) {
                if (!crypto.verify(SignatureScheme.ECDSA_P256_SHA256, pair.getPublic(), message, signature)) {
                    throw new IllegalStateException("a good signature does not verify");
                }
                crypto.sign(SignatureScheme.ECDSA_P256_SHA256, pair.getPrivate(), message);
            }
            best = Math.min(best, (threads.getCurrentThreadCpuTime() - from) / 1e6);
        }
        return best;
    }

    static long number(String[] arguments, String name, long fallback) {
        String text = text(arguments, name, "");
        return text.isEmpty() ? fallback : Long.parseLong(text);
    }

    static String text(String[] arguments, String name, String fallback) {
        int at = Arrays.asList(arguments).indexOf(name);
        return at < 0 || at + 1 >= arguments.length ? fallback : arguments[at + 1];
    }
}
