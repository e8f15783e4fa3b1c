package dev.muster.cli.demo;

import dev.muster.cli.api.ApiClient;
import dev.muster.cli.api.ApiRefused;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Step 1: a server with an organisation; a second organisation sees nothing of the first. */
final class ServerStep implements Step {

    @Override
    public String name() {
        return "server";
    }

    @Override
    public void run(DemoWorld world, Story story) throws Exception {
        long begin = System.nanoTime();
        world.launchFleet();
        JsonNode said = world.startServer();
        String console = said.path("console").asString();
        story.line(
                name(),
                "up after " + Story.time(Duration.ofNanos(System.nanoTime() - begin)) + ": console " + console
                        + ", devices " + said.path("device").asString(),
                Map.of("console", console));

        ApiClient api = world.api();
        JsonNode entries = api.get(DemoWorld.path("entries?limit=1")).path("entries");
        NotShown.unless(entries.size() == 1, "the ledger of " + DemoPlan.ORG + " has no first entry");
        story.line(
                name(),
                "organisation " + DemoPlan.ORG + ": device CA and ledger key made, first entry "
                        + entries.get(0).path("type").asString());
        other(world, story);
    }

    private void other(DemoWorld world, Story story) throws Exception {
        ApiClient api = world.api();
        api.post("/api/v1/orgs", Map.of("org", DemoPlan.OTHER_ORG, "name", "Another operator"));
        String operators = "/api/v1/" + DemoPlan.OTHER_ORG + "/";
        api.post(operators + "operators", Map.of("operator", "visitor", "role", "OPERATOR"));
        String token = api.post(operators + "tokens", Map.of("operator", "visitor", "days", 1))
                .path("token")
                .asString();
        URI server = api.server();
        try (ApiClient visitor = ApiClient.to(server, world.data().tlsCa(), token)) {
            int own = visitor.get(operators + "devices").path("devices").size();
            String refusal = refusal(visitor, DemoWorld.path("devices"));
            NotShown.unless(!refusal.isEmpty(), "the second organisation sees the devices of the first");
            NotShown.unless(
                    !refusal(visitor, DemoWorld.path("entries")).isEmpty(),
                    "the second organisation sees the ledger of the first");
            story.line(
                    name(),
                    "organisation " + DemoPlan.OTHER_ORG + ": " + own + " devices of its own, and of " + DemoPlan.ORG
                            + " nothing (" + refusal + ")");
        }
    }

    /** What the server says no with, or an empty text when it says yes. */
    private static String refusal(ApiClient visitor, String path) {
        try {
            visitor.get(path);
            return "";
        } catch (ApiRefused e) {
            return e.httpStatus() + (e.code().isEmpty() ? "" : " " + e.code());
        }
    }
}
