package dev.muster.cli.demo;

import dev.muster.cli.api.ApiClient;
import java.time.Duration;
import java.util.Map;

/** The authority that issues to devices is followed by another one, and devices leave it by themselves, with new keys. */
final class RenewStep implements Step {
    private static final Duration EACH_MAX = Duration.ofSeconds(2);
    private static final Duration GRACE = Duration.ofSeconds(60);

    @Override
    public String name() {
        return "renew";
    }

    @Override
    public void run(DemoWorld world, Story story) throws Exception {
        ApiClient api = world.api();
        int devices = world.plan().devices();
        long begin = System.nanoTime();
        api.post(DemoWorld.path("authorities/announce"), Map.of());
        api.post(DemoWorld.path("authorities/activate"));
        // Devices hear of it beside whatever answer comes next; an order is answered at once.
        for (int n = 1; n <= devices; n++) {
            api.post(DemoWorld.path("devices/" + world.plan().device(n) + "/orders"), Map.of("kind", "attest"));
        }
        int renewed = world.board()
                .awaitCount("renewed", devices, EACH_MAX.multipliedBy(devices).plus(GRACE));
        NotShown.unless(renewed == devices, renewed + " of " + devices + " devices renewed");
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        story.line(
                name(),
                "the authority that issues to devices was followed by another one: " + renewed + "/" + devices
                        + " renewed by themselves, each with a new key, after " + Story.time(took),
                Map.of("renewed", renewed, "ms", took.toMillis()));
    }
}
