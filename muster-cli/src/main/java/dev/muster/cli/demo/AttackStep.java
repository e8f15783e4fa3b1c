package dev.muster.cli.demo;

import dev.muster.fleet.maker.Firmware;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** Step 6: a device's firmware is changed; verdict, quarantine, roll back, proof and release follow by themselves. */
final class AttackStep implements Step {

    private static final Duration EACH_MAX = Duration.ofSeconds(45);

    @Override
    public String name() {
        return "attack";
    }

    @Override
    public void run(DemoWorld world, Story story) throws Exception {
        String victim = world.plan().victim();
        Fleet fleet = new Fleet(world.api());
        long begin = System.nanoTime();
        world.fleet().tell("tamper " + victim + " " + Firmware.PROGRAM);
        story.line(name(), "one byte of " + Firmware.PROGRAM + " on " + victim + " is changed");

        Duration verdict = after(begin, fleet, victim, "its verdict never changed", d -> !affirmed(d));
        String word = fleet.device(victim).path("verdict").asString("");
        Duration quarantine =
                after(begin, fleet, victim, "it was not quarantined", d -> !state(d).equals("operational"));
        String cutOff = state(fleet.device(victim));
        story.line(
                name(),
                "verdict " + word + " after " + Story.time(verdict) + ", " + cutOff + " after "
                        + Story.time(quarantine),
                Map.of("verdict_ms", verdict.toMillis(), "quarantine_ms", quarantine.toMillis()));

        world.board().await(begin, p -> p.device().equals(victim) && p.word().equals("rolled-back"), EACH_MAX);
        Duration released =
                after(begin, fleet, victim, "it was not released", d -> affirmed(d) && state(d).equals("operational"));
        JsonNode healed = fleet.device(victim);
        boolean policy = world.board()
                .await(begin, p -> p.device().equals(victim) && p.word().equals("policy"), Duration.ZERO)
                .isPresent();
        NotShown.unless(policy, "the device never got the quarantine's network policy");
        NotShown.unless(
                healed.path("software").asString("").contains(DemoPlan.FIRST_VERSION),
                victim + " did not go back to " + DemoPlan.FIRST_VERSION);
        story.line(
                name(),
                "rolled back to " + DemoPlan.FIRST_VERSION + " in the other slot, attested again, released after "
                        + Story.time(released),
                Map.of("released_ms", released.toMillis()));
    }

    private static Duration after(long begin, Fleet fleet, String device, String otherwise, Predicate<JsonNode> wanted)
            throws InterruptedException {
        NotShown.unless(fleet.await(device, wanted, EACH_MAX), device + ": " + otherwise);
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private static boolean affirmed(JsonNode device) {
        return device.path("verdict").asString("").equals("affirming");
    }

    private static String state(JsonNode device) {
        return device.path("state").asString("");
    }
}
