package dev.muster.agent.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A slice of {@link BlockPowerCuts}, for every run of the suite. */
class BlockPowerCutsTest {
    /** Of each stretch between two flushes. */
    private static final int MOST = 300;

    private static final int DOUBLES = 400;

    @Test
    void noCutOfAnyKindOfUpdateBricksADevice() throws IOException {
        long cuts = 0;
        for (UpdateStory story : UpdateStories.all()) {
            PowerCuts done = new PowerCuts(story, new CutStates(MOST, 20261129), UnaryOperator.identity())
                    .cutEverywhere(DOUBLES);
            assertThat(done.doubles()).as(story.name()).isGreaterThanOrEqualTo(DOUBLES);
            cuts += done.cuts();
        }
        assertThat(cuts).isGreaterThan(5_000);
    }

    /** The suite can fail: an installer that does not flush its payload before it vouches for it. */
    @Test
    void anInstallerThatForgetsToFlushIsCaught() {
        PowerCuts cuts = new PowerCuts(
                UpdateStories.full(), new CutStates(MOST, 1), device -> new Forgetful(device, 2 * 4096 + 28 * 1024));
        assertThatThrownBy(() -> cuts.cutEverywhere(0))
                .isInstanceOf(PowerCuts.Broken.class)
                .hasMessageContaining("does not hold what its record says");
    }

    /** A second kind: one that never flushes its superblock before it goes on. */
    @Test
    void anInstallerThatNeverFlushesIsCaught() {
        PowerCuts cuts = new PowerCuts(UpdateStories.full(), new CutStates(MOST, 1), Never::new);
        assertThatThrownBy(() -> cuts.cutEverywhere(0)).isInstanceOf(PowerCuts.Broken.class);
    }

    /** Flushes nothing while anything in a slot is unflushed, until the state was written. */
    private static final class Forgetful implements BlockDevice {
        private final BlockDevice device;
        private final long slots;
        private boolean forgets;

        Forgetful(BlockDevice device, long slots) {
            this.device = device;
            this.slots = slots;
        }

        @Override
        public long bytes() {
            return device.bytes();
        }

        @Override
        public void read(long at, byte[] into, int from, int length) throws IOException {
            device.read(at, into, from, length);
        }

        @Override
        public void write(long at, byte[] bytes, int from, int length) throws IOException {
            forgets = at >= slots || (forgets && at >= 2 * Geometry.SUPERBLOCK);
            device.write(at, bytes, from, length);
        }

        @Override
        public void flush() throws IOException {
            if (!forgets) {
                device.flush();
            }
        }
    }

    /** Says that it flushed. */
    private record Never(BlockDevice device) implements BlockDevice {
        @Override
        public long bytes() {
            return device.bytes();
        }

        @Override
        public void read(long at, byte[] into, int from, int length) throws IOException {
            device.read(at, into, from, length);
        }

        @Override
        public void write(long at, byte[] bytes, int from, int length) throws IOException {
            device.write(at, bytes, from, length);
        }

        @Override
        public void flush() throws IOException {
            if (Thread.currentThread().getStackTrace()[2].getClassName().equals(PowerCuts.class.getName())) {
                device.flush();
            }
        }
    }
}
