package dev.muster.format.update.suit.author;

import dev.muster.format.json.Json;
import dev.muster.format.json.JsonCursor;
import dev.muster.format.json.JsonException;
import dev.muster.format.json.JsonReader;
import dev.muster.format.update.suit.CodePoints;
import dev.muster.format.update.suit.ComponentId;
import dev.muster.format.update.suit.SuitDigest;
import dev.muster.format.update.suit.SuitLimits;
import dev.muster.format.update.suit.author.AuthorManifest.Elsewhere;
import dev.muster.format.update.suit.author.AuthorManifest.Image;
import dev.muster.format.update.suit.author.AuthorManifest.Part;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** Reads the JSON form of the draft's examples; a member that it does not know is refused by name. */
public final class AuthorReader {
    private static final Set<String> WHOLE = Set.of(
            "components",
            "manifest-version",
            "manifest-sequence-number",
            "reference-uri",
            "description",
            "severable",
            "include-json");
    private static final Set<String> PART = Set.of(
            "install-id",
            "install-digest",
            "install-size",
            "install-on-download",
            "uri",
            "slot",
            "vendor-id",
            "class-id",
            "bootable",
            "download-id",
            "download-digest",
            "download-size",
            "loadable",
            "load-id",
            "load-digest",
            "load-size",
            "description");

    private static final Map<String, Integer> MANIFEST_TEXT = Map.of(
            "manifest-description", CodePoints.TEXT_MANIFEST_DESCRIPTION,
            "update-description", CodePoints.TEXT_UPDATE_DESCRIPTION);

    private static final Map<String, Integer> COMPONENT_TEXT = Map.of(
            "vendor-domain", CodePoints.TEXT_VENDOR_DOMAIN,
            "component-description", CodePoints.TEXT_COMPONENT_DESCRIPTION);

    private static final Set<String> NOT_CARRIED =
            Set.of("vendor-name", "model-name", "model-info", "component-version", "manifest-json-source");

    private static final int UUID_BYTES = 16;

    private final List<String> leftOut = new ArrayList<>();

    private AuthorReader() {}

    /** @throws JsonException with the place of the fault */
    public static AuthorManifest read(byte[] json) {
        try {
            return new AuthorReader().whole(JsonCursor.of(JsonReader.read(json)));
        } catch (JsonException e) {
            throw e.in(json);
        }
    }

    private AuthorManifest whole(JsonCursor json) {
        known(json, WHOLE);
        json.member("manifest-version").integer(CodePoints.MANIFEST_VERSION, CodePoints.MANIFEST_VERSION);
        if (flag(json, "include-json")) {
            leftOut.add("/include-json");
        }
        List<Part> parts = new ArrayList<>();
        for (JsonCursor part : json.member("components").elements()) {
            parts.add(part(part));
        }
        if (parts.isEmpty() || parts.size() > SuitLimits.COMPONENTS) {
            throw json.member("components").fault("a manifest has 1 to " + SuitLimits.COMPONENTS + " components");
        }
        return new AuthorManifest(
                json.member("manifest-sequence-number").integer(0, Long.MAX_VALUE),
                json.find("reference-uri").map(JsonCursor::text),
                parts,
                texts(json, MANIFEST_TEXT),
                flag(json, "severable"),
                leftOut);
    }

    private Part part(JsonCursor json) {
        known(json, PART);
        Optional<Image> image = image(json, "install");
        Optional<Elsewhere> download = flag(json, "install-on-download")
                        || json.find("download-id").isEmpty()
                ? Optional.empty()
                : Optional.of(new Elsewhere(
                        id(json.member("download-id")),
                        image(json, "download").or(() -> image).orElseThrow(() -> json.fault("no download-digest"))));
        Optional<Elsewhere> load = flag(json, "loadable")
                ? Optional.of(new Elsewhere(
                        id(json.member("load-id")),
                        image(json, "load").or(() -> image).orElseThrow(() -> json.fault("no load-digest"))))
                : Optional.empty();
        return new Part(
                id(json.member("install-id")),
                image,
                json.find("uri").map(JsonCursor::text),
                number(json, "slot"),
                json.find("vendor-id").map(AuthorReader::uuid),
                json.find("class-id").map(AuthorReader::uuid),
                flag(json, "bootable"),
                download,
                load,
                texts(json, COMPONENT_TEXT));
    }

