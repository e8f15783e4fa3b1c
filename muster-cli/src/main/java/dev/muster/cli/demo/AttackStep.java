package dev.muster.cli.demo;

import dev.muster.agent.server.DeviceConnection;
import dev.muster.agent.server.DeviceTls;
import dev.muster.agent.server.Reply;
import dev.muster.agent.state.Credential;
import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.Durability;
import dev.muster.cli.demo.Incident.Line;
import dev.muster.fleet.maker.Firmware;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.devices.orders.Strength;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** Step 6: a device's firmware is changed; verdict, quarantine, roll back, proof and release follow by themselves. */
final class AttackStep implements Step {

    private static final Duration EACH_MAX = Duration.ofMinutes(1);
    private static final String STATE = "devices.state-changed";
    private static final String EVIDENCE = "attestation.evidence-appraised";
    private static final String ORDER_CLOSED = "devices.order-closed";

    @Override
    public String name() {
        return "attack";
    }

    @Override
    public void run(DemoWorld world, Story story) throws Exception {
        String victim = world.plan().victim();
        ChildProcess fleet = world.fleet();
        Incident incident = new Incident(world.api(), victim, Instant.now());
        fleet.tell("tamper " + victim + " " + Firmware.PROGRAM);
        story.line(name(), "one byte of " + Firmware.PROGRAM + " on " + victim + " is changed");
        contained(incident, story);
        recovered(incident, story);
        cutOff(world, story);
    }

    private void contained(Incident incident, Story story) throws InterruptedException {
        Line verdict = expect(
                incident.await(line -> line.is(EVIDENCE, "status", "CONTRAINDICATED"), EACH_MAX),
                "the server never contradicted its evidence");
        Line quarantined =
                expect(incident.await(line -> line.is(STATE, "to", "QUARANTINED"), EACH_MAX), "it was not quarantined");
        Line policy = expect(
                incident.await(line -> line.is("network.policy-set", "name", "quarantine"), EACH_MAX),
                "no network policy was set");
        story.line(
                name(),
                "verdict contraindicated after " + Story.time(incident.after(verdict)) + ", quarantined after "
                        + Story.time(incident.after(quarantined)) + ", network policy quarantine after "
                        + Story.time(incident.after(policy)) + " (entries " + verdict.index() + " to "
                        + policy.index() + ")",
                Map.of(
                        "verdict_ms", incident.after(verdict).toMillis(),
                        "quarantine_ms", incident.after(quarantined).toMillis()));
    }

    private void recovered(Incident incident, Story story) throws InterruptedException {
        Line back = expect(
                incident.await(
                        line -> line.is(ORDER_CLOSED, "kind", "ROLL_BACK")
                                && line.member("outcome").equals("DONE"),
                        EACH_MAX),
                "it was not rolled back");
        Line released =
                expect(incident.await(line -> line.is(STATE, "to", "OPERATIONAL"), EACH_MAX), "it was not released");
        Line proof = expect(
                incident.find(line -> line.is(EVIDENCE, "status", "AFFIRMING") && line.index() < released.index()),
                "it was released without affirming evidence");
        boolean inForce = incident.find(line -> line.is(ORDER_CLOSED, "kind", "NETWORK_POLICY")
                        && line.member("name").equals("quarantine")
                        && line.member("outcome").equals("DONE"))
                .isPresent();
        NotShown.unless(
                proof.body().contains(DemoPlan.FIRST_VERSION),
                incident.device() + " did not go back to " + DemoPlan.FIRST_VERSION);
        story.line(
                name(),
                "the device "
                        + (inForce
                                ? "had the policy in force (simulated)"
                                : "was well again before the policy reached it")
                        + ", rolled back to " + DemoPlan.FIRST_VERSION + " (" + back.member("strength")
                        + "), attested after " + Story.time(incident.after(proof)) + ", released after "
                        + Story.time(incident.after(released)),
                Map.of("released_ms", incident.after(released).toMillis()));
    }

    /** What a quarantined device's certificate still opens, tried with the certificate itself. */
    private void cutOff(DemoWorld world, Story story) throws IOException, InterruptedException {
        String device = world.plan().device(3);
        DeviceRoots roots =
                DeviceRoots.under(world.plan().fleet().resolve(device), Strength.SIMULATED, Durability.PROCESS_END);
        Credential identity = Credential.operational(roots).orElseThrow();
        String image = HexFormat.of().formatHex(Sha256.of(world.second.image().encode()));
        world.api().post(DemoWorld.path("devices/" + device + "/quarantine"), Map.of("reason", "demo"));
        try (DeviceConnection connection = new DeviceConnection(
                world.deviceDoors(),
                DeviceTls.context(
                        identity.key(),
                        identity.chain(),
                        Credential.certificates(world.data().tlsCa())))) {
            Reply orders = connection.get("/devices/" + DemoPlan.ORG + "/orders");
            Reply artifact = connection.get("/artifacts/" + DemoPlan.ORG + "/" + image);
            NotShown.unless(
                    orders.status() == 200 && artifact.status() == 403,
                    "a quarantined device gets " + orders.status() + " for orders and " + artifact.status()
                            + " for an image");
            story.line(
                    name(),
                    device + " quarantined by an operator: its certificate still opens orders (" + orders.status()
                            + "), but no image (" + artifact.status() + ")");
        } finally {
            world.api().post(DemoWorld.path("devices/" + device + "/release"), Map.of("reason", "demo"));
        }
    }

    private static Line expect(Optional<Line> line, String otherwise) {
        return line.orElseThrow(() -> new NotShown(otherwise));
    }
}
