package dev.muster.cli.inspect;

import dev.muster.format.inspect.Inspection;
import dev.muster.format.inspect.Inspector;
import dev.muster.format.inspect.Node;
import dev.muster.format.inspect.Sample;
import dev.muster.format.inspect.SignatureVerdict;
import dev.muster.format.inspect.Trust;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Formats in JSON, and JSON that carries a CBOR message. */
final class JsonKinds {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Pattern COMPACT = Pattern.compile("[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]*\\.[A-Za-z0-9_-]*");

    /** Members of a JWK that are private (RFC 7518 §6); elsewhere such short names do not stand for text. */
    private static final Set<String> SECRETS = Set.of("d", "k", "p", "q", "dp", "dq", "qi");

    private JsonKinds() {}

    static Optional<Inspection> read(byte[] file, Trust trust) {
        Optional<String> text = Sample.text(file).map(String::strip);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (COMPACT.matcher(text.get()).matches()) {
            return compact(text.get());
        }
        if (!text.get().startsWith("{") && !text.get().startsWith("[")) {
            return Optional.empty();
        }
        try {
            return Optional.of(ofTree(JSON.readTree(text.get()), trust));
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }

    private static Inspection ofTree(JsonNode json, Trust trust) {
        String quoted = json.path("output").path("cbor").asString("");
        if (!quoted.isEmpty()) {
            byte[] bytes = HexFormat.of().parseHex(quoted);
            return new Inspector(trust).inspect(bytes).noted("read from the field output.cbor of a JSON test vector");
        }
        return new Inspection(
                kind(json),
                new Node("", "", 0, children(json)),
                new SignatureVerdict.Unsigned(),
                List.of(),
                Optional.empty());
    }

    private static String kind(JsonNode json) {
        if (json.has("ietf-mud:mud")) {
            return "MUD file (RFC 8520): "
                    + json.path("ietf-mud:mud").path("systeminfo").asString("");
        }
        if (json.has("ietf-voucher:voucher") || json.has("ietf-voucher-request:voucher")) {
            return "voucher (RFC 8366)";
        }
        if (json.has("kty") || json.has("keys")) {
            return "JSON web key (RFC 7517)";
        }
        if (json.path("eat_profile").asString("").contains("ear") || json.has("ear_status")) {
            return "attestation result in JSON (EAR)";
        }
        if (json.has("eat_nonce") || json.has("ueid") || json.has("eat_profile")) {
            return "EAT claims in JSON (RFC 9711)";
        }
        return "JSON";
    }

    private static Optional<Inspection> compact(String token) {
        try {
            String[] parts = token.split("\\.", -1);
            JsonNode header = JSON.readTree(decode(parts[0]));
            JsonNode payload = JSON.readTree(decode(parts[1]));
            List<Node> nodes =
                    List.of(new Node("header", "", 0, children(header)), new Node("payload", "", 0, children(payload)));
            return Optional.of(new Inspection(
                    "token in compact form (JWS, RFC 7515): " + kind(payload),
                    new Node("", "", 0, nodes),
                    new SignatureVerdict.NotChecked("signatures of JSON tokens are not checked here"),
                    List.of(),
                    Optional.empty()));
        } catch (JacksonException | IllegalArgumentException notAToken) {
            return Optional.empty();
        }
    }

    private static String decode(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }

    private static List<Node> children(JsonNode json) {
        List<Node> children = new ArrayList<>();
        if (json.isObject()) {
            json.propertyStream().forEach(e -> children.add(node(e.getKey(), e.getValue())));
        } else if (json.isArray()) {
            for (int i = 0; i < json.size(); i++) {
                children.add(node("[" + i + "]", json.get(i)));
            }
        }
        return children;
    }

    private static Node node(String label, JsonNode json) {
        if (SECRETS.contains(label) && json.isString()) {
            return new Node(label, "(private, not shown)", -1, List.of());
        }
        String value = json.isContainer() ? "" : json.asString();
        return new Node(label, value, -1, children(json));
    }
}
