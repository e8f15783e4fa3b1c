package dev.muster.format.attest.eat;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborException;
import dev.muster.format.cbor.CborProfile;
import dev.muster.format.cbor.CborTag;
import dev.muster.format.cose.CoseException;
import dev.muster.format.cose.CoseMac0;
import dev.muster.format.cose.CoseProfile;
import dev.muster.format.cose.CoseSign1;
import dev.muster.format.json.Json;
import dev.muster.format.json.JsonException;
import dev.muster.format.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A token in any of its serializations (RFC 9711 §4.3, §5; RFC 9781), read up to its signature and not verified. */
public sealed interface EatMessage {
    String JWT = "application/eat+jwt";
    String UNSIGNED_CBOR = "application/eat-ucs+cbor";
    String UNSIGNED_JSON = "application/eat-ucs+json";
    String BUNDLE_CBOR = "application/eat-bun+cbor";
    String BUNDLE_JSON = "application/eat-bun+json";

    /** The media types that are read, of RFC 9782. */
    Set<String> MEDIA_TYPES = Set.of(EatToken.MEDIA_TYPE, JWT, UNSIGNED_CBOR, UNSIGNED_JSON, BUNDLE_CBOR, BUNDLE_JSON);

    /** The claims in CBOR, believed by nobody yet. */
    byte[] claims();

    /** A CWT in COSE_Sign1. */
    record Cwt(CoseSign1 message) implements EatMessage {
        @Override
        public byte[] claims() {
            return message.payload().orElseThrow(() -> new EatException("the claims are detached", "/payload", -1));
        }
    }

    /** A CWT in COSE_Mac0, under a key that the verifier has too. */
    record Mac(CoseMac0 message) implements EatMessage {
        @Override
        public byte[] claims() {
            return message.payload().orElseThrow(() -> new EatException("the claims are detached", "/payload", -1));
        }
    }

    /** A JWT. */
    record Jwt(Jws token) implements EatMessage {
        @Override
        public byte[] claims() {
            return EatJson.toCbor(token.payload());
        }
    }

    /** Claims without a signature (UCCS, UJCS): the channel that they came through has to vouch for them. */
    record Unsigned(byte[] claims) implements EatMessage {}

    /**
     * A token with claims sets beside it that it names by digest.
     *
     * @param detached as they were hashed: CBOR, or the text of JSON
     */
    record Bundle(EatMessage token, Map<String, byte[]> detached, boolean json) implements EatMessage {
        public Bundle {
            detached = Collections.unmodifiableMap(new LinkedHashMap<>(detached));
        }

        @Override
        public byte[] claims() {
            return token.claims();
        }
    }

    /**
     * @param mediaType one of {@link #MEDIA_TYPES}
     * @throws EatException when the bytes are not a token of that type
     */
    static EatMessage parse(String mediaType, byte[] bytes) {
        return switch (mediaType) {
            case EatToken.MEDIA_TYPE -> token(bytes);
            case JWT -> new Jwt(Jws.parse(bytes));
            case UNSIGNED_CBOR -> new Unsigned(untagged(bytes));
            case UNSIGNED_JSON -> new Unsigned(EatJson.toCbor(bytes));
            case BUNDLE_CBOR -> {
                DetachedBundle bundle = DetachedBundle.parse(bytes);
                yield new Bundle(token(bundle.token()), bundle.detached(), false);
            }
            case BUNDLE_JSON -> bundle(bytes);
            default -> throw new EatException(mediaType + " is no type of tokens", "/", -1);
        };
    }

    /**
     * The same, told by the first byte: JSON begins with a brace or bracket, a JWT with a letter, and CBOR says by its tag or
     * type what it is.
     */
    static EatMessage ofForm(byte[] bytes) {
        int first = bytes.length == 0 ? 0 : Byte.toUnsignedInt(bytes[0]);
        boolean text = first == '{' || first == '[' || first == 'e' || Character.isWhitespace(first);
        if (text) {
            String start = new String(bytes, 0, Math.min(bytes.length, 64), StandardCharsets.US_ASCII).strip();
            return parse(start.startsWith("{") ? UNSIGNED_JSON : start.startsWith("[") ? BUNDLE_JSON : JWT, bytes);
        }
        try {
            Cbor item = Cbor.parse(bytes, CborProfile.STRICT, EatReader.LIMITS);
            long tag = item instanceof CborTag tagged ? tagged.tag() : -1;
            boolean unsigned = tag == CodePoints.TAG_UNSIGNED || item.type() == dev.muster.format.cbor.CborType.MAP;
            return parse(
                    unsigned ? UNSIGNED_CBOR : tag == CodePoints.TAG_BUNDLE ? BUNDLE_CBOR : EatToken.MEDIA_TYPE, bytes);
        } catch (CborException fault) {
            throw new EatException(fault.reason(), fault.path(), fault.offset());
        }
    }

