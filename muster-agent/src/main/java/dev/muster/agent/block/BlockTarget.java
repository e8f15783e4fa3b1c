package dev.muster.agent.block;

import dev.muster.agent.install.ArtifactSource;
import dev.muster.agent.install.DeviceClass;
import dev.muster.agent.state.Slot;
import dev.muster.format.update.delta.DeltaFormat;
import dev.muster.format.update.suit.Capabilities;
import dev.muster.format.update.suit.Command;
import dev.muster.format.update.suit.ComponentId;
import dev.muster.format.update.suit.Device;
import dev.muster.format.update.suit.PayloadCipher;
import dev.muster.format.update.suit.SuitDigest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** This device as a manifest sees it: the layout's components, always those of the slot that does not run. */
final class BlockTarget implements Device {
    /** Components are not copied or exchanged: a slot is written whole, and what no manifest names is carried over. */
    private static final Set<Command.Action> ACTIONS =
            Collections.unmodifiableSet(EnumSet.of(Command.Action.WRITE, Command.Action.FETCH, Command.Action.INVOKE));

    private final DeviceClass kind;
    private final BlockDevice device;
    private final Superblocks blocks;
    private final Journal journal;
    private final BlockSlots slots;
    private final ArtifactSource source;
    private final PayloadCipher cipher;
    private final AreaWriter.Pace pace;
    private final Slot target;

    /** What was read back since it was last written, by area. */
    private final TreeMap<Integer, SlotImage.Content> measured = new TreeMap<>();

    /** Sizes of what was written by this or an earlier run; a manifest need not say them. */
    private final TreeMap<Integer, Long> sizes = new TreeMap<>();

    private boolean givenUp;

    BlockTarget(
            DeviceClass kind,
            BlockDevice device,
            Superblocks blocks,
            Journal journal,
            ArtifactSource source,
            PayloadCipher cipher,
            AreaWriter.Pace pace) {
        this.kind = kind;
        this.device = device;
        this.blocks = blocks;
        this.journal = journal;
        this.slots = new BlockSlots(device, blocks.geometry());
        this.source = source;
        this.cipher = cipher;
        this.pace = pace;
        this.target = blocks.state().active().other();
    }

    static Capabilities capabilities(Geometry geometry, boolean decrypts, long envelopeBytes) {
        return Capabilities.of(
                        Command.Condition.BASE,
                        ACTIONS,
                        decrypts,
                        geometry.areas().stream()
                                .map(area -> new Capabilities.Component(area.component(), false))
                                .collect(Collectors.toSet()),
                        OptionalLong.of(envelopeBytes))
                .with(
                        geometry.areas().stream()
                                .map(area -> new Capabilities.Capacity(area.component(), area.bytes()))
                                .toList(),
                        List.of(DeltaFormat.MEDIA_TYPE));
    }

    @Override
    public Set<Command.Action> actions() {
        return ACTIONS;
    }

    Slot target() {
        return target;
    }

    SortedMap<Integer, SlotImage.Content> measured() {
        return measured;
    }

    @Override
    public byte[] vendorId() {
        return kind.vendorId();
    }

    @Override
    public byte[] classId() {
        return kind.classId();
    }

    @Override
    public Optional<byte[]> deviceId() {
        return Optional.empty();
    }

    @Override
    public long sequenceFloor() {
        return blocks.state().sequence();
    }

    @Override
    public boolean decrypts() {
        return !cipher.keys().isEmpty();
    }

    @Override
    public boolean has(ComponentId component) {
        return blocks.geometry().area(component).isPresent();
    }

    @Override
    public boolean slotIs(ComponentId component, long slot) {
        return slot == target.number();
    }

    private int area(ComponentId component) {
        return blocks.geometry().area(component).orElseThrow(() -> new Failed("no component " + component));
    }

    @Override
    public boolean imageMatches(ComponentId component, Expected expected) {
        int area = area(component);
        OptionalLong bytes = expected.bytes().isPresent()
                ? expected.bytes()
                : sizes.containsKey(area) ? OptionalLong.of(sizes.get(area)) : OptionalLong.empty();
        boolean holds =
                bytes.isPresent() && attempt(() -> slots.holds(target, area, expected.digest(), bytes.getAsLong()));
        if (holds) {
            measured.put(area, new SlotImage.Content(expected.digest(), bytes.getAsLong()));
        } else {
            measured.remove(area);
        }
        return holds;
    }

