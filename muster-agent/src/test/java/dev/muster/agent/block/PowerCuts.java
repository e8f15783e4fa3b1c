package dev.muster.agent.block;

import dev.muster.agent.block.SimBlockDevice.Pending;
import dev.muster.agent.state.Slot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/**
 * Runs a story once to see all stretches between two flushes, then cuts the power in each of them in every way, starts
 * again and looks. What must hold after a cut: a slot that the state vouches for is whole; something starts; it is what a
 * maker signed; the confirmed sequence number did not fall; the story comes to its end; the journal tells it.
 */
final class PowerCuts {
    private final UpdateStory story;
    private final CutStates states;
    private final UnaryOperator<BlockDevice> storage;
    private long cuts;
    private long doubles;

    /** Something that must hold did not. */
    static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Broken(String what, Throwable cause) {
            super(what, cause);
        }
    }

    /** @param storage stands between the installer and the disk: where it is honest, nothing */
    PowerCuts(UpdateStory story, CutStates states, UnaryOperator<BlockDevice> storage) {
        this.story = story;
        this.states = states;
        this.storage = storage;
    }

    long cuts() {
        return cuts;
    }

    long doubles() {
        return doubles;
    }

    /** A stretch with what else was true in it. */
    private record Stretch(byte[] durable, List<Pending> pending, long counter, long confirmed) {}

    private List<Stretch> stretches(byte[] disk, long counter, boolean restart) throws IOException {
        List<Stretch> all = new ArrayList<>();
        SimCounter count = new SimCounter(counter);
        SimBlockDevice device = new SimBlockDevice(
                disk,
                (durable, pending) ->
                        all.add(new Stretch(durable.clone(), List.copyOf(pending), count.read(), confirmed(durable))));
        run(storage.apply(device), count, restart);
        return all;
    }

    /** The confirmed sequence number on a disk that nothing is wrong with. */
    private static long confirmed(byte[] disk) {
        try {
            return Superblocks.open(new SimBlockDevice(disk, SimBlockDevice.Listener.NONE))
                    .state()
                    .sequence();
        } catch (IOException e) {
            throw new Broken("no superblock", e);
        }
    }

    private void run(BlockDevice device, RollbackCounter counter, boolean restart) throws IOException {
        if (restart && startable(device)) {
            new BlockBoot(device, counter).start();
        }
        story.go(device, counter);
        device.flush();
    }

    /** A device that never had anything cannot start; whoever installs on it starts again with that. */
    private boolean startable(BlockDevice device) throws IOException {
        BlockState state = Superblocks.open(device).state();
        return !state.images().isEmpty();
    }

    /** All cuts of the story, and as many double cuts as wished. */
    PowerCuts cutEverywhere(long doubleCuts) throws IOException {
        List<Stretch> all = stretches(story.factory(), 0, false);
        for (Stretch stretch : all) {
            states.each(stretch.durable(), stretch.pending(), disk -> {
                cuts++;
                look(stretch, disk);
            });
        }
        SplittableRandom random = new SplittableRandom(states.seed());
        while (doubles < doubleCuts) {
            Stretch first = all.get(random.nextInt(all.size()));
            byte[] disk = states.sampled(first.durable(), first.pending(), random);
            List<Stretch> recovery = stretches(disk, first.counter(), true);
            for (int i = 0; i < 20 && !recovery.isEmpty(); i++) {
                Stretch second = recovery.get(random.nextInt(recovery.size()));
                doubles++;
                look(second, states.sampled(second.durable(), second.pending(), random));
            }
        }
        return this;
    }

    private void look(Stretch stretch, byte[] disk) {
        try {
            SimBlockDevice cold = new SimBlockDevice(disk, SimBlockDevice.Listener.NONE);
            vouchedIsWhole(cold);
            SimCounter counter = new SimCounter(stretch.counter());
            BlockBoot boot = new BlockBoot(cold, counter);
            if (startable(cold)) {
                BlockState started = boot.start();
                SlotImage running = started.image(started.active()).orElseThrow();
                require(story.authorised(running), "an image runs that nobody signed");
                require(started.sequence() >= stretch.confirmed(), "the confirmed sequence number fell");
                require(running.sequence() >= started.sequence(), "what runs is older than what was confirmed");
            }
            run(cold, counter, false);
            require(story.over(boot), "the story does not end: " + boot.state() + boot.account());
            require(boot.bootable(boot.state().active()), "what runs at the end is not whole");
            require(boot.state().advances() == counter.read(), "the counter is behind");
        } catch (IOException | RuntimeException | AssertionError e) {
            throw new Broken(story.name() + ", cut " + cuts + ", seed " + states.seed() + ": " + e.getMessage(), e);
        }
    }

    private static void vouchedIsWhole(BlockDevice device) throws IOException {
        Superblocks blocks = Superblocks.open(device);
        BlockSlots slots = new BlockSlots(device, blocks.geometry());
        for (Slot slot : Slot.values()) {
            Optional<SlotImage> image = blocks.state().image(slot);
            require(
                    image.isEmpty() || slots.bootable(blocks.state(), slot),
                    "slot " + slot + " does not hold what its record says");
        }
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException(what);
        }
    }
}
