package dev.muster.cli.inspect;

import dev.muster.format.MalformedException;
import dev.muster.format.attest.eat.Jws;
import dev.muster.format.inspect.Inspection;
import dev.muster.format.inspect.Inspector;
import dev.muster.format.inspect.Node;
import dev.muster.format.inspect.Sample;
import dev.muster.format.inspect.SignatureVerdict;
import dev.muster.format.inspect.Trust;
import dev.muster.format.json.Json;
import dev.muster.format.json.JsonException;
import dev.muster.format.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Formats in JSON, read strictly (RFC 8259, RFC 7493), and JSON that carries a CBOR message. */
final class JsonKinds {
    private static final Pattern COMPACT = Pattern.compile("[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]*\\.[A-Za-z0-9_-]*");

    /** How JSON of a message begins, and CBOR does not: as a head these bytes announce more than any file has. */
    private static final Pattern BEGINS = Pattern.compile("[\\[{]\\s*[\"\\[{]");

    /** What diagnostic notation has outside of strings and JSON has not: byte strings, tags, numbers as keys, words. */
    private static final Pattern NOTATION =
            Pattern.compile("'|<<|\\(|-?[0-9]+[ \\t\\r\\n]*:|undefined|0x|(?<![/*])/(?![/*])|#|_");

    /** Members of a JWK that are private (RFC 7518 §6); elsewhere such short names do not stand for text. */
    private static final Set<String> SECRETS = Set.of("d", "k", "p", "q", "dp", "dq", "qi", "priv");

    private JsonKinds() {}

    static Optional<Inspection> read(byte[] file, Trust trust) {
        Optional<String> text = Sample.text(file).map(String::strip);
        if (text.isEmpty()) {
            // Text with a control character in it: JSON has none, and says where (RFC 8259 §7).
            return BEGINS.matcher(new String(file, StandardCharsets.UTF_8)).lookingAt()
                    ? Optional.of(ofText(file, trust))
                    : Optional.empty();
        }
        if (COMPACT.matcher(text.get()).matches()) {
            return compact(text.get(), trust);
        }
        if (!text.get().startsWith("{") && !text.get().startsWith("[")) {
            return Optional.empty();
        }
        return NOTATION.matcher(outsideStrings(text.get())).find() && !isJson(file)
                ? Optional.empty()
                : Optional.of(ofText(file, trust));
    }

    private static boolean isJson(byte[] file) {
        try {
            JsonReader.read(file);
            return true;
        } catch (JsonException broken) {
            return false;
        }
    }

    private static Inspection ofText(byte[] file, Trust trust) {
        try {
            return ofTree(JsonReader.read(file), trust);
        } catch (JsonException broken) {
            return new Inspection(
                    "JSON",
                    new Node("JSON", "cannot be read", 0, List.of()),
                    new SignatureVerdict.NotChecked("the text is broken"),
                    List.of(),
                    Optional.of(new Inspection.Fault(broken.reason(), broken.path(), broken.offset())));
        }
    }

