package dev.muster.format.update.suit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** A device in memory: components are byte arrays, the network is a map, and every call is written down. */
final class RecordingDevice implements Device {
    static final byte[] VENDOR = HexFormat.of().parseHex("fa6b4a53d5ad5fdfbe9de663e4d41ffe");
    static final byte[] CLASS = HexFormat.of().parseHex("1492af1425695e48bf429b2d51f2ab45");

    /** For a test about vendors that have a number. */
    static final ThreadLocal<byte[]> VENDOR_OF_NUMBER = ThreadLocal.withInitial(() -> VENDOR);

    final List<String> calls = new ArrayList<>();
    final Map<ComponentId, byte[]> components = new HashMap<>();
    final Map<String, byte[]> web = new HashMap<>();
    byte[] classId = CLASS;
    long floor;
    long slot;
    /** Digests that images pretend to have: the drafts' examples use digests that nothing has. */
    final Map<ComponentId, SuitDigest> pretended = new HashMap<>();

    @Override
    public byte[] vendorId() {
        return VENDOR_OF_NUMBER.get();
    }

    @Override
    public byte[] classId() {
        return classId;
    }

    @Override
    public Optional<byte[]> deviceId() {
        return Optional.empty();
    }

    @Override
    public long sequenceFloor() {
        return floor;
    }

    @Override
    public boolean has(ComponentId component) {
        return true;
    }

    @Override
    public boolean slotIs(ComponentId component, long wanted) {
        return wanted == slot;
    }

    @Override
    public boolean imageMatches(ComponentId component, Expected expected) {
        calls.add("match " + component);
        SuitDigest pretend = pretended.get(component);
        if (pretend != null) {
            return pretend.equals(expected.digest());
        }
        byte[] content = components.get(component);
        return content != null
                && (expected.bytes().isEmpty()
                        || content.length == expected.bytes().getAsLong())
                && expected.digest().matches(content);
    }

    @Override
    public boolean contentIs(ComponentId component, byte[] content) {
        return Arrays.equals(content, components.get(component));
    }

    @Override
    public void fetch(ComponentId component, String uri, Optional<byte[]> arguments, Payload payload) {
        calls.add("fetch " + component + " " + uri);
        byte[] content = web.get(uri);
        if (content == null) {
            throw new Failed("nothing at " + uri);
        }
        components.put(component, open(content, payload));
    }

    private byte[] open(byte[] content, Payload payload) {
        return payload.encryption().map(info -> cipher.open(info, content)).orElse(content);
    }

    @Override
    public void write(ComponentId component, byte[] content, Payload payload) {
        calls.add("write " + component);
        components.put(component, open(content, payload));
    }

    @Override
    public void copy(ComponentId target, ComponentId source, Payload payload) {
        calls.add("copy " + source + " to " + target);
        components.put(target, open(components.getOrDefault(source, new byte[0]), payload));
    }

    @Override
    public void swap(ComponentId one, ComponentId other) {
        calls.add("swap " + one + " and " + other);
    }

    @Override
    public void invoke(ComponentId component, Optional<byte[]> arguments) {
        calls.add("invoke " + component);
    }

    PayloadCipher cipher = new PayloadCipher(List.of());
    EnvelopeVerifier verifier = new EnvelopeVerifier(List.of());
    Set<Command.Condition> conditions = EnumSet.allOf(Command.Condition.class);
    Set<Command.Action> actions = EnumSet.allOf(Command.Action.class);
    OptionalLong clock = OptionalLong.empty();
    long battery;
    long authorizedFrom = Long.MIN_VALUE;
    final Map<ComponentId, List<Long>> versions = new HashMap<>();

    @Override
    public Set<Command.Condition> conditions() {
        return conditions;
    }

    @Override
    public Set<Command.Action> actions() {
        return actions;
    }

    @Override
    public boolean decrypts() {
        return !cipher.keys().isEmpty();
    }

    @Override
    public void unlink(ComponentId component) {
        calls.add("unlink " + component);
        components.remove(component);
    }

    @Override
    public Optional<byte[]> envelope(ComponentId component) {
        return Optional.ofNullable(components.get(component));
    }

    @Override
    public EnvelopeVerifier.Verification authenticate(Envelope dependency) {
        return verifier.verify(dependency);
    }

    @Override
    public OptionalLong clockSeconds() {
        return clock;
    }

    @Override
    public boolean batteryHolds(long milliwattHours) {
        return battery >= milliwattHours;
    }

    @Override
    public boolean authorized(long priority) {
        return priority >= authorizedFrom;
    }

    @Override
    public List<Long> version(ComponentId component) {
        return versions.getOrDefault(component, List.of());
    }

    @Override
    public void await(byte[] events) {
        calls.add("wait");
    }
}
