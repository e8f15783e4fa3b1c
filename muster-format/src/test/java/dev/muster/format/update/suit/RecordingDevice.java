package dev.muster.format.update.suit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A device in memory: components are byte arrays, the network is a map, and every call is written down. */
final class RecordingDevice implements Device {
    static final byte[] VENDOR = HexFormat.of().parseHex("fa6b4a53d5ad5fdfbe9de663e4d41ffe");
    static final byte[] CLASS = HexFormat.of().parseHex("1492af1425695e48bf429b2d51f2ab45");

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
        return VENDOR;
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
                && content.length == expected.bytes()
                && expected.digest().matches(content);
    }

    @Override
    public boolean contentIs(ComponentId component, byte[] content) {
        return Arrays.equals(content, components.get(component));
    }

    @Override
    public void fetch(ComponentId component, String uri, Optional<byte[]> arguments, Expected expected) {
        calls.add("fetch " + component + " " + uri);
        byte[] content = web.get(uri);
        if (content == null) {
            throw new Failed("nothing at " + uri);
        }
        components.put(component, content);
    }

    @Override
    public void write(ComponentId component, byte[] content, Optional<Expected> expected) {
        calls.add("write " + component);
        components.put(component, content);
    }

    @Override
    public void copy(ComponentId target, ComponentId source) {
        calls.add("copy " + source + " to " + target);
        components.put(target, components.getOrDefault(source, new byte[0]));
    }

    @Override
    public void swap(ComponentId one, ComponentId other) {
        calls.add("swap " + one + " and " + other);
    }

    @Override
    public void invoke(ComponentId component, Optional<byte[]> arguments) {
        calls.add("invoke " + component);
    }
}
