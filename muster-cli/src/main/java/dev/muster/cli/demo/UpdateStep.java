package dev.muster.cli.demo;

import dev.muster.cli.api.ApiClient;
import dev.muster.cli.maker.MakerKey;
import dev.muster.format.crypto.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Step 5: a release goes out, canary first, counted on attested state; two bad envelopes are refused by a device. */
final class UpdateStep implements Step {

    /** A device fetches 2.5 MiB, checks, restarts and attests; even a very busy machine does one in a second. */
    private static final Duration EACH_MAX = Duration.ofSeconds(1);

    private static final Duration GRACE = Duration.ofMinutes(2);
    private static final Duration EVERY = Duration.ofMillis(150);

    @Override
    public String name() {
        return "update";
    }

    @Override
    public void run(DemoWorld world, Story story) throws Exception {
        rollOut(world, story);
        byte[] good = MakerStep.release(world.second, 2)
                .envelope(world.maker, world.second.image().encode());
        drill(world, story, "a tampered envelope", Envelopes.tampered(good));
        MakerKey stranger = MakerKey.create(DemoPlan.MAKER, world.since(), world.random());
        byte[] strange = MakerStep.release(world.second, 3)
                .envelope(stranger, world.second.image().encode());
        drill(world, story, "an envelope by a wrong signer", strange);
        switchOff(world, story);
    }

    void rollOut(DemoWorld world, Story story) throws InterruptedException {
        ApiClient api = world.api();
        int devices = world.plan().devices();
        String release = api.get(DemoWorld.path("releases")).get(0).path("id").asString();
        long begin = System.nanoTime();
        String rollout = api.post(
                        DemoWorld.path("rollouts"),
                        Map.of("release", release, "canary", DemoPlan.CANARIES, "steps", List.of(100)))
                .path("id")
                .asString();
        long end = begin + EACH_MAX.multipliedBy(devices).plus(GRACE).toNanos();
        boolean canaryTold = false;
        JsonNode now = show(api, rollout);
        while (!now.path("state").asString().equals("finished") && System.nanoTime() < end) {
            Thread.sleep(EVERY);
            now = show(api, rollout);
            NotShown.unless(
                    !now.path("state").asString().equals("paused"),
                    "the rollout paused: " + now.path("reason").asString());
            if (!canaryTold && now.path("wave").asInt() > 0) {
                canaryTold = true;
                story.line(
                        name(),
                        "canary: " + DemoPlan.CANARIES + " devices run " + DemoPlan.SECOND_VERSION
                                + " and have proved it; the rest follows after "
                                + Story.time(Duration.ofNanos(System.nanoTime() - begin)));
            }
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        int updated = now.path("count").path("updated").asInt();
        int running = new Devices(api)
                .count(d -> d.path("software").asString("").contains(DemoPlan.SECOND_VERSION)
                        && d.path("verdict").asString("").equals("affirming"));
        NotShown.unless(
                updated == devices && running == devices,
                updated + " of " + devices + " devices are updated, and " + running + " are affirmed with "
                        + DemoPlan.SECOND_VERSION);
        story.line(
                name(),
                updated + "/" + devices + " run " + DemoPlan.SECOND_VERSION + " after " + Story.time(took)
                        + ", counted by their evidence, not by their word",
                Map.of("updated", updated, "ms", took.toMillis()));
    }

    private static JsonNode show(ApiClient api, String rollout) {
        return api.get(DemoWorld.path("rollouts/" + rollout)).path("rollout");
    }

    /** Updating is switched off for one device, and on again. */
    private void switchOff(DemoWorld world, Story story) {
        String device = world.plan().device(3);
        for (boolean held : List.of(true, false)) {
            world.api()
                    .post(
                            DemoWorld.path("rollouts/devices/" + device + "/hold"),
                            Map.of("held", held, "reason", held ? "a look at it" : "it is well"));
        }
        story.line(name(), "updating was switched off for " + device + " and on again; both are entries");
    }

    /** Has a device try an envelope that is not good, and waits for its signed refusal at the server. */
    private void drill(DemoWorld world, Story story, String what, byte[] envelope) throws InterruptedException {
        ApiClient api = world.api();
        String device = world.plan().device(2);
        String digest = HexFormat.of().formatHex(Sha256.of(envelope));
        Incident incident = new Incident(api, device, Instant.now());
        api.send(DemoWorld.path("artifacts"), "POST", "application/octet-stream", envelope);
        api.post(DemoWorld.path("drills"), Map.of("device", device, "envelope", digest));
        Incident.Line report = incident.await(line -> line.is("update.install-reported", "envelope", digest), GRACE)
                .orElseThrow(() -> new NotShown("no report about " + what + " reached the server"));
        NotShown.unless(report.body().contains("\"success\": false"), device + " installed " + what);
        NotShown.unless(
                new Devices(api).device(device).path("software").asString("").contains(DemoPlan.SECOND_VERSION),
                device + " no longer runs what it ran before");
        story.line(
                name(),
                what + ": " + device + " refuses it (" + report.member("reason") + ", \"" + report.member("detail")
                        + "\"), its signed report is entry " + report.index());
    }
}
