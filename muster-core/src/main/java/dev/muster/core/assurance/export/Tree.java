package dev.muster.core.assurance.export;

import dev.muster.core.assurance.RequirementId;
import dev.muster.format.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Pieces that every OSCAL document has. */
final class Tree {
    /** The edition that is written. */
    static final String OSCAL = "1.1.3";

    private static final String NAMESPACE = "tag:muster.dev,2026:oscal/";

    private Tree() {}

    /** An object; members in the order of the arguments: name, value, name, value. */
    static Json.Obj of(Object... members) {
        Map<String, Json> map = new LinkedHashMap<>();
        for (int i = 0; i < members.length; i += 2) {
            map.put((String) members[i], json(members[i + 1]));
        }
        return new Json.Obj(map);
    }

    static Json list(List<? extends Json> elements) {
        return Json.of(elements);
    }

    private static Json json(Object value) {
        return value instanceof Json tree ? tree : Json.of(String.valueOf(value));
    }

    /** The same words, the same identifier: a UUID of version 5 (RFC 9562 §5.5). SHA-1 names here and protects nothing. */
    static String uuid(String... words) {
        try {
            byte[] name = (NAMESPACE + String.join("/", words)).getBytes(StandardCharsets.UTF_8);
            byte[] hash = Arrays.copyOf(MessageDigest.getInstance("SHA-1").digest(name), 16);
            hash[6] = (byte) ((hash[6] & 0x0f) | 0x50);
            hash[8] = (byte) ((hash[8] & 0x3f) | 0x80);
            java.nio.ByteBuffer bits = java.nio.ByteBuffer.wrap(hash);
            return new UUID(bits.getLong(), bits.getLong()).toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    /** An OSCAL token: it begins with a letter or a low line. */
    static String token(RequirementId id) {
        return token(id.source()) + "_" + id.id();
    }

    static String token(String source) {
        return Character.isLetter(source.charAt(0)) ? source : "_" + source;
    }

    static Json.Obj metadata(String title, Exported from) {
        return of(
                "title",
                title,
                "last-modified",
                from.fleet().at(),
                "version",
                from.catalogue().version(),
                "oscal-version",
                OSCAL,
                "remarks",
                "Paraphrases in the words of Muster; evidence supports a requirement or does not, and nothing here"
                        + " says that anything conforms.");
    }

    /** A property of our own. */
    static Json.Obj prop(String name, String value) {
        return of("name", name, "ns", "https://muster.dev/ns/oscal", "value", value);
    }

    static Json.Obj everything() {
        return of("control-selections", list(List.of(of("include-all", of()))));
    }
}
