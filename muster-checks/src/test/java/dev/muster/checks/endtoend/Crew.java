package dev.muster.checks.endtoend;

import dev.muster.cli.DataDir;
import dev.muster.cli.api.ApiClient;
import dev.muster.cli.api.ApiRefused;
import dev.muster.testing.Peer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** People of one organisation who govern, each with a token of their own. */
final class Crew implements AutoCloseable {
    private final Map<String, ApiClient> people = new HashMap<>();
    private final Path data;

    /** @param names who is let in as an operator; {@code boss} is whoever set the server up */
    Crew(Site site, String... names) throws IOException {
        data = site.data();
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

    /** As {@code who} types it; options that say who stand behind the words. */
    Peer.Result typed(String who, List<String> words) {
        ApiClient boss = person("boss");
        String token = boss.post(Site.path("tokens"), Map.of("operator", who, "days", 1))
                .path("token")
                .asString();
        List<String> all = new ArrayList<>(words);
        int tool = words.indexOf("--");
        all.addAll(
                tool < 0 ? words.size() : tool,
                List.of("--server=" + boss.server(), "--ca=" + new DataDir(data).tlsCa(), "--token=" + token));
        return TypedCommands.here(all);
    }

    /** A time to come, as it stands in records. */
    static String in(int days) {
        return Instant.now()
                .plus(days, ChronoUnit.DAYS)
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
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
