package dev.muster.agent.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.agent.state.BootState;
import dev.muster.agent.state.Slot;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Counts the disk operations of one update (install, restart, confirm), then cuts the power inside of every one of them,
 * with several seeds for what the disk keeps. After each cut the device must start a slot whose bytes are an image that
 * the maker signed, and repeating the update must bring it to the new version. Then the same with a second cut in the
 * repeated update.
 */
class PowerCutTest {
    /** What a cut leaves is random: each operation is cut this often. */
    private static final int SEEDS = 6;

    private final byte[] release2 = Bench.release(2, Bench.IMAGE_2).sign(Bench.key(Bench.MAKER));

    private static Bench bench(SimDisk disk) {
        return new Bench(disk, new SimBoot(disk));
    }

    private void update(Bench bench) throws IOException {
        if (bench.control.read().trial()) {
            bench.boot().confirm();
        }
        if (bench.slots.record(bench.control.read().active()).orElseThrow().sequence() == 2) {
            return;
        }
        InstallResult result = bench.install(release2);
        assertThat(result.installed())
                .as(() -> result.report().result().toString())
                .isTrue();
        bench.boot().start();
        bench.boot().confirm();
    }

    private static void assertRunsSomethingSigned(Bench bench, String where) throws IOException {
        BootState state = bench.boot().start();
        assertThat(bench.slots.bootable(state.active())).as(where).isTrue();
        SlotRecord record = bench.slots.record(state.active()).orElseThrow();
        assertThat(record.digest().matches(record.sequence() == 1 ? Bench.IMAGE_1 : Bench.IMAGE_2))
                .as(where)
                .isTrue();
        assertThat(state.sequence()).as(where).isBetween(1L, record.sequence());
    }

    private static void assertUpdated(Bench bench, String where) throws IOException {
        BootState state = bench.control.read();
        assertThat(bench.slots.record(state.active()).orElseThrow().sequence())
                .as(where)
                .isEqualTo(2);
        assertThat(bench.slots.bootable(state.active())).as(where).isTrue();
    }

    private long countOperations() throws IOException {
        SimDisk disk = new SimDisk(0);
        Bench bench = bench(disk).assembled();
        disk.cutAt(Long.MAX_VALUE);
        update(bench);
        assertUpdated(bench, "uncut");
        return disk.operations();
    }

    @Test
    void aCutAtEveryOperationLeavesASignedImageAndTheUpdateConverges() throws IOException {
        long operations = countOperations();
        assertThat(operations).isGreaterThan(30);
        for (long at = 1; at <= operations; at++) {
            for (int seed = 0; seed < SEEDS; seed++) {
                String where = "operation " + at + " of " + operations + ", seed " + seed;
                SimDisk disk = new SimDisk(seed * 7919L + at);
                Bench bench = bench(disk).assembled();
                assertThat(cut(disk, bench, at)).as(where).isTrue();
                assertRunsSomethingSigned(bench, where);
                update(bench);
                assertUpdated(bench, where);
            }
        }
    }

    @Test
    void aSecondCutDuringTheRepairChangesNothing() throws IOException {
        long operations = countOperations();
        Random random = new Random(20261121);
        for (int run = 0; run < 300; run++) {
            long first = 1 + random.nextLong(operations);
            long second = 1 + random.nextLong(operations);
            String where = "run " + run + ", operations " + first + " and " + second;
            SimDisk disk = new SimDisk(run);
            Bench bench = bench(disk).assembled();
            cut(disk, bench, first);
            assertRunsSomethingSigned(bench, where);
            cut(disk, bench, second);
            assertRunsSomethingSigned(bench, where);
            update(bench);
            assertUpdated(bench, where);
        }
    }

    /** The restart after a cut may be cut too. */
    @Test
    void aCutWhileStartingChangesNothing() throws IOException {
        for (int seed = 0; seed < 100; seed++) {
            SimDisk disk = new SimDisk(seed);
            Bench bench = bench(disk).assembled();
            bench.install(release2);
            disk.cutAt(1 + seed % 5);
            try {
                bench.boot().start();
            } catch (SimDisk.PowerCut e) {
                disk.restart();
            }
            assertRunsSomethingSigned(bench, "seed " + seed);
        }
    }

    /** The simulation must be able to fail: a slot that is not withdrawn before it is written is caught. */
    @Test
    void theSimulationCatchesAnInstallerThatForgetsToWithdraw() throws IOException {
        boolean caught = false;
        for (int seed = 0; seed < 200 && !caught; seed++) {
            SimDisk disk = new SimDisk(seed);
            Bench bench = bench(disk).assembled();
            bench.slots.provision(Slot.B, Bench.IMAGE_1, 1, "1.0");
            disk.cutAt(1 + seed % 20);
            try {
                bench.slots.unpack(Slot.B, new ByteArrayInputStream(Bench.IMAGE_2));
            } catch (SimDisk.PowerCut e) {
                disk.restart();
            }
            caught = bench.slots.record(Slot.B).isPresent() && !bench.slots.bootable(Slot.B);
        }
        assertThat(caught).isTrue();
    }

    /** Returns whether the power went off before the update was complete. */
    private boolean cut(SimDisk disk, Bench bench, long at) throws IOException {
        disk.cutAt(at);
        try {
            update(bench);
            disk.restart();
            return false;
        } catch (SimDisk.PowerCut e) {
            disk.restart();
            return true;
        }
    }
}