    private static String outsideStrings(String text) {
        StringBuilder outside = new StringBuilder();
        boolean inside = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                inside = !inside;
                outside.append(c);
            } else if (inside && c == '\\') {
                i++;
            } else if (!inside) {
                outside.append(c);
            }
        }
        return outside.toString();
    }

    private static Inspection ofTree(Json json, Trust trust) {
        Optional<String> quoted = member(json, "output").flatMap(output -> text(output, "cbor"));
        if (quoted.isPresent()) {
            try {
                return new Inspector(trust)
                        .inspect(HexFormat.of().parseHex(quoted.get()))
                        .noted("read from the field output.cbor of a JSON test vector");
            } catch (IllegalArgumentException notHex) {
                return plain(json).noted("output.cbor is not hexadecimal");
            }
        }
        return JsonEvidence.read(json, trust).orElseGet(() -> plain(json));
    }

    private static Inspection plain(Json json) {
        return new Inspection(
                kind(json),
                new Node("", "", 0, children(json)),
                new SignatureVerdict.Unsigned(),
                List.of(),
                Optional.empty());
    }

    private static Optional<Json> member(Json json, String name) {
        return json instanceof Json.Obj object ? object.get(name) : Optional.empty();
    }

    private static Optional<String> text(Json json, String name) {
        return member(json, name).filter(Json.Text.class::isInstance).map(value -> ((Json.Text) value).value());
    }

    private static String kind(Json json) {
        if (member(json, "ietf-mud:mud").isPresent()) {
            return "MUD file (RFC 8520): "
                    + member(json, "ietf-mud:mud")
                            .flatMap(mud -> text(mud, "systeminfo"))
                            .orElse("");
        }
        if (member(json, "ietf-voucher-request:voucher").isPresent()) {
            return "voucher request (RFC 8995)";
        }
        if (member(json, "ietf-voucher:voucher").isPresent()) {
            return "voucher (RFC 8366)";
        }
        if (member(json, "kty").isPresent()) {
            return "JSON web key (RFC 7517)";
        }
        if (member(json, "keys").filter(Json.Arr.class::isInstance).isPresent()) {
            return "set of JSON web keys (RFC 7517)";
        }
        if (member(json, "capabilities").isPresent()
                && member(json, "api-endpoints").isPresent()) {
            return "what a distributor of endorsements offers (CoSERV, draft-ietf-rats-coserv)";
        }
        String profile = text(json, "eat_profile").orElse("");
        if (profile.contains("ear") || member(json, "ear_status").isPresent()) {
            return "attestation result in JSON (EAR)";
        }
        return member(json, "eat_nonce").isPresent()
                        || member(json, "ueid").isPresent()
                        || member(json, "eat_profile").isPresent()
                ? "EAT claims in JSON (RFC 9711)"
                : "JSON";
    }

    private static Optional<Inspection> compact(String token, Trust trust) {
        try {
            String[] parts = token.split("\\.", -1);
            Json header = JsonReader.read(decode(parts[0]));
            Json payload = JsonReader.read(decode(parts[1]));
            List<Node> nodes =
                    List.of(new Node("header", "", 0, children(header)), new Node("payload", "", 0, children(payload)));
            return Optional.of(new Inspection(
                    "token in compact form (JWS, RFC 7515): " + kind(payload),
                    new Node("", "", 0, nodes),
                    verdict(token, trust),
                    JsonEvidence.read(payload, trust).map(Inspection::notes).orElse(List.of()),
                    Optional.empty()));
        } catch (JsonException | IllegalArgumentException notAToken) {
            return Optional.empty();
        }
    }

    /** Under the public keys that fit its algorithm; what fits none says nothing about the token. */
    private static SignatureVerdict verdict(String token, Trust trust) {
        if (trust.keys().isEmpty()) {
            return new SignatureVerdict.NotChecked("no public key was given");
        }
        Jws signed;
        try {
            signed = Jws.parse(token.getBytes(StandardCharsets.US_ASCII));
        } catch (MalformedException other) {
            return new SignatureVerdict.NotChecked(other.reason());
        }
        List<Trust.NamedKey> fitting =
                trust.keys().stream().filter(key -> signed.fits(key.key())).toList();
        for (Trust.NamedKey key : fitting) {
            if (signed.verifies(key.key())) {
                return new SignatureVerdict.Valid(key.name());
            }
        }
        return fitting.isEmpty()
                ? new SignatureVerdict.NotChecked("no given key is for " + signed.algorithm())
                : new SignatureVerdict.Invalid("none of the given keys signed it");
    }

    private static byte[] decode(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
    }

    static List<Node> children(Json json) {
        List<Node> children = new ArrayList<>();
        switch (json) {
            case Json.Obj object -> object.members().forEach((name, value) -> children.add(node(name, value)));
            case Json.Arr array -> {
                for (Json element : array.elements()) {
                    children.add(node("[" + children.size() + "]", element));
                }
            }
            default -> {}
        }
        return children;
    }

    private static Node node(String label, Json json) {
        return new Node(label, value(label, json), -1, children(json));
    }

    /** What stands beside a label; empty when only what is inside says something. */
    static String value(String label, Json json) {
        return switch (json) {
            case Json.Obj object -> object.members().isEmpty() ? "{}" : "";
            case Json.Arr array -> array.elements().isEmpty() ? "[]" : "";
            case Json.Text text -> SECRETS.contains(label) ? "(private, not shown)" : text.value();
            case Json.Num number -> number.value().toPlainString();
            case Json.Bool bool -> String.valueOf(bool.value());
            case Json.Null nothing -> "null";
        };
    }
}
