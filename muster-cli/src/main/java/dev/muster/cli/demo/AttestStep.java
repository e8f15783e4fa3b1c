package dev.muster.cli.demo;

import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Step 4: every device proves what lies in its slot; the server's verdict rests on the maker's reference values. */
final class AttestStep implements Step {

    private static final Duration EACH_MAX = Duration.ofSeconds(1);
    private static final Duration GRACE = Duration.ofMinutes(2);

    @Override
    public String name() {
        return "attest";
    }

    @Override
    public void run(DemoWorld world, Story story) throws Exception {
        int devices = world.plan().devices();
        Devices fleet = new Devices(world.api());
        int affirmed = fleet.await(
                d -> d.path("verdict").asString("").equals("affirming"),
                devices,
                EACH_MAX.multipliedBy(devices).plus(GRACE));
        NotShown.unless(affirmed == devices, affirmed + " of " + devices + " devices are affirmed");
        JsonNode real = fleet.device(world.plan().real());
        JsonNode simulated = fleet.device(world.plan().device(1));
        story.line(
                name(),
                affirmed + "/" + devices + " affirmed: EAT over a fresh nonce, compared with CoRIM, result as EAR ("
                        + world.plan().real() + " " + real.path("strength").asString("?") + ", the others "
                        + simulated.path("strength").asString("?") + ")",
                Map.of("affirmed", affirmed));
    }
}
