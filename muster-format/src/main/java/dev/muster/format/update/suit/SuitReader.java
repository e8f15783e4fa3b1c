package dev.muster.format.update.suit;

import dev.muster.format.cbor.CborException;
import dev.muster.format.cbor.CborLimits;
import dev.muster.format.cbor.CborProfile;
import dev.muster.format.cbor.CborReader;
import dev.muster.format.cbor.CborType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Strict bytes to records for the outside of an envelope, and what all parts share. Maps must be in deterministic order
 * (manifest §8.1), so the authentication wrapper always comes before the manifest and no key comes twice.
 */
final class SuitReader {
    private SuitReader() {}

    static Envelope envelope(byte[] bytes) {
        return read(bytes, SuitLimits.ENVELOPE, "", reader -> {
            // Without its tag it is what other messages carry (TEEP), and means the same.
            if (reader.peek() != CborType.MAP
                    && (reader.peek() != CborType.TAG || reader.readTag() != CodePoints.TAG_ENVELOPE)) {
                throw new SuitException("a SUIT envelope begins with tag 107", "/", 0);
            }
            return members(bytes, reader);
        });
    }

    private static Envelope members(byte[] bytes, CborReader reader) {
        int count = reader.readMapHeader();
        Authentication authentication = null;
        byte[] manifest = null;
        SortedMap<Integer, byte[]> severed = new TreeMap<>();
        Map<String, byte[]> integrated = new HashMap<>();
        for (int i = 0; i < count; i++) {
            int at = reader.position();
            if (reader.peek() == CborType.TEXT) {
                integrated.put(bounded(reader.readText(), SuitLimits.URI_CHARS, "/payload"), reader.readBytes());
                require(integrated.size() <= SuitLimits.PAYLOADS, "too many integrated payloads", "/", at);
                continue;
            }
            long key = reader.readLong();
            if (key == CodePoints.AUTHENTICATION) {
                authentication = authentication(reader.readBytes());
            } else if (key == CodePoints.MANIFEST) {
                manifest = reader.readBytes();
                require(manifest.length <= SuitLimits.MANIFEST_BYTES, "manifest too long", "/3", at);
            } else if (CodePoints.severable(key)) {
                severed.put((int) key, reader.readBytes());
            } else {
                String what =
                        key == 1 ? " (a delegation chain) was taken out of the drafts" : " is in no draft Muster knows";
                throw new SuitException("envelope member " + key + what, "/", at);
            }
        }
        if (authentication == null) {
            throw new SuitException("no authentication wrapper (2)", "/", 0);
        }
        if (manifest == null) {
            throw new SuitException("no manifest (3)", "/", 0);
        }
        return new Envelope(bytes, authentication, manifest, severed, integrated);
    }

    private static Authentication authentication(byte[] content) {
        return read(content, SuitLimits.ENVELOPE, "/2", reader -> {
            int count = reader.readArrayHeader();
            require(count >= 1, "no digest in the authentication wrapper", "/2", 0);
            require(count - 1 <= SuitLimits.AUTHENTICATION_BLOCKS, "too many authentication blocks", "/2", 0);
            byte[] digestBytes = reader.readBytes();
            List<Authentication.Block> blocks = new ArrayList<>();
            for (int i = 1; i < count; i++) {
                blocks.add(block(reader.readBytes(), "/2/[" + i + "]"));
            }
            return new Authentication(digestBytes, wrappedDigest(digestBytes, "/2/[0]"), blocks);
        });
    }

    private static Authentication.Block block(byte[] content, String path) {
        return read(content, CborProfile.STRICT, SuitLimits.INNER, path, reader -> {
            if (reader.peek() != CborType.TAG) {
                throw new SuitException("an authentication block is a tagged COSE object", path, 0);
            }
            long tag = reader.readTag();
            boolean known = tag == CodePoints.TAG_COSE_SIGN1
                    || tag == CodePoints.TAG_COSE_SIGN
                    || tag == CodePoints.TAG_COSE_MAC0
                    || tag == CodePoints.TAG_COSE_MAC;
            require(known, "tag " + tag + " is no COSE signature or MAC", path, 0);
            reader.skip();
            return new Authentication.Block(tag, content);
        });
    }

    /** A digest that is the whole of some bytes. */
    static SuitDigest wrappedDigest(byte[] content, String path) {
        return read(content, SuitLimits.INNER, path, reader -> digest(reader, path));
    }

    static SuitDigest digest(CborReader reader, String path) {
        int at = reader.position();
        int count = reader.readArrayHeader();
        require(count == 2, "a digest is [algorithm, bytes]", path, at);
        long code = reader.readLong();
        byte[] value = reader.readBytes();
        SuitDigest.Algorithm algorithm = SuitDigest.Algorithm.ofCode(code)
                .orElseThrow(() -> new SuitException("digest algorithm " + code + " is not in the draft", path, at));
        require(value.length == algorithm.length(), "a digest of the wrong length", path, at);
        return new SuitDigest(algorithm, value);
    }

    static ComponentId componentId(CborReader reader, String path) {
        int at = reader.position();
        int count = reader.readArrayHeader();
        require(count <= SuitLimits.COMPONENT_SEGMENTS, "component identifier too long", path, at);
        List<byte[]> parts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] part = reader.readBytes();
            require(part.length <= SuitLimits.SEGMENT_BYTES, "component segment too long", path, at);
            parts.add(part);
        }
        return ComponentId.ofBytes(parts);
    }

    /** Opens bytes, reads exactly one item with {@code body}, and names this format and path in every fault. */
    static <T> T read(byte[] bytes, CborLimits limits, String path, Function<CborReader, T> body) {
        return read(bytes, CborProfile.DETERMINISTIC, limits, path, body);
    }

    static <T> T read(byte[] bytes, CborProfile profile, CborLimits limits, String path, Function<CborReader, T> body) {
        try {
            CborReader reader = CborReader.of(bytes, profile, limits);
            T value = body.apply(reader);
            reader.end();
            return value;
        } catch (CborException e) {
            SuitException fault = new SuitException(e.reason(), path + e.path(), e.offset());
            fault.initCause(e);
            throw fault;
        }
    }

    static void require(boolean holds, String reason, String path, long offset) {
        if (!holds) {
            throw new SuitException(reason, path, offset);
        }
    }

    static String bounded(String text, int most, String path) {
        require(text.length() <= most, "text too long", path, -1);
        return text;
    }
}
