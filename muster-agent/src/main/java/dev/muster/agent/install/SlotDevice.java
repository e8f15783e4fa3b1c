package dev.muster.agent.install;

import dev.muster.agent.state.BootState;
import dev.muster.agent.state.Slot;
import dev.muster.format.update.suit.Capabilities;
import dev.muster.format.update.suit.Command;
import dev.muster.format.update.suit.ComponentId;
import dev.muster.format.update.suit.Device;
import dev.muster.format.update.suit.FirmwareTemplate;
import dev.muster.format.update.suit.SuitDigest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** This device as a manifest sees it: one component, {@code ['firmware']}, which is always the slot that does not run. */
final class SlotDevice implements Device {
    /** All of the draft's but one that compares small components with bytes. */
    private static final Set<Command.Condition> CONDITIONS = Command.Condition.BASE.stream()
            .filter(condition -> condition != Command.Condition.CHECK_CONTENT)
            .collect(Collectors.toUnmodifiableSet());

    /** With one component there is nothing to copy or to exchange. */
    private static final Set<Command.Action> ACTIONS =
            Collections.unmodifiableSet(EnumSet.of(Command.Action.WRITE, Command.Action.FETCH, Command.Action.INVOKE));

    private final DeviceClass kind;
    private final Slots slots;
    private final Disk disk;
    private final Staging staging;
    private final BootControl control;
    private final BootState state;
    private final Slot target;
    private Optional<SuitDigest> measured = Optional.empty();

    SlotDevice(DeviceClass kind, Disk disk, Slots slots, ArtifactSource source, BootControl control, BootState state) {
        this.kind = kind;
        this.disk = disk;
        this.slots = slots;
        this.staging = new Staging(disk, source);
        this.control = control;
        this.state = state;
        this.target = state.active().other();
    }

    static Capabilities capabilities(long envelopeBytes) {
        return Capabilities.of(
                CONDITIONS,
                ACTIONS,
                false,
                Set.of(new Capabilities.Component(FirmwareTemplate.FIRMWARE, false)),
                OptionalLong.of(envelopeBytes));
    }

    @Override
    public Set<Command.Condition> conditions() {
        return CONDITIONS;
    }

    @Override
    public Set<Command.Action> actions() {
        return ACTIONS;
    }

    Slot target() {
        return target;
    }

    /** What the target slot was last found to hold, after the last write to it. */
    Optional<SuitDigest> measured() {
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
        return state.sequence();
    }

    @Override
    public boolean has(ComponentId component) {
        return component.equals(FirmwareTemplate.FIRMWARE);
    }

    /** Slot 0 is A, slot 1 is B. */
    @Override
    public boolean slotIs(ComponentId component, long slot) {
        return slot == (target == Slot.A ? 0 : 1);
    }

    @Override
    public boolean imageMatches(ComponentId component, Expected expected) {
        boolean matches = attempt(() -> slots.matches(target, expected.digest(), expected.bytes()));
        measured = matches ? Optional.of(expected.digest()) : Optional.empty();
        return matches;
    }

    @Override
    public boolean contentIs(ComponentId component, byte[] content) {
        throw new Failed("check-content is for small components; this device has none");
    }

    @Override
    public void fetch(ComponentId component, String uri, Optional<byte[]> arguments, Payload payload) {
        SuitDigest digest =
                payload.digest().orElseThrow(() -> new Failed("a payload without an image digest is not fetched here"));
        attempt(() -> {
            String staged = staging.fetch(uri, digest, payload.bytes());
            admit();
            measured = Optional.empty();
            slots.withdraw(target);
            try (InputStream image = disk.read(staged)) {
                slots.unpack(target, image);
            }
            staging.drop(staged);
            return true;
        });
    }

    @Override
    public void write(ComponentId component, byte[] content, Payload payload) {
        boolean right = payload.digest().map(digest -> digest.matches(content)).orElse(true)
                && (payload.bytes().isEmpty() || payload.bytes().getAsLong() == content.length);
        if (!right) {
            throw new Failed("the payload does not have the digest that the manifest names");
        }
        attempt(() -> {
            admit();
            measured = Optional.empty();
            slots.withdraw(target);
            slots.unpack(target, new ByteArrayInputStream(content));
            return true;
        });
    }

    @Override
    public void copy(ComponentId to, ComponentId from, Payload payload) {
        throw new Failed("this device has one component");
    }

    @Override
    public void swap(ComponentId one, ComponentId other) {
        throw new Failed("this device has one component");
    }

    @Override
    public void invoke(ComponentId component, Optional<byte[]> arguments) {
        attempt(() -> {
            control.write(control.read().startNext(target));
            return true;
        });
    }

    /**
     * Before the target slot is given up, the running one must be worth keeping: settled, and still what its record says.
     * A device whose running slot was tampered with would otherwise lose its last good image here.
     */
    private void admit() throws IOException {
        BootState now = control.read();
        if (now.trial()) {
            throw new IOException("the running slot is on trial: it must be confirmed first");
        }
        if (!slots.bootable(now.active()) && slots.bootable(target)) {
            throw new IOException("the running slot was changed, and the other one is the last good one");
        }
        if (now.next().isPresent()) {
            control.write(new BootState(now.active(), Optional.empty(), false, now.sequence(), now.boots()));
        }
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
