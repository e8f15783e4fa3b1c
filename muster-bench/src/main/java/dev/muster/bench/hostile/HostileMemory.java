package dev.muster.bench.hostile;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * What attacks of a crowd leave behind in memory, one after the other: what is kept for attackers, or because of them, grows
 * from each to the next, and what the first ones made once does not.
 *
 * @param attacks how many
 */
record HostileMemory(int attacks) implements HostileBench.Measuring<Boolean> {
    private static final long MEGABYTE = 1L << 20;

    @Override
    public Boolean measure(Plan plan, Target target, List<HonestDevice> honest, HostileBench.Strength attackers)
            throws IOException, InterruptedException {
        HostileBench.attest(honest, plan.every(), plan.quiet());
        print("before", target);
        for (int i = 1; i <= attacks; i++) {
            try (AttackProcess attack = attackers.come()) {
                attack.begin();
                HostileBench.attest(honest, plan.every(), plan.attack());
                print("in attack " + i, target);
                attack.end();
            }
            HostileBench.attest(honest, plan.every(), plan.quiet());
            print("after attack " + i, target);
        }
        return target.runs();
    }

    private static void print(String when, Target target) throws IOException {
        Target.Footprint now = target.footprint();
        System.out.printf(
                Locale.ROOT,
                "%s: resident %d MB, needed of the heap %d MB, threads %d%n",
                when,
                now.resident() / MEGABYTE,
                now.live() / MEGABYTE,
                now.threads());
    }
}
