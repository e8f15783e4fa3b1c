package dev.muster.cli.demo;

import dev.muster.cli.api.ApiClient;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The operator's monitoring hears of what matters. It is played, on this machine; what is sent to it is real. */
final class MonitorStep implements Step {
    private static final String SUBSCRIPTION = "monitoring";
    private static final Duration DELIVERED_WITHIN = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(100);

    @Override
    public String name() {
        return "monitor";
    }

    @Override
    public void run(DemoWorld world, Story story) throws Exception {
        Monitor monitor = world.monitor();
        ApiClient api = world.api();
        String subscription = DemoWorld.path("notices/subscriptions/" + SUBSCRIPTION);
        api.post(subscription, Map.of("channel", "syslog", "target", monitor.target()));
        api.post(subscription + "/try");
        long end = System.nanoTime() + DELIVERED_WITHIN.toNanos();
        while (sent(api) == 0 && System.nanoTime() < end) {
            Thread.sleep(LOOK);
        }
        int sent = sent(api);
        NotShown.unless(sent > 0 && monitor.heard() > 0, "no message reached the monitoring");
        story.line(
                name(),
                "syslog to the operator's monitoring (played, on this machine): " + sent
                        + " delivered, updates among what it hears of from now on",
                Map.of("delivered", sent));
    }

    private static int sent(ApiClient api) {
        int sent = 0;
        for (JsonNode message : api.get(DemoWorld.path("notices/messages")).path("messages")) {
            sent += message.path("state").asString("").equals("sent") ? 1 : 0;
        }
        return sent;
    }
}
