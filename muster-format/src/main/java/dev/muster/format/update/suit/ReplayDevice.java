package dev.muster.format.update.suit;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A device about which nothing is known: whatever a manifest asks of it may come out either way. Which way it comes out is
 * chosen from a list, so that all of them can be gone through.
 */
final class ReplayDevice implements Device {
    private final byte[] vendor;
    private final byte[] deviceClass;
    private final List<Boolean> choices;
    private final Map<ComponentId, byte[]> written = new HashMap<>();
    private int next;

    /** @param choices made so far; what is asked beyond them comes out well and is added */
    ReplayDevice(byte[] vendor, byte[] deviceClass, List<Boolean> choices) {
        this.vendor = vendor.clone();
        this.deviceClass = deviceClass.clone();
        this.choices = choices;
    }

    /** What cannot be chosen without knowing the device. */
    static final class Unknowable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unknowable(String what) {
            super(what);
        }
    }

    private boolean choose() {
        if (next == choices.size()) {
            choices.add(true);
        }
        return choices.get(next++);
    }

    private void done() {
        if (!choose()) {
            throw new Failed("it may fail");
        }
    }

    /** The next list of choices to try: the last one that came out well comes out badly. Empty when all were tried. */
    static Optional<List<Boolean>> after(List<Boolean> choices) {
        int last = choices.lastIndexOf(true);
        if (last < 0) {
            return Optional.empty();
        }
        List<Boolean> following = new ArrayList<>(choices.subList(0, last));
        following.add(false);
        return Optional.of(following);
    }

    @Override
    public byte[] vendorId() {
        return vendor.clone();
    }

    @Override
    public byte[] classId() {
        return deviceClass.clone();
    }

    @Override
    public Optional<byte[]> deviceId() {
        throw new Unknowable("the manifest asks for the device's own id");
    }

    @Override
    public long sequenceFloor() {
        return 0;
    }

    @Override
    public Set<Command.Condition> conditions() {
        return EnumSet.allOf(Command.Condition.class);
    }

    @Override
    public Set<Command.Action> actions() {
        return EnumSet.allOf(Command.Action.class);
    }

    @Override
    public boolean decrypts() {
        return true;
    }

    @Override
    public boolean has(ComponentId component) {
        return true;
    }

    @Override
    public boolean slotIs(ComponentId component, long slot) {
        return choose();
    }

    @Override
    public boolean imageMatches(ComponentId component, Expected expected) {
        return choose();
    }

    @Override
    public boolean contentIs(ComponentId component, byte[] content) {
        return choose();
    }

    @Override
    public void fetch(ComponentId component, String uri, Optional<byte[]> arguments, Payload payload) {
        written.remove(component);
        done();
    }

    @Override
    public void write(ComponentId component, byte[] content, Payload payload) {
        done();
        written.put(component, content); // of the envelope, which nobody writes to: many ways keep it once
    }

    @Override
    public void copy(ComponentId target, ComponentId source, Payload payload) {
        written.remove(target);
        done();
    }

    @Override
    public void swap(ComponentId one, ComponentId other) {
        written.remove(one);
        written.remove(other);
        done();
    }

    @Override
    public void invoke(ComponentId component, Optional<byte[]> arguments) {
        done();
    }

    @Override
    public void unlink(ComponentId component) {
        done();
    }

    @Override
    public Optional<byte[]> envelope(ComponentId component) {
        if (!written.containsKey(component)) {
            throw new Unknowable("the dependency in " + component + " is not in the envelope");
        }
        return Optional.of(written.get(component).clone());
    }

    @Override
    public EnvelopeVerifier.Verification authenticate(Envelope dependency) {
        return choose()
                ? new EnvelopeVerifier.Verification.Verified(List.of())
                : new EnvelopeVerifier.Verification.Refused(Reason.UNAUTHORISED, "it may be refused");
    }

    @Override
    public OptionalLong clockSeconds() {
        return choose() ? OptionalLong.of(0) : OptionalLong.empty();
    }

    @Override
    public boolean batteryHolds(long milliwattHours) {
        return choose();
    }

    @Override
    public boolean authorized(long priority) {
        return choose();
    }

    @Override
    public List<Long> version(ComponentId component) {
        throw new Unknowable("the manifest asks for a component's version");
    }

    @Override
    public void await(byte[] events) {
        done();
    }
}
