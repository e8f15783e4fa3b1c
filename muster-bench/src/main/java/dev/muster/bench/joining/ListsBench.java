package dev.muster.bench.joining;

import dev.muster.core.joining.LocalIdentity;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.crypto.Keys;
import dev.muster.format.join.x509.CertificateTemplate;
import dev.muster.format.join.x509.CertificateTemplate.Issuer;
import dev.muster.format.join.x509.RevocationList;
import dev.muster.format.join.x509.RevocationList.Revoked;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Revocation lists, written and signed from entries in memory. */
final class ListsBench {
    static final int SMALL = 10_000;
    static final int LARGE = 1_000_000;
    static final double SMALL_MILLIS = 20;
    static final double LARGE_MILLIS = 2_000;
    private static final int ROUNDS = 9;

    private final Instant now = Instant.now();
    private final Issuer issuer;

    ListsBench() {
        SecureRandom random = new SecureRandom();
        KeyPair keys = Keys.generateP256(random);
        issuer = new Issuer(
                LocalIdentity.authority(new OrgId("demo"), CertificateTemplate.randomSerial(random), now)
                        .selfSigned(keys),
                keys.getPrivate());
    }

    void run() {
        written(SMALL, SMALL_MILLIS);
        written(LARGE, LARGE_MILLIS);
    }

    private void written(int entries, double goal) {
        Random random = new Random(entries);
        List<Revoked> revoked = new ArrayList<>(entries);
        for (int i = 0; i < entries; i++) {
            revoked.add(new Revoked(
                    CertificateTemplate.randomSerial(random),
                    now.minusSeconds(random.nextInt(1_000_000)),
                    RevocationList.Why.SUPERSEDED));
        }
        long[] wall = new long[ROUNDS];
        long[] core = new long[ROUNDS];
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        int size = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long from = System.nanoTime();
            long fromCore = threads.getCurrentThreadCpuTime();
            size = new RevocationList(revoked, now, now.plus(Duration.ofDays(1)), BigInteger.valueOf(round))
                    .sign(issuer)
                    .length;
            wall[round] = System.nanoTime() - from;
            core[round] = threads.getCurrentThreadCpuTime() - fromCore;
        }
        say("list of " + entries + " written and signed", wall, core, size, goal);
    }

    private static void say(String what, long[] wall, long[] core, int size, double goal) {
        System.out.printf(
                Locale.ROOT,
                "%s: %.1f ms of a core, %.1f ms by the clock (medians of %d), %d bytes, goal at most %.0f ms: %s%n",
                what,
                millis(core),
                millis(wall),
                core.length,
                size,
                goal,
                JoiningBench.met(millis(core) <= goal));
    }

    private static double millis(long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2] / 1e6;
    }
}
