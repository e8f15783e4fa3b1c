package dev.muster.format.update.suit;

import static dev.muster.format.update.suit.SuitReader.require;

import dev.muster.format.cbor.CborProfile;
import dev.muster.format.cbor.CborReader;
import dev.muster.format.cbor.CborType;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Strict bytes to records for a capability report. What extensions say of it is skipped, not kept. */
final class CapabilityReader {
    private final SortedMap<Integer, SortedSet<Long>> lists = new TreeMap<>();
    private final List<Capabilities.Component> components = new ArrayList<>();
    private final List<Capabilities.Capacity> capacities = new ArrayList<>();
    private final List<String> deltas = new ArrayList<>();
    private OptionalLong envelopeBytes = OptionalLong.empty();

    private CapabilityReader() {}

    static Capabilities read(byte[] bytes) {
        require(bytes.length <= Capabilities.MOST_BYTES, "capability report too long", "/", -1);
        // The draft sets no order for its keys either.
        return SuitReader.read(bytes, CborProfile.STRICT, SuitLimits.INNER, "", new CapabilityReader()::all);
    }

    private Capabilities all(CborReader reader) {
        int count = reader.readMapHeader();
        for (int i = 0; i < count; i++) {
            if (reader.peek() == CborType.ARRAY) {
                // What an extension knows, by its path of numbers.
                reader.skip();
                reader.skip();
            } else {
                member(reader.readLong(), reader);
            }
        }
        require(!components.isEmpty(), "no component (1)", "/", 0);
        return new Capabilities(
                components,
                needed(CodePoints.CAPABILITY_COMMANDS),
                needed(CodePoints.CAPABILITY_PARAMETERS),
                needed(CodePoints.CAPABILITY_ALGORITHMS),
                lists.tailMap(CodePoints.CAPABILITY_ENVELOPE),
                envelopeBytes,
                capacities,
                deltas);
    }

    private SortedSet<Long> needed(int key) {
        SortedSet<Long> list = lists.get(key);
        if (list == null) {
            throw new SuitException("no list " + key, "/", 0);
        }
        return list;
    }

    private void member(long key, CborReader reader) {
        String path = "/" + key;
        if (key == CodePoints.CAPABILITY_COMPONENTS) {
            int count = entries(reader, path);
            for (int i = 0; i < count; i++) {
                components.add(component(reader, path + "/[" + i + "]"));
            }
        } else if (key >= CodePoints.CAPABILITY_COMMANDS && key <= CodePoints.CAPABILITY_DEPENDENCY) {
            lists.put((int) key, numbers(reader, path));
        } else if (key == CodePoints.CAPABILITY_ENVELOPE_BYTES) {
            envelopeBytes = OptionalLong.of(ManifestReader.unsigned(reader, path));
        } else if (key == CodePoints.CAPABILITY_COMPONENT_BYTES) {
            int count = entries(reader, path);
            for (int i = 0; i < count; i++) {
                String one = path + "/[" + i + "]";
                require(reader.readArrayHeader() == 2, "a capacity is [component, bytes]", one, reader.position());
                capacities.add(new Capabilities.Capacity(
                        SuitReader.componentId(reader, one), ManifestReader.unsigned(reader, one)));
            }
        } else if (key == CodePoints.CAPABILITY_DELTAS) {
            int count = entries(reader, path);
            for (int i = 0; i < count; i++) {
                deltas.add(SuitReader.bounded(reader.readText(), SuitLimits.URI_CHARS, path));
            }
        } else {
            reader.skip();
        }
    }

    /** The path's byte strings, then {@code true} when everything below it is meant too. */
    private static Capabilities.Component component(CborReader reader, String path) {
        int at = reader.position();
        int count = reader.readArrayHeader();
        require(count <= SuitLimits.COMPONENT_SEGMENTS + 1, "component identifier too long", path, at);
        List<byte[]> parts = new ArrayList<>();
        boolean subtree = false;
        for (int i = 0; i < count; i++) {
            if (i == count - 1 && reader.peek() == CborType.BOOLEAN) {
                subtree = reader.readBoolean();
                require(subtree, "a component ends in true or in its path", path, at);
            } else {
                byte[] part = reader.readBytes();
                require(part.length <= SuitLimits.SEGMENT_BYTES, "component segment too long", path, at);
                parts.add(part);
            }
        }
        return new Capabilities.Component(ComponentId.ofBytes(parts), subtree);
    }

    private static SortedSet<Long> numbers(CborReader reader, String path) {
        int count = entries(reader, path);
        SortedSet<Long> numbers = new TreeSet<>();
        for (int i = 0; i < count; i++) {
            numbers.add(reader.readLong());
        }
        return numbers;
    }

    private static int entries(CborReader reader, String path) {
        int at = reader.position();
        int count = reader.readArrayHeader();
        require(
                count >= 1 && count <= Capabilities.MOST_ENTRIES,
                "1 to " + Capabilities.MOST_ENTRIES + " entries",
                path,
                at);
        return count;
    }
}