    /** A token inside another, by its first byte or by its JSON selector; empty when it is of no known form. */
    static Optional<EatMessage> nested(Submodule submodule) {
        return switch (submodule) {
            case Submodule.NestedToken token -> Optional.of(token(token.token()));
            case Submodule.NestedJson selector -> {
                Json read = json(selector.selector().getBytes(StandardCharsets.UTF_8));
                boolean jwt = read instanceof Json.Arr pair
                        && pair.elements().size() == 2
                        && pair.elements().getFirst().equals(Json.of("JWT"));
                yield jwt && ((Json.Arr) read).elements().getLast() instanceof Json.Text text
                        ? Optional.of(new Jwt(Jws.parse(text.value().getBytes(StandardCharsets.US_ASCII))))
                        : Optional.empty();
            }
            case Submodule.Claims claims -> Optional.empty();
            case Submodule.Detached digest -> Optional.empty();
        };
    }

    /** A CWT by its tag, perhaps inside that of CWT. */
    private static EatMessage token(byte[] bytes) {
        try {
            Cbor item = Cbor.parse(bytes, CborProfile.STRICT, EatReader.LIMITS);
            if (item instanceof CborTag tag && tag.tag() == CodePoints.TAG_CWT) {
                item = tag.content();
            }
            return item instanceof CborTag tag && tag.tag() == CoseMac0.TAG
                    ? new Mac(CoseMac0.read(tag, CoseProfile.STRICT))
                    : new Cwt(EatToken.envelope(bytes));
        } catch (CborException fault) {
            throw new EatException(fault.reason(), fault.path(), fault.offset());
        } catch (CoseException fault) {
            throw new EatException(fault.reason(), fault.path(), fault.offset());
        }
    }

    private static byte[] untagged(byte[] bytes) {
        try {
            Cbor item = Cbor.parse(bytes, CborProfile.STRICT, EatReader.LIMITS);
            return item instanceof CborTag tag
                    ? tag.content(CodePoints.TAG_UNSIGNED).asMap().encoded()
                    : item.asMap().encoded();
        } catch (CborException fault) {
            throw new EatException(fault.reason(), fault.path(), fault.offset());
        }
    }

    private static Bundle bundle(byte[] text) {
        if (!(json(text) instanceof Json.Arr pair)
                || pair.elements().size() != 2
                || !(pair.elements().getFirst() instanceof Json.Arr selector)
                || selector.elements().size() != 2
                || !(selector.elements().getLast() instanceof Json.Text token)
                || !(pair.elements().getLast() instanceof Json.Obj beside)) {
            throw new EatException("a bundle is a token with its type, and claims sets by name", "/", -1);
        }
        Map<String, byte[]> detached = new LinkedHashMap<>();
        beside.members().forEach((name, value) -> detached.put(name, bytes(value, name)));
        boolean jwt = selector.elements().getFirst().equals(Json.of("JWT"));
        EatMessage main =
                jwt ? new Jwt(Jws.parse(token.value().getBytes(StandardCharsets.US_ASCII))) : token(bytes(token, "0"));
        return new Bundle(main, detached, true);
    }

    private static Json json(byte[] text) {
        try {
            return JsonReader.read(text);
        } catch (JsonException broken) {
            throw new EatException(broken.reason(), broken.path(), broken.offset());
        }
    }

    private static byte[] bytes(Json value, String name) {
        try {
            return Base64.getUrlDecoder().decode(value instanceof Json.Text text ? text.value() : "?");
        } catch (IllegalArgumentException notBase64) {
            throw new EatException("not base64url", "/1/" + name, -1);
        }
    }
}
