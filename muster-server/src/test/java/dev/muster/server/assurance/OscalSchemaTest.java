package dev.muster.server.assurance;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every OSCAL document that goes out is valid by the schemas of OSCAL 1.1.3. They are those that NIST's library
 * {@code liboscal-java} 5.2.0 brings along; of the library itself nothing else is used.
 */
class OscalSchemaTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static Schema schema(String model) throws IOException {
        try (InputStream in =
                OscalSchemaTest.class.getResourceAsStream("/schema/json/oscal-" + model + "_schema.json")) {
            JsonNode schema = JSON.readTree(in);
            assertThat(schema.path("$id").asString()).endsWith("1.1.3-schema.json");
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(JSON.writeValueAsString(mended(schema)), InputFormat.JSON);
        }
    }

    /**
     * Where a model has a field with flags, the library's schemas write the field's value as {@code "id": {"id": {…}}}: as a
     * keyword that there is not, which asks nothing. NIST's own say {@code "id": {…}}, and so does this. The names of
     * definitions are taken out: they are no anchors, and everything is referred to by its path.
     */
    private static JsonNode mended(JsonNode node) {
        if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, mended(array.get(i)));
            }
        } else if (node instanceof ObjectNode object) {
            if (object.path("$id").isString()) {
                object.remove("$id");
            }
            for (String name : List.copyOf(object.propertyNames())) {
                JsonNode child = object.get(name);
                boolean wrapped = child.isObject()
                        && child.size() == 1
                        && child.path(name).isObject();
                object.set(name, mended(wrapped ? child.path(name) : child));
            }
        }
        return node;
    }

    private static List<Error> faults(String model, String document) throws IOException {
        return schema(model)
                .validate(
                        document,
                        InputFormat.JSON,
                        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
    }

    @ParameterizedTest
    @CsvSource({
        "catalog.json,catalog",
        "profile.json,profile",
        "component-definition.json,component-definition",
        "assessment-plan.json,ap",
        "assessment-results.json,ar",
        "poam.json,poam"
    })
    void everyDocumentIsValid(String export, String model) throws IOException {
        for (boolean devices : new boolean[] {true, false}) {
            assertThat(faults(model, ExportTest.text(export, devices)))
                    .as("%s, with devices: %s", export, devices)
                    .isEmpty();
        }
    }

    @Test
    void theSchemaFindsWhatIsWrong() throws IOException {
        String results = ExportTest.text("assessment-results.json", true);
        assertThat(faults("ar", results.replaceFirst("\"oscal-version\"", "\"oscal-edition\"")))
                .isNotEmpty();
        assertThat(faults("ar", results.replaceFirst("\"uuid\": *\"", "\"uuid\": \"x")))
                .isNotEmpty();
    }
}
