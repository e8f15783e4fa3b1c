package dev.muster.format.attest.eat;

import dev.muster.format.attest.coswid.Digest;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMapBuilder;
import dev.muster.format.json.Json;
import dev.muster.format.json.JsonException;
import dev.muster.format.json.JsonLimits;
import dev.muster.format.json.JsonReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A claims set in JSON (RFC 9711 §7.2.2) as the same claims set in CBOR, which {@link EatReader} reads: names become
 * numbers, and base64url becomes bytes where the claim has bytes. So one reader judges both.
 */
public final class EatJson {
    private static final JsonLimits LIMITS = new JsonLimits(32, 100_000, EatReader.MAX_BYTES);
    private static final int MAX_DEPTH = 6;

    private static final Map<String, Long> NAMES = Map.ofEntries(
            Map.entry("iss", CodePoints.ISS),
            Map.entry("sub", CodePoints.SUB),
            Map.entry("aud", CodePoints.AUD),
            Map.entry("exp", CodePoints.EXP),
            Map.entry("nbf", CodePoints.NBF),
            Map.entry("iat", CodePoints.IAT),
            Map.entry("jti", CodePoints.CTI),
            Map.entry("cnf", CodePoints.CNF),
            Map.entry("eat_nonce", CodePoints.NONCE),
            Map.entry("ueid", CodePoints.UEID),
            Map.entry("sueids", CodePoints.SUEIDS),
            Map.entry("oemid", CodePoints.OEMID),
            Map.entry("hwmodel", CodePoints.HWMODEL),
            Map.entry("hwversion", CodePoints.HWVERSION),
            Map.entry("uptime", CodePoints.UPTIME),
            Map.entry("oemboot", CodePoints.OEMBOOT),
            Map.entry("dbgstat", CodePoints.DBGSTAT),
            Map.entry("location", CodePoints.LOCATION),
            Map.entry("eat_profile", CodePoints.PROFILE),
            Map.entry("submods", CodePoints.SUBMODS),
            Map.entry("bootcount", CodePoints.BOOTCOUNT),
            Map.entry("bootseed", CodePoints.BOOTSEED),
            Map.entry("dloas", CodePoints.DLOAS),
            Map.entry("swname", CodePoints.SWNAME),
            Map.entry("swversion", CodePoints.SWVERSION),
            Map.entry("manifests", CodePoints.MANIFESTS),
            Map.entry("measurements", CodePoints.MEASUREMENTS),
            Map.entry("measres", CodePoints.MEASRES),
            Map.entry("intuse", CodePoints.INTUSE));

    private static final int NONCE_MAX_CHARS = 88;
    private static final Pattern BASE64URL = Pattern.compile("[A-Za-z0-9_-]*={0,2}");

    private EatJson() {}

    /**
     * The claims in CBOR, names without a number under their name.
     *
     * @throws EatException when the text is not one object, or a claim has not the form of its kind
     */
    public static byte[] toCbor(byte[] text) {
        try {
            Json read = JsonReader.read(text, LIMITS);
            if (!(read instanceof Json.Obj claims)) {
                throw fault("claims are an object", "/");
            }
            return claims(claims, "", 0).encoded();
        } catch (JsonException broken) {
            throw new EatException(broken.reason(), broken.path(), broken.offset());
        }
    }

    private static Cbor claims(Json.Obj object, String path, int depth) {
        if (depth > MAX_DEPTH) {
            throw fault("submodules nested deeper than " + MAX_DEPTH, path);
        }
        CborMapBuilder map = Cbor.map();
        object.members().forEach((name, value) -> {
            Long number = NAMES.get(name);
            String at = path + "/" + name;
            if (number == null) {
                map.put(Cbor.of(name), generic(value, at));
            } else {
                map.put(number, claim(number, value, at, depth));
            }
        });
        return map.build();
    }

    private static Cbor claim(long number, Json value, String at, int depth) {
        return switch ((int) number) {
            case (int) CodePoints.NONCE ->
                value instanceof Json.Arr several
                        ? Cbor.array(several.elements().stream()
                                .map(one -> nonce(one, at))
                                .toList())
                        : nonce(value, at);
            case (int) CodePoints.UEID, (int) CodePoints.HWMODEL, (int) CodePoints.BOOTSEED -> bytes(value, at);
            case (int) CodePoints.OEMID -> value instanceof Json.Num ? generic(value, at) : bytes(value, at);
            case (int) CodePoints.DBGSTAT -> debug(value, at);
            case (int) CodePoints.SUBMODS -> submodules(value, at, depth);
            case (int) CodePoints.MANIFESTS, (int) CodePoints.MEASUREMENTS -> measurements(value, at);
            default -> generic(value, at);
        };
    }

