package dev.muster.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.agent.Agent;
import dev.muster.agent.AgentGround;
import dev.muster.agent.AgentSettings;
import dev.muster.agent.Notice;
import dev.muster.agent.sense.FileSense;
import dev.muster.agent.state.Credential;
import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.Durability;
import dev.muster.fleet.Fleet;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.devices.maintenance.WipeProof;
import dev.muster.format.devices.orders.Strength;
import dev.muster.testing.Peer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Devices that leave: a wipe is ordered by another person than asked for it, the agent destroys what it holds and signs that,
 * custody goes on by the device's own word, and the device joins again when it is back.
 */
class WipedDeviceTest {
    @TempDir
    private Path dir;

    private Site site;
    private Crew crew;

    @Test
    @Timeout(300)
    void aRealAgentAndASimulatedDeviceAreWipedAndOneComesBack() throws Exception {
        try (ServerHere server = new ServerHere(dir.resolve("server"), InstantSource.system())) {
            server.start();
            site = new Site(dir, server.deviceDoors());
            site.publish();
            try (Fleet fleet = site.fleet(2);
                    Crew people = new Crew(site, "ann", "sue", "dan")) {
                crew = people;
                fleet.start("cam-01");
                Map.of("sue", "supervisor", "dan", "technician").forEach(this::grant);
                theAgentOfAMachine();
                theSimulatedOne();
            }
        }
    }

    private void grant(String who, String role) {
        crew.move("boss", "role-grant/g-" + who + "/open-request");
        crew.move(
                "ann",
                "role-grant/g-" + who + "/grant",
                "person",
                "operator/" + who,
                "role",
                role,
                "until",
                Crew.in(1));
    }

    private void theAgentOfAMachine() throws Exception {
        DeviceRoots simulated = site.roots("cam-02");
        DeviceRoots roots = DeviceRoots.under(simulated.state().getParent(), Strength.CHECKED, Durability.POWER_CUT);
        Path pictures = Files.createDirectories(roots.state().resolveSibling("pictures"));
        Files.writeString(pictures.resolve("1.jpg"), "a face");
        Files.writeString(roots.factory().resolve("agent.properties"), "data=pictures\n", StandardOpenOption.APPEND);
        Queue<Notice> told = new ConcurrentLinkedQueue<>();
        Thread agent = agent(roots, told);
        assertThat(Site.eventually(() -> site.affirmed(Site.OLD) == 2)).isTrue();
        order("cu-2", "cam-02");
        agent.join(Duration.ofMinutes(2));
        assertThat(told).extracting(Notice::what).contains(Notice.What.WIPED);
        assertThat(crew.of("custody/cu-2", "state")).isEqualTo("wiped");
        byte[] signed = crew.person("ann").bytes(Site.path("governance/custody/cu-2/proof"));
        WipeProof proof = WipeProof.parse(signed);
        assertThat(proof.complete()).isTrue();
        assertThat(proof.strength()).isEqualTo(Strength.CHECKED);
        assertThat(proof.places()).extracting(WipeProof.Place::files).last().isEqualTo(1L);
        assertThat(crew.of("custody/cu-2", "proof")).isEqualTo(HexFormat.of().formatHex(Sha256.of(signed)));
        assertThat(pictures).isEmptyDirectory();
        assertThat(Credential.operational(roots)).isEmpty();
        assertThat(facts("cam-02")).contains("wipe.result", "complete");
        itComesBack(roots);
    }

    /** It has nothing to show but its factory identity, and joins like a new one once it was let go. */
    private void itComesBack(DeviceRoots roots) throws Exception {
        crew.move("sue", "custody/cu-2/release", "receipt", "Fix Ltd");
        assertThat(Site.eventually(() -> state("cam-02").equals("off-site"))).isTrue();
        crew.move("boss", "custody/cu-2/receive");
        assertThat(crew.refused("sue", "custody/cu-2/re-admit"))
                .as("before it has shown itself")
                .isEqualTo("guard-conflict");
        crew.person("boss").post(Site.path("devices/cam-02/ownership/release"), Map.of("reason", "wiped"));
        Queue<Notice> told = new ConcurrentLinkedQueue<>();
        Thread agent = agent(roots, told);
        assertThat(Site.eventually(
                        () -> crew.refused("sue", "custody/cu-2/re-admit").equals("moved")))
                .as(() -> "it joined and attested: " + told)
                .isTrue();
        assertThat(Site.eventually(() -> state("cam-02").equals("operational"))).isTrue();
        agent.interrupt();
        agent.join();
    }

    /** Two persons may do what a device cannot, and a device that is simulated proves nothing but that. */
    private void theSimulatedOne() throws Exception {
        asked("cu-1", "cam-01");
        Peer.Result ordered = typed("device", "wipe", "cam-01", "--reason", "goes to its maker", "--yes");
        assertThat(ordered.status()).as(ordered.out()).isZero();
        assertThat(ordered.out()).contains("muster custody proof cu-1");
        assertThat(Site.eventually(() -> crew.of("custody/cu-1", "state").equals("wiped")))
                .isTrue();
        assertThat(Site.eventually(() -> facts("cam-01").contains("simulated"))).isTrue();
        Peer.Result proof = typed("custody", "proof", "cu-1");
        assertThat(proof.status()).as(proof.out()).isZero();
        assertThat(proof.out()).contains("cam-01 destroyed all", "(simulated)", "keys identity:", "left slots:");
        Peer.Result nothing = typed("device", "wipe", "cam-01", "--reason", "again", "--yes");
        assertThat(nothing.status()).isNotZero();
        assertThat(nothing.out()).contains("No custody record of cam-01 waits for a wipe");
        assertThat(crew.refused("boss", "custody/cu-1/wipe", "method", "m", "proof", "p"))
                .as("nobody says it for the device")
                .isNotEqualTo("moved");
    }

    private void order(String custody, String device) {
        asked(custody, device);
        crew.move("dan", "custody/" + custody + "/order-wipe");
    }

    /** As a supervisor types it who did not ask for the release. */
    private Peer.Result typed(String... words) {
        return crew.typed("dan", List.of(words));
    }

    private void asked(String custody, String device) {
        crew.move("sue", "custody/" + custody + "/open-request");
        crew.move("sue", "custody/" + custody + "/request-release", "device", device, "reason", "repair");
        crew.move("sue", "custody/" + custody + "/set-deadline", "wipe-by", Crew.in(1));
        assertThat(crew.refused("sue", "custody/" + custody + "/order-wipe"))
                .as("who asked for the release")
                .isEqualTo("apart-forbidden");
        assertThat(crew.refused("boss", "custody/" + custody + "/order-wipe")).isEqualTo("role-forbidden");
        crew.move("boss", "role-grant/h-" + custody + "/open-request");
        crew.move(
                "ann",
                "role-grant/h-" + custody + "/grant",
                "person",
                "operator/dan",
                "role",
                "supervisor",
                "until",
                Crew.in(1));
    }

    private static Thread agent(DeviceRoots roots, Queue<Notice> told) throws Exception {
        AgentGround ground =
                AgentGround.alone(InstantSource.system(), new SecureRandom(), new Random(3), new FileSense());
        return Thread.ofPlatform().start(new Agent(roots, AgentSettings.quick(), ground, told::add));
    }

    private String state(String device) {
        for (var found : crew.person("boss").get(Site.path("devices")).path("devices")) {
            if (found.path("id").asString("").equals(device)) {
                return found.path("state").asString("");
            }
        }
        return "";
    }

    private String facts(String device) {
        return crew.person("boss").get(Site.path("devices/" + device)).toString();
    }
}
