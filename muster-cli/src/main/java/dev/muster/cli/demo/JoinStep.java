package dev.muster.cli.demo;

import dev.muster.agent.server.DeviceConnection;
import dev.muster.agent.server.DeviceTls;
import dev.muster.agent.server.EstClient;
import dev.muster.agent.server.ServerRefused;
import dev.muster.agent.state.Credential;
import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.Durability;
import dev.muster.fleet.maker.Assembly;
import dev.muster.fleet.maker.ManufacturerCa;
import dev.muster.format.crypto.Keys;
import dev.muster.format.devices.orders.Strength;
import dev.muster.format.join.x509.SubjectName;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Step 3: every device enrols with its factory identity; one with a self-made identity does not. */
final class JoinStep implements Step {

    /** Each enrolment is two TLS handshakes and three signatures; even a very busy machine does one in a second. */
    private static final Duration EACH_MAX = Duration.ofSeconds(1);

    private static final Duration GRACE = Duration.ofMinutes(2);
    private static final long FIRST_SEQUENCE = 1;

    @Override
    public String name() {
        return "join";
    }

    @Override
    public void run(DemoWorld world, Story story) throws Exception {
        DemoPlan plan = world.plan();
        Optional<String> missing = world.prepareGuarded();
        assemble(world, true);
        story.line(
                name(),
                plan.devices() + " devices leave the factory: " + (plan.devices() - 1)
                        + " simulated in one process, and " + plan.real() + " with an agent process of its own, "
                        + missing.map(why -> "without a guard, because " + why)
                                .orElse("in a network of its own, held by a guard"));
        long begin = System.nanoTime();
        world.startAgent();
        world.fleet().tell("start all");
        Duration most = EACH_MAX.multipliedBy(plan.devices()).plus(GRACE);
        int enrolled = world.board().awaitCount("enrolled", plan.devices(), most);
        NotShown.unless(enrolled == plan.devices(), enrolled + " of " + plan.devices() + " devices enrolled");
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        int known = world.api().get(DemoWorld.path("devices")).path("devices").size();
        NotShown.unless(known == plan.devices(), "the server knows " + known + " of " + plan.devices() + " devices");
        story.line(
                name(),
                enrolled + "/" + plan.devices() + " enrolled by EST over mutual TLS 1.3 in " + Story.time(took)
                        + ", 0 passwords",
                Map.of("enrolled", enrolled, "ms", took.toMillis()));
        story.line(name(), "a device with a self-made identity: " + intruder(world));
    }

    /** @param withReal whether one device is for an agent process of its own */
    static void assemble(DemoWorld world, boolean withReal) throws IOException {
        DemoPlan plan = world.plan();
        Path master = plan.maker().resolve("master");
        Assembly.master(master, world.first, FIRST_SEQUENCE);
        List<X509Certificate> serverCas = Credential.certificates(world.data().tlsCa());
        Assembly line =
                new Assembly(world.home(), serverCas, List.of(world.maker.certificate()), master, FIRST_SEQUENCE);
        for (int n = 1; n <= plan.devices(); n++) {
            String id = plan.device(n);
            DeviceRoots roots = withReal && id.equals(plan.real())
                    ? DeviceRoots.under(plan.realDevice(), Strength.CHECKED, Durability.POWER_CUT)
                    : DeviceRoots.under(plan.fleet().resolve(id), Strength.SIMULATED, Durability.PROCESS_END);
            if (world.guarded().isPresent() && id.equals(plan.real())) {
                Assembly elsewhere = new Assembly(
                        world.home(world.guarded().get().home()),
                        serverCas,
                        List.of(world.maker.certificate()),
                        master,
                        FIRST_SEQUENCE);
                elsewhere.assemble(roots, world.factory.idevid(DemoPlan.MODEL, id));
                GuardedDevice.furnish(roots, world.maker.key());
                continue;
            }
            line.assemble(roots, world.factory.idevid(DemoPlan.MODEL, id));
        }
    }

    /** A device that made its own factory says the right names; nobody registered its factory. */
    private static String intruder(DemoWorld world) throws IOException, InterruptedException {
        ManufacturerCa garage = ManufacturerCa.create(DemoPlan.MAKER, world.since(), world.random());
        Credential selfMade = garage.idevid(DemoPlan.MODEL, "cam-x");
        List<X509Certificate> serverCas = Credential.certificates(world.data().tlsCa());
        try (DeviceConnection connection = new DeviceConnection(
                world.deviceDoors(), DeviceTls.context(selfMade.key(), selfMade.chain(), serverCas))) {
            new EstClient(connection, DemoPlan.ORG)
                    .enroll(SubjectName.device(DemoPlan.ORG, "cam-x"), Keys.generateP256(world.random()));
            throw new NotShown("a device with a self-made identity was enrolled");
        } catch (ServerRefused e) {
            return "refused with " + e.status() + " " + e.reason();
        }
    }
}
