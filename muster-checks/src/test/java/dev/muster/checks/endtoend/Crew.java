package dev.muster.checks.endtoend;

import dev.muster.cli.DataDir;
import dev.muster.cli.api.ApiClient;
import dev.muster.cli.api.ApiRefused;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** People of one organisation who govern, each with a token of their own. */
final class Crew implements AutoCloseable {
    private final Map<String, ApiClient> people = new HashMap<>();

    /** @param names who is let in as an operator; {@code boss} is whoever set the server up */
    Crew(Site site, String... names) throws IOException {
        ApiClient boss = site.api();
        people.put("boss", boss);
        for (String name : names) {
            boss.post(Site.path("operators"), Map.of("operator", name, "role", "OPERATOR"));
            String token = boss.post(Site.path("tokens"), Map.of("operator", name, "days", 1))
                    .path("token")
                    .asString();
            people.put(name, ApiClient.to(boss.server(), new DataDir(site.data()).tlsCa(), token));
        }
    }

    ApiClient person(String name) {
        return people.get(name);
    }

    /** {@code who} makes a step, such as {@code work-order/w-1/approve}; {@code fields} are names and values in turn. */
    JsonNode move(String who, String step, String... fields) {
        Map<String, String> set = new HashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            set.put(fields[i], fields[i + 1]);
        }
        return person(who).post(Site.path("governance/" + step), Map.of("reason", "", "fields", set));
    }

    /** The code with which a step is refused; {@code moved} when it is not. */
    String refused(String who, String step, String... fields) {
        try {
            move(who, step, fields);
            return "moved";
        } catch (ApiRefused no) {
            return no.code();
        }
    }

    /** A field of a record, or how it stands for {@code state}. */
    String of(String record, String field) {
        JsonNode found = person("boss").get(Site.path("governance/" + record)).path("record");
        return field.equals("state")
                ? found.path("state").asString("")
                : found.path("fields").path(field).asString("");
    }

    @Override
    public void close() {
        people.values().forEach(ApiClient::close);
    }
}
