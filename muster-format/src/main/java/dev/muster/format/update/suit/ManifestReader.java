package dev.muster.format.update.suit;

import static dev.muster.format.update.suit.SuitReader.require;

import dev.muster.format.cbor.CborReader;
import dev.muster.format.cbor.CborType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Strict bytes to records for a manifest whose signature holds. */
final class ManifestReader {
    private static final String PATH = "/3";

    private final SortedMap<Integer, byte[]> delivered;
    private @Nullable Long version;
    private @Nullable Long sequenceNumber;
    private @Nullable String referenceUri;
    private @Nullable Common common;
    private Optional<ComponentId> id = Optional.empty();
    private List<Long> setVersion = List.of();
    private final SortedMap<Integer, Optional<ComponentId>> dependencies = new TreeMap<>();
    private final SortedMap<Integer, CommandSequence> sections = new TreeMap<>();
    private final SortedMap<Integer, Severable> severable = new TreeMap<>();
    private final SortedSet<String> foreign = new TreeSet<>();

    private record Common(List<ComponentId> components, Optional<CommandSequence> shared) {}

    private ManifestReader(SortedMap<Integer, byte[]> delivered) {
        this.delivered = delivered;
    }

    static Manifest manifest(byte[] bytes, SortedMap<Integer, byte[]> delivered) {
        ManifestReader reader = new ManifestReader(delivered);
        return SuitReader.read(bytes, SuitLimits.INNER, PATH, reader::read);
    }

    private Manifest read(CborReader reader) {
        int count = reader.readMapHeader();
        for (int i = 0; i < count; i++) {
            member(reader.readLong(), reader);
        }
        if (version == null) {
            throw new SuitException("no manifest version (1)", PATH, 0);
        }
        require(version == CodePoints.MANIFEST_VERSION, "manifest version " + version, PATH, 0);
        if (sequenceNumber == null) {
            throw new SuitException("no sequence number (2)", PATH, 0);
        }
        if (common == null) {
            throw new SuitException("no common (3)", PATH, 0);
        }
        for (int key : delivered.keySet()) {
            require(
                    severable.get(key) instanceof Severable.Severed,
                    "the manifest did not sever " + key,
                    "/" + key,
                    -1);
        }
        return new Manifest(
                sequenceNumber,
                Optional.ofNullable(referenceUri),
                id,
                setVersion,
                dependencies,
                common.components(),
                common.shared(),
                sections,
                severable,
                foreign);
    }

    private void member(long key, CborReader reader) {
        String path = PATH + "/" + key;
        if (key == CodePoints.VERSION) {
            version = reader.readLong();
        } else if (key == CodePoints.SEQUENCE_NUMBER) {
            sequenceNumber = sequence(reader, path);
        } else if (key == CodePoints.COMMON) {
            common = common(reader.readBytes());
        } else if (key == CodePoints.REFERENCE_URI) {
            referenceUri = SuitReader.bounded(reader.readText(), SuitLimits.URI_CHARS, path);
        } else if (CodePoints.severable(key)) {
            severable((int) key, reader, path);
        } else if (CodePoints.sequence(key)) {
            sections.put((int) key, SequenceReader.sequence(reader.readBytes(), path));
        } else if (key == CodePoints.MANIFEST_COMPONENT_ID) {
            id = Optional.of(SuitReader.componentId(reader, path));
        } else if (key == UpdateManagementPoints.SET_VERSION) {
            setVersion = SuitReader.read(
                    reader.readBytes(), SuitLimits.INNER, path, inner -> ParameterReader.numbers(inner, path));
        } else {
            foreign.add("manifest member " + key);
            reader.skip();
        }
    }

    private void severable(int key, CborReader reader, String path) {
        if (reader.peek() == CborType.ARRAY) {
            SuitDigest digest = SuitReader.digest(reader, path);
            severable.put(key, new Severable.Severed(digest));
            byte[] content = delivered.get(key);
            if (content != null) {
                require(digest.matchesWrapped(content), "a severed member with another digest", "/" + key, -1);
                section(key, content, "/" + key);
            }
        } else {
            byte[] content = reader.readBytes();
            severable.put(key, new Severable.Present(content));
            section(key, content, path);
        }
    }

    private void section(int key, byte[] content, String path) {
        if (CodePoints.sequence(key)) {
            sections.put(key, SequenceReader.sequence(content, path));
        } else {
            require(content.length <= SuitLimits.TEXT_BYTES, "text too long", path, -1);
        }
    }

    private Common common(byte[] content) {
        String path = PATH + "/" + CodePoints.COMMON;
        return SuitReader.read(content, SuitLimits.INNER, path, reader -> {
            List<ComponentId> components = List.of();
            Optional<CommandSequence> shared = Optional.empty();
            int count = reader.readMapHeader();
            for (int i = 0; i < count; i++) {
                long key = reader.readLong();
                if (key == CodePoints.COMPONENTS) {
                    components = components(reader, path + "/" + key);
                } else if (key == CodePoints.SHARED_SEQUENCE) {
                    shared = Optional.of(SequenceReader.shared(reader.readBytes(), path + "/" + key));
                } else if (key == CodePoints.DEPENDENCIES) {
                    dependencies(reader, path + "/" + key);
                } else {
                    foreign.add("common member " + key);
                    reader.skip();
                }
            }
            return new Common(components, shared);
        });
    }

    private void dependencies(CborReader reader, String path) {
        int at = reader.position();
        int count = reader.readMapHeader();
        require(count >= 1 && count <= SuitLimits.COMPONENTS, count + " dependencies", path, at);
        for (int i = 0; i < count; i++) {
            long index = unsigned(reader, path);
            require(index < SuitLimits.COMPONENTS, "component index " + index, path, at);
            Optional<ComponentId> prefix = Optional.empty();
            int members = reader.readMapHeader();
            for (int k = 0; k < members; k++) {
                long key = reader.readLong();
                if (key == TrustDomainPoints.DEPENDENCY_PREFIX) {
                    prefix = Optional.of(SuitReader.componentId(reader, path + "/" + index));
                } else {
                    foreign.add("dependency member " + key);
                    reader.skip();
                }
            }
            dependencies.put((int) index, prefix);
        }
    }

    private static List<ComponentId> components(CborReader reader, String path) {
        int at = reader.position();
        int count = reader.readArrayHeader();
        require(count >= 1 && count <= SuitLimits.COMPONENTS, count + " components", path, at);
        List<ComponentId> components = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ComponentId id = SuitReader.componentId(reader, path + "/[" + i + "]");
            require(!components.contains(id), "component " + id + " twice", path, at);
            components.add(id);
        }
        return components;
    }

    /** Any 64 bits: a counter may begin anywhere. */
    private static long sequence(CborReader reader, String path) {
        int at = reader.position();
        BigInteger value = reader.readBigInteger();
        require(value.signum() >= 0, "a negative number", path, at);
        require(value.bitLength() <= Long.SIZE, "more than 64 bits", path, at);
        return value.longValue();
    }

    static long unsigned(CborReader reader, String path) {
        int at = reader.position();
        long value = reader.readLong();
        require(value >= 0, "a negative number", path, at);
        return value;
    }
}