    private static Optional<Image> image(JsonCursor json, String which) {
        return json.find(which + "-digest").map(digest -> new Image(digest(digest), number(json, which + "-size")));
    }

    private static SuitDigest digest(JsonCursor json) {
        known(json, Set.of("algorithm-id", "digest-bytes"));
        JsonCursor name = json.member("algorithm-id");
        SuitDigest.Algorithm algorithm = switch (name.text()) {
            case "sha256" -> SuitDigest.Algorithm.SHA_256;
            case "sha384" -> SuitDigest.Algorithm.SHA_384;
            case "sha512" -> SuitDigest.Algorithm.SHA_512;
            case "shake128" -> SuitDigest.Algorithm.SHAKE128;
            case "shake256" -> SuitDigest.Algorithm.SHAKE256;
            default -> throw name.fault("no digest is called so");
        };
        byte[] value = hex(json.member("digest-bytes"));
        if (value.length != algorithm.length()) {
            throw json.fault("a digest of " + value.length + " bytes");
        }
        return new SuitDigest(algorithm, value);
    }

    private static ComponentId id(JsonCursor json) {
        List<byte[]> segments = json.elements().stream().map(AuthorReader::hex).toList();
        if (segments.isEmpty() || segments.size() > SuitLimits.COMPONENT_SEGMENTS) {
            throw json.fault("a component has 1 to " + SuitLimits.COMPONENT_SEGMENTS + " segments");
        }
        return ComponentId.ofBytes(segments);
    }

    private static byte[] hex(JsonCursor json) {
        try {
            return HexFormat.of().parseHex(json.text());
        } catch (IllegalArgumentException e) {
            throw json.fault("not hex");
        }
    }

    private static byte[] uuid(JsonCursor json) {
        try {
            UUID uuid = UUID.fromString(json.text());
            return ByteBuffer.allocate(UUID_BYTES)
                    .putLong(uuid.getMostSignificantBits())
                    .putLong(uuid.getLeastSignificantBits())
                    .array();
        } catch (IllegalArgumentException e) {
            throw json.fault("not a UUID");
        }
    }

    private SortedMap<String, SortedMap<Integer, String>> texts(JsonCursor json, Map<String, Integer> names) {
        SortedMap<String, SortedMap<Integer, String>> all = new TreeMap<>();
        Optional<JsonCursor> description = json.find("description");
        if (description.isEmpty()) {
            return all;
        }
        description.get().members().forEach(language -> {
            SortedMap<Integer, String> own = new TreeMap<>();
            language.getValue().members().forEach(text -> {
                Integer key = names.get(text.getKey());
                if (key != null) {
                    own.put(key, text.getValue().text());
                } else if (NOT_CARRIED.contains(text.getKey())) {
                    leftOut.add(text.getValue().path());
                } else {
                    throw text.getValue().fault("no text is called so");
                }
            });
            all.put(language.getKey(), own);
        });
        return all;
    }

    private static OptionalLong number(JsonCursor json, String name) {
        Optional<JsonCursor> member = json.find(name);
        return member.isPresent() ? OptionalLong.of(member.get().integer(0, Long.MAX_VALUE)) : OptionalLong.empty();
    }

    private static boolean flag(JsonCursor json, String name) {
        return json.find(name).map(JsonCursor::truth).orElse(false);
    }

    private static void known(JsonCursor json, Set<String> names) {
        if (!(json.value() instanceof Json.Obj)) {
            throw json.fault("not an object");
        }
        for (String name : json.names()) {
            if (!names.contains(name)) {
                throw json.member(name).fault("no member is called so");
            }
        }
    }
}
