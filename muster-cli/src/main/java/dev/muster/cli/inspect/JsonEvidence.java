package dev.muster.cli.inspect;

import dev.muster.format.MalformedException;
import dev.muster.format.attest.cmw.Cmw;
import dev.muster.format.attest.cmw.CmwJson;
import dev.muster.format.attest.ear.EarJsonReader;
import dev.muster.format.attest.psa.PsaJson;
import dev.muster.format.attest.psa.PsaToken;
import dev.muster.format.inspect.Inspection;
import dev.muster.format.inspect.Inspector;
import dev.muster.format.inspect.Node;
import dev.muster.format.inspect.SignatureVerdict;
import dev.muster.format.inspect.Trust;
import dev.muster.format.json.Json;
import dev.muster.format.json.JsonWriter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Messages of attestation in JSON: claims of PSA tokens, wrappers, results; what they say, and whether their readers take them. */
final class JsonEvidence {
    private static final Set<String> PSA =
            Set.of("psa-nonce", "psa-instance-id", "psa-implementation-id", "psa-software-components");

    /** CoAP content formats that wrappers name (RFC 9782 §5, RFC 9999 §10). */
    private static final Map<Integer, String> FORMATS = Map.of(
            263, "application/eat+cwt",
            264, "application/eat+jwt",
            265, "application/eat-bun+cbor",
            266, "application/eat-bun+json",
            267, "application/eat-ucs+cbor",
            268, "application/eat-ucs+json",
            273, "application/cmw+cbor",
            274, "application/cmw+json",
            275, "application/cmw+cose",
            276, "application/cmw+jws");

    private static final String[] KINDS = {
        "reference values", "endorsements", "evidence", "attestation results", "appraisal policy"
    };

    private static final int DEPTH_MOST = 8;

    private JsonEvidence() {}

    /** Empty when the text is none of these. */
    static Optional<Inspection> read(Json json, Trust trust) {
        if (json instanceof Json.Obj object) {
            if (PSA.stream().anyMatch(name -> object.get(name).isPresent())) {
                return Optional.of(psa(object));
            }
            if (object.get("ear_verifier_id").isPresent()
                    && object.get("submods").isPresent()) {
                return Optional.of(result(object));
            }
        }
        try {
            Cmw wrapper = CmwJson.parse(JsonWriter.compact(json));
            String kind = wrapper instanceof Cmw.Collection
                    ? "collection of conceptual message wrappers in JSON (RFC 9999)"
                    : "conceptual message wrapper in JSON (RFC 9999)";
            return Optional.of(
                    inspection(kind, wrapper("", wrapper, trust, 0).children(), List.of(), Optional.empty()));
        } catch (MalformedException other) {
            return Optional.empty();
        }
    }

    private static Inspection inspection(
            String kind, List<Node> nodes, List<String> notes, Optional<Inspection.Fault> fault) {
        return new Inspection(kind, new Node("", "", 0, nodes), new SignatureVerdict.Unsigned(), notes, fault);
    }

    private static Inspection.Fault fault(MalformedException broken) {
        return new Inspection.Fault("refused: " + broken.reason(), broken.path(), -1);
    }

    /** Bytes are shown in hexadecimal, as in every other form of these claims. */
    private static Inspection psa(Json.Obj claims) {
        List<String> notes = new ArrayList<>();
        Optional<Inspection.Fault> fault = Optional.empty();
        try {
            PsaToken token = PsaJson.parse(JsonWriter.compact(claims));
            notes.add("lifecycle: " + token.state().word());
        } catch (MalformedException broken) {
            fault = Optional.of(fault(broken));
        }
        List<Node> nodes = new ArrayList<>();
        claims.members().forEach((name, value) -> nodes.add(bytes(name, value)));
        return inspection("PSA claims in JSON (RFC 9783)", nodes, notes, fault);
    }

    private static Node bytes(String name, Json value) {
        List<Node> children = new ArrayList<>();
        if (value instanceof Json.Arr list) {
            for (Json one : list.elements()) {
                children.add(bytes("[" + children.size() + "]", one));
            }
        } else if (value instanceof Json.Obj object) {
            object.members().forEach((inner, one) -> children.add(bytes(inner, one)));
        }
        String shown =
                value instanceof Json.Text text && isBytes(name) ? hex(text.value()) : JsonKinds.value(name, value);
        return new Node(name, shown, -1, children);
    }

    private static boolean isBytes(String name) {
        return name.endsWith("nonce")
                || (name.endsWith("-id") && !name.equals("psa-client-id"))
                || name.equals("psa-boot-seed")
                || name.equals("measurement-value");
    }

    private static String hex(String text) {
        try {
            return "h'" + HexFormat.of().formatHex(Base64.getDecoder().decode(text)) + "'";
        } catch (IllegalArgumentException notBase64) {
            return text + " (no base64)";
        }
    }

    private static Inspection result(Json.Obj claims) {
        Optional<Inspection.Fault> fault = Optional.empty();
        try {
            EarJsonReader.parse(JsonWriter.compact(claims));
        } catch (MalformedException broken) {
            fault = Optional.of(fault(broken));
        }
        return inspection("attestation result in JSON (EAR)", JsonKinds.children(claims), List.of(), fault);
    }

    private static Node wrapper(String label, Cmw wrapper, Trust trust, int depth) {
        List<Node> nodes = new ArrayList<>();
        switch (wrapper) {
            case Cmw.Message message -> {
                nodes.add(new Node("type", type(message.type()), -1, List.of()));
                nodes.add(value(message.value(), trust, depth));
                if (message.indicator() != 0) {
                    nodes.add(new Node("indicator", kinds(message.indicator()), -1, List.of()));
                }
            }
            case Cmw.Tagged tagged -> nodes.add(value(tagged.value(), trust, depth));
            case Cmw.Collection collection -> {
                collection.type().ifPresent(type -> nodes.add(new Node("collection type", type, -1, List.of())));
                collection.messages().forEach((name, one) -> nodes.add(wrapper(name, one, trust, depth + 1)));
            }
        }
        return new Node(label, "", -1, nodes);
    }

    /** What the wrapper holds, when that can be told, else its bytes. */
    private static Node value(byte[] bytes, Trust trust, int depth) {
        String hex = "h'" + HexFormat.of().formatHex(bytes) + "'";
        if (bytes.length == 0 || depth >= DEPTH_MOST) {
            return new Node("value", hex, -1, List.of());
        }
        Inspection inside = JsonKinds.read(bytes, trust).orElseGet(() -> new Inspector(trust).inspect(bytes));
        return inside.fault().isPresent() || inside.kind().equals("CBOR")
                ? new Node("value", hex, -1, List.of())
                : new Node("value", inside.kind(), -1, inside.root().children());
    }

    private static String type(Cmw.Type type) {
        return switch (type) {
            case Cmw.Type.Media media -> media.type();
            case Cmw.Type.ContentFormat format ->
                format.number()
                        + Optional.ofNullable(FORMATS.get(format.number()))
                                .map(name -> " (" + name + ")")
                                .orElse("");
        };
    }

    private static String kinds(int indicator) {
        List<String> named = new ArrayList<>();
        for (int bit = 0; bit < KINDS.length; bit++) {
            if ((indicator & 1 << bit) != 0) {
                named.add(KINDS[bit]);
            }
        }
        return indicator + " (" + String.join(", ", named) + ")";
    }
}