    /** A text of 8..88 characters (§4.1): what a verifier gave in base64url, else the text itself. */
    private static Cbor nonce(Json value, String at) {
        if (!(value instanceof Json.Text text)
                || text.value().length() < ClaimsSet.NONCE_MIN_BYTES
                || text.value().length() > NONCE_MAX_CHARS) {
            throw fault("a nonce is a text of 8..88 characters", at);
        }
        String nonce = text.value();
        boolean encoded = BASE64URL.matcher(nonce).matches()
                && nonce.length() % 4 != 1
                && nonce.length() * 3 / 4 >= ClaimsSet.NONCE_MIN_BYTES;
        return encoded ? bytes(value, at) : Cbor.of(nonce.getBytes(StandardCharsets.UTF_8));
    }

    private static Cbor debug(Json value, String at) {
        for (DebugStatus status : DebugStatus.values()) {
            if (value.equals(Json.of(status.word()))) {
                return Cbor.of(status.claim());
            }
        }
        throw fault("no debug status is called so", at);
    }

    private static Cbor submodules(Json value, String at, int depth) {
        if (!(value instanceof Json.Obj submodules)) {
            throw fault("submodules are an object", at);
        }
        CborMapBuilder map = Cbor.map();
        submodules.members().forEach((name, one) -> map.put(Cbor.of(name), submodule(one, at + "/" + name, depth + 1)));
        return map.build();
    }

    /** Claims, or the type of a nested token before it (§7.2.2 JSON-Selector). */
    private static Cbor submodule(Json value, String at, int depth) {
        if (value instanceof Json.Obj claims) {
            return claims(claims, at, depth);
        }
        if (!(value instanceof Json.Arr pair)
                || pair.elements().size() != 2
                || !(pair.elements().getFirst() instanceof Json.Text type)) {
            throw fault("a submodule is claims, or a type and a token", at);
        }
        Json token = pair.elements().getLast();
        return switch (type.value()) {
            case "CBOR" -> bytes(token, at + "/1");
            case "DIGEST" -> digest(token, at + "/1");
            case "JWT", "BUNDLE", "DEB" ->
                Cbor.of(new String(dev.muster.format.json.JsonWriter.compact(value), StandardCharsets.UTF_8));
            default -> throw fault("no nested token is called " + type.value(), at + "/0");
        };
    }

    private static Cbor digest(Json value, String at) {
        if (!(value instanceof Json.Arr pair) || pair.elements().size() != 2) {
            throw fault("a digest is an algorithm and a value", at);
        }
        Json algorithm = pair.elements().getFirst();
        Cbor named = algorithm instanceof Json.Text text
                ? Cbor.of(text.value().toLowerCase(Locale.ROOT).equals("sha-256") ? Digest.SHA_256 : text.value())
                : generic(algorithm, at);
        return Cbor.array(named, bytes(pair.elements().getLast(), at + "/1"));
    }

    /** Pairs of a CoAP content format and the encoded document, base64url when that is CBOR. */
    private static Cbor measurements(Json value, String at) {
        if (!(value instanceof Json.Arr list)) {
            throw fault("measurements are a list", at);
        }
        List<Cbor> entries = new ArrayList<>();
        for (Json one : list.elements()) {
            if (!(one instanceof Json.Arr pair) || pair.elements().size() != 2) {
                throw fault("a measurement is a content format and a document", at);
            }
            entries.add(Cbor.array(
                    generic(pair.elements().getFirst(), at),
                    bytes(pair.elements().getLast(), at)));
        }
        return Cbor.array(entries);
    }

    private static Cbor generic(Json value, String at) {
        return switch (value) {
            case Json.Text text -> Cbor.of(text.value());
            case Json.Bool bool -> Cbor.of(bool.value());
            case Json.Num number -> whole(number, at);
            case Json.Arr list ->
                Cbor.array(list.elements().stream().map(one -> generic(one, at)).toList());
            case Json.Obj object -> {
                CborMapBuilder map = Cbor.map();
                object.members().forEach((name, one) -> map.put(Cbor.of(name), generic(one, at + "/" + name)));
                yield map.build();
            }
            case Json.Null none -> throw fault("null is no claim", at);
        };
    }

    /** Where a device is, and whatever nobody here knows. */
    private static boolean mayHaveFractions(String at) {
        return at.contains("/location")
                || at.endsWith("/exp")
                || at.endsWith("/nbf")
                || Arrays.stream(at.split("/", -1)).noneMatch(NAMES::containsKey);
    }

    private static Cbor whole(Json.Num number, String at) {
        BigDecimal value = number.value();
        try {
            return Cbor.of(value.longValueExact());
        } catch (ArithmeticException notWhole) {
            if (mayHaveFractions(at)) {
                return Cbor.of(value.doubleValue());
            }
            throw fault("this claim has whole numbers (RFC 9711 §4)", at);
        }
    }

    private static Cbor bytes(Json value, String at) {
        Optional<byte[]> read = Optional.empty();
        if (value instanceof Json.Text text) {
            try {
                read = Optional.of(Base64.getUrlDecoder().decode(text.value()));
            } catch (IllegalArgumentException notBase64) {
                throw fault("not base64url", at);
            }
        }
        return Cbor.of(read.orElseThrow(() -> fault("a claim of bytes is base64url", at)));
    }

    private static EatException fault(String reason, String path) {
        return new EatException(reason, path.isEmpty() ? "/" : path, -1);
    }
}
