package dev.muster.checks.endtoend;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** {@code docs/openapi.yaml}, read as programs read it. */
final class ApiContract {
    private static final String SCHEMAS = "#/components/schemas/";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonNode whole;
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    ApiContract(Path file) throws IOException {
        whole = YAMLMapper.shared().readTree(Files.readString(file));
    }

    /**
     * @param template of the path, with names in braces
     * @param body schema of the JSON that it takes; empty for another body or none
     * @param mediaType of a body that is not JSON; empty for JSON or none
     * @param required query parameters that it does not answer without
     */
    record Operation(
            String method,
            String template,
            String id,
            Optional<String> body,
            Optional<String> mediaType,
            List<String> required,
            JsonNode responses) {

        /** The schema of the answer with this status; empty when the answer is not JSON. */
        Optional<String> answer(int status) {
            JsonNode schema = responses
                    .path(Integer.toString(status))
                    .path("content")
                    .path("application/json")
                    .path("schema")
                    .path("$ref");
            return Optional.of(schema.asString("")).filter(ref -> !ref.isEmpty());
        }

        /** Whether such an answer is in the contract. */
        boolean mayAnswer(int status) {
            return responses.has(Integer.toString(status));
        }
    }

    List<Operation> operations() {
        List<Operation> all = new ArrayList<>();
        whole.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(one -> !one.getKey().equals("parameters"))
                        .forEach(one -> all.add(operation(path.getKey(), one.getKey(), one.getValue()))));
        return all;
    }

    private Operation operation(String template, String method, JsonNode said) {
        JsonNode content = said.path("requestBody").path("content");
        List<String> required = new ArrayList<>();
        for (JsonNode parameter : said.path("parameters")) {
            JsonNode named = resolved(parameter.path("$ref").asString());
            if (named.path("required").asBoolean(false)) {
                required.add(named.path("name").asString());
            }
        }
        String json =
                content.path("application/json").path("schema").path("$ref").asString("");
        return new Operation(
                method.toUpperCase(java.util.Locale.ROOT),
                template,
                said.path("operationId").asString(),
                Optional.of(json).filter(ref -> !ref.isEmpty()),
                content.propertyNames().stream()
                        .filter(type -> !type.equals("application/json"))
                        .findFirst(),
                required,
                said.path("responses"));
    }

    private JsonNode resolved(String reference) {
        return whole.at(reference.substring(1));
    }

    /** What is wrong with an answer by a schema of the contract. */
    List<String> faults(String reference, JsonNode answer) {
        ObjectNode schema = NODES.objectNode();
        schema.put("$ref", reference);
        schema.set("components", whole.path("components"));
        Schema compiled = registry.getSchema(schema);
        return compiled.validate(answer).stream().map(Error::toString).toList();
    }

    /** A body as the examples of the contract make it; members without one are left out. */
    ObjectNode example(String reference) {
        JsonNode schema = resolved(reference);
        ObjectNode body = NODES.objectNode();
        schema.path("properties").properties().forEach(member -> {
            JsonNode example = member.getValue().path("example");
            if (!example.isMissingNode()) {
                body.set(member.getKey(), example);
            }
        });
        return body;
    }

    /** Names of the members that a body may have. */
    List<String> members(String reference) {
        return resolved(reference).path("properties").propertyNames().stream().toList();
    }

    /** Whether the examples are enough for a body that holds. */
    boolean hasExample(String reference) {
        return faults(reference, example(reference)).isEmpty();
    }

    List<String> schemas() {
        return whole.path("components").path("schemas").propertyNames().stream()
                .map(name -> SCHEMAS + name)
                .toList();
    }

    static JsonNode json(byte[] bytes) {
        return JsonMapper.shared().readTree(bytes);
    }
}
