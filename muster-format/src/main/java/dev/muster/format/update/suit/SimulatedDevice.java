package dev.muster.format.update.suit;

import java.security.MessageDigest;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A device that exists only in memory: components are byte arrays, the network is a map. For people who want to see what a
 * manifest would do, and for the server to try one. It does everything that a manifest can ask, and has every component.
 */
public final class SimulatedDevice implements Device {
    private final Description description;
    private final Map<ComponentId, byte[]> components = new HashMap<>();

    /**
     * What the device is.
     *
     * @param vendorId 16 bytes
     * @param classId 16 bytes
     * @param sequenceFloor unsigned
     * @param slot the slot that would be written now
     * @param clockSeconds since 1970; empty for a device without a clock
     * @param web payloads by URI
     * @param signers whose manifests it obeys as dependencies
     * @param cipher its keys for encrypted payloads
     */
    public record Description(
            byte[] vendorId,
            byte[] classId,
            long sequenceFloor,
            long slot,
            OptionalLong clockSeconds,
            Map<String, byte[]> web,
            EnvelopeVerifier signers,
            PayloadCipher cipher) {
        public Description {
            web = Map.copyOf(web);
        }
    }

    public SimulatedDevice(Description description) {
        this.description = description;
    }

    /** What its components hold now. */
    public Map<ComponentId, byte[]> components() {
        return Map.copyOf(components);
    }

    @Override
    public byte[] vendorId() {
        return description.vendorId();
    }

    @Override
    public byte[] classId() {
        return description.classId();
    }

    @Override
    public Optional<byte[]> deviceId() {
        return Optional.empty();
    }

    @Override
    public long sequenceFloor() {
        return description.sequenceFloor();
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
        return !description.cipher().keys().isEmpty();
    }

    @Override
    public boolean has(ComponentId component) {
        return true;
    }

    @Override
    public boolean slotIs(ComponentId component, long slot) {
        return slot == description.slot();
    }

    @Override
    public boolean imageMatches(ComponentId component, Expected expected) {
        byte[] content = components.get(component);
        return content != null
                && (expected.bytes().isEmpty() || expected.bytes().getAsLong() == content.length)
                && expected.digest().matches(content);
    }

    @Override
    public boolean contentIs(ComponentId component, byte[] content) {
        byte[] own = components.get(component);
        return own != null && MessageDigest.isEqual(own, content);
    }

    @Override
    public void fetch(ComponentId component, String uri, Optional<byte[]> arguments, Payload payload) {
        byte[] content = description.web().get(uri);
        if (content == null) {
            throw new Failed("nothing is at " + uri);
        }
        write(component, content, payload);
    }

    @Override
    public void write(ComponentId component, byte[] content, Payload payload) {
        components.put(component, open(content, payload));
    }

    @Override
    public void copy(ComponentId target, ComponentId source, Payload payload) {
        byte[] content = components.get(source);
        if (content == null) {
            throw new Failed(source + " is empty");
        }
        components.put(target, open(content, payload));
    }

    private byte[] open(byte[] content, Payload payload) {
        return payload.encryption()
                .map(info -> description.cipher().open(info, content))
                .orElse(content);
    }

    @Override
    public void swap(ComponentId one, ComponentId other) {
        byte[] first = components.get(one);
        byte[] second = components.get(other);
        if (first == null || second == null) {
            throw new Failed("only components that hold something are swapped");
        }
        components.put(one, second);
        components.put(other, first);
    }

    /** Nothing starts here; that it was reached is in the trace. */
    @Override
    public void invoke(ComponentId component, Optional<byte[]> arguments) {}

    @Override
    public void unlink(ComponentId component) {
        components.remove(component);
    }

    @Override
    public Optional<byte[]> envelope(ComponentId component) {
        return Optional.ofNullable(components.get(component));
    }

    @Override
    public EnvelopeVerifier.Verification authenticate(Envelope dependency) {
        return description.signers().verify(dependency);
    }

    @Override
    public OptionalLong clockSeconds() {
        return description.clockSeconds();
    }

    @Override
    public boolean batteryHolds(long milliwattHours) {
        return true;
    }

    @Override
    public boolean authorized(long priority) {
        return true;
    }

    /** Whatever it waits for has come to pass. */
    @Override
    public void await(byte[] events) {}
}
