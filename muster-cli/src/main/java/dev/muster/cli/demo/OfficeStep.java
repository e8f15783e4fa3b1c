package dev.muster.cli.demo;

import dev.muster.cli.api.ApiClient;
import dev.muster.format.crypto.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What people do: a few of them with roles of their own write policies, hand papers on, buy, authorise and order work. The
 * people are played, the desk is the real one: who may not do a step is refused here too.
 */
final class OfficeStep implements Step {
    /** Whoever set the server up. */
    private static final String FOUNDER = "adm";

    private static final Pattern TIME = Pattern.compile("now([+-]\\d+)h");

    @Override
    public String name() {
        return "office";
    }

    @Override
    public void run(DemoWorld world, Story story) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        List<Map<String, String>> steps = DemoTable.read("office.tsv");
        Map<String, ApiClient> people = new HashMap<>();
        Set<String> records = new LinkedHashSet<>();
        try {
            for (Map<String, String> step : steps) {
                String record = DemoTable.word(step, "machine") + "/" + DemoTable.word(step, "id");
                records.add(record);
                people.computeIfAbsent(DemoTable.word(step, "actor"), name -> person(world, name))
                        .post(
                                DemoWorld.path("governance/" + record + "/" + DemoTable.word(step, "transition")),
                                Map.of("reason", "", "fields", fields(DemoTable.word(step, "fields"), now)));
            }
        } finally {
            people.remove(FOUNDER);
            people.values().forEach(ApiClient::close);
        }
        story.line(
                name(),
                people.size() + 1 + " people (played) make " + steps.size() + " steps on " + records.size()
                        + " records: roles, policies, papers, a purchase, a contract, a tool, cases, and work at a device"
                        + " with its session, escort and custody",
                Map.of("steps", steps.size(), "records", records.size()));
    }

    private static ApiClient person(DemoWorld world, String name) {
        ApiClient founder = world.api();
        if (name.equals(FOUNDER)) {
            return founder;
        }
        founder.post(DemoWorld.path("operators"), Map.of("operator", name, "role", "OPERATOR"));
        String token = founder.post(DemoWorld.path("tokens"), Map.of("operator", name, "days", 1))
                .path("token")
                .asString();
        try {
            return ApiClient.to(founder.server(), world.data().tlsCa(), token);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Map<String, String> fields(String text, Instant now) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : text.split(" ; ", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                fields.put(pair.substring(0, equals), value(pair.substring(equals + 1), now));
            }
        }
        return fields;
    }

    private static String value(String text, Instant now) {
        if (text.equals("{digest}")) {
            return HexFormat.of().formatHex(Sha256.of("a paper of the demo".getBytes(StandardCharsets.UTF_8)));
        }
        Matcher time = TIME.matcher(text);
        return time.matches()
                ? now.plus(Duration.ofHours(Long.parseLong(time.group(1)))).toString()
                : text;
    }
}