    @Override
    public boolean contentIs(ComponentId component, byte[] content) {
        int area = area(component);
        return attempt(() -> slots.holds(target, area, SuitDigest.sha256(content), content.length));
    }

    @Override
    public void fetch(ComponentId component, String uri, Optional<byte[]> arguments, Payload payload) {
        int area = area(component);
        SuitDigest digest =
                payload.digest().orElseThrow(() -> new Failed("a payload without an image digest is not fetched here"));
        // Before the slot is given up: a device that has not the key keeps what it could go back to.
        payload.encryption().ifPresent(cipher::stream);
        attempt(() -> {
            boolean there = payload.bytes().isPresent()
                    && journal.has(new JournalEntry.Written(area))
                    && slots.holds(target, area, digest, payload.bytes().getAsLong());
            if (!there) {
                giveUpTarget();
                measured.remove(area);
                sizes.put(area, place(area).fetch(source, cipher, uri, payload, digest));
                journal.append(new JournalEntry.Written(area));
            }
            return true;
        });
    }

    private Place place(int area) {
        return new Place(device, blocks, journal, pace, target, area);
    }

    @Override
    public void write(ComponentId component, byte[] content, Payload payload) {
        int area = area(component);
        byte[] plain =
                payload.encryption().map(info -> cipher.open(info, content)).orElse(content);
        attempt(() -> {
            giveUpTarget();
            measured.remove(area);
            put(area, plain);
            return true;
        });
    }

    private void put(int area, byte[] content) throws IOException {
        AreaWriter writer = place(area).writer(SuitDigest.Algorithm.SHA_256, new byte[0]);
        try (ByteArrayInputStream in = new ByteArrayInputStream(content)) {
            byte[] all = in.readAllBytes();
            writer.write(all, 0, all.length);
        }
        sizes.put(area, writer.bytes());
        writer.finish();
        journal.append(new JournalEntry.Written(area));
    }

    /** Takes over what the manifest says nothing about: a slot is started whole. */
    void carryOver(int area) throws IOException {
        SlotImage.Content content =
                place(area).running().orElseThrow(() -> new IOException("nothing to carry over for component " + area));
        AreaWriter writer = place(area).writer(content.digest().algorithm(), new byte[0]);
        byte[] chunk = new byte[pace.chunkBytes()];
        for (long at = 0; at < content.bytes(); at += chunk.length) {
            int length = (int) Math.min(chunk.length, content.bytes() - at);
            device.read(blocks.geometry().offset(target.other(), area) + at, chunk, 0, length);
            writer.write(chunk, 0, length);
        }
        writer.finish();
        device.flush();
        if (!slots.holds(target, area, content.digest(), content.bytes())) {
            throw new IOException("component " + area + " of the running slot is not what its record says");
        }
        measured.put(area, content);
    }

    @Override
    public void copy(ComponentId to, ComponentId from, Payload payload) {
        throw new Failed("this device copies nothing between its components");
    }

    @Override
    public void swap(ComponentId one, ComponentId other) {
        throw new Failed("this device swaps no components");
    }

    @Override
    public void invoke(ComponentId component, Optional<byte[]> arguments) {
        attempt(() -> {
            blocks.write(blocks.state().choose(target));
            journal.append(new JournalEntry.Chosen());
            return true;
        });
    }

    /**
     * From here on the target is not started, whatever happens; before anything in it changes. The running slot must be
     * worth keeping: settled, and still what its record says.
     */
    void giveUpTarget() throws IOException {
        if (givenUp) {
            return;
        }
        BlockState now = blocks.state();
        if (now.trials() > 0) {
            throw new IOException("the running slot is on trial: it must be confirmed first");
        }
        if (now.image(target).isPresent()) {
            if (!slots.bootable(now, now.active()) && slots.bootable(now, target)) {
                throw new IOException("the running slot was changed, and the other one is the last good one");
            }
            blocks.write(now.without(target));
        }
        givenUp = true;
    }

    private static boolean attempt(Operation operation) {
        try {
            return operation.run();
        } catch (ArtifactSource.Away e) {
            // Not a failure of the manifest: it passes through the processor, and the install is begun again later.
            throw new UncheckedIOException(e);
        } catch (IOException e) {
            throw new Failed(e.getMessage() == null ? e.toString() : e.getMessage(), e);
        }
    }

    private interface Operation {
        boolean run() throws IOException;
    }
}
