package dev.muster.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.agent.AgentGround;
import dev.muster.agent.AgentSettings;
import dev.muster.agent.sense.FileSense;
import dev.muster.cli.Screen;
import dev.muster.fleet.Fleet;
import dev.muster.server.MusterServer;
import dev.muster.server.config.ServerConfig;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What the demo's people write down goes through the real desks, and answers the rows that it is to answer. */
class PlayedPeopleTest {
    private static final Set<String> ANSWERED = Set.of("SUPPORTED", "PARTLY");

    @TempDir
    Path folder;

    @Test
    @Timeout(180)
    void theyAnswerWhatPeopleCanAnswer() throws Exception {
        DemoPlan plan = new DemoPlan(1, 1, folder, 0);
        StringWriter said = new StringWriter();
        Story story = new Story(new Screen(new PrintWriter(said), new PrintWriter(said), false));
        ServerConfig config = ServerConfig.load(
                plan.server(),
                Map.of(
                        "http.console-port",
                        "0",
                        "http.device-port",
                        "0",
                        "outbound.private-addresses",
                        "yes",
                        "access.organisation",
                        DemoPlan.ORG),
                Map.of());
        try (MusterServer server = MusterServer.start(config);
                DemoWorld world = new DemoWorld(plan)) {
            world.adopt(server.device());
            new MakerStep().run(world, story);
            new RecordsStep().run(world, story);
            JoinStep.assemble(world, false);
            AgentGround ground =
                    AgentGround.shared(InstantSource.system(), world.random(), new Random(1), new FileSense());
            try (Fleet fleet = new Fleet(plan.fleet(), AgentSettings.quick(), ground, (device, notice) -> {})) {
                fleet.start(fleet.ids().getFirst());
                new Devices(world.api())
                        .await(d -> d.path("verdict").asString("").equals("affirming"), 1, Duration.ofSeconds(60));
                new OfficeStep().run(world, story);
                new MonitorStep().run(world, story);
                world.api().post(DemoWorld.path("drills/run"));
                JsonNode posture = world.api().get(DemoWorld.path("posture"));
                assertThat(unanswered(posture, "NIST-NONTECH"))
                        .as("a device that destroys what it holds, and the row that its source excludes: %s", said)
                        .containsExactlyInAnyOrder("NIST-NONTECH/NT-02-A2", "NIST-NONTECH/NT-10-M1");
                assertThat(answered(posture, "ETSI")).contains("ETSI/5.2-1", "ETSI/5.8-3", "ETSI/6-1");
                assertThat(live(posture))
                        .as("messages reach a machine that is played, and the server saw that they do")
                        .contains(
                                "NIST-NONTECH/NT-01-A3",
                                "NIST-NONTECH/NT-03-A2",
                                "NIST-CORE/NIST-SU-6b",
                                "NIST-CORE/NIST-SA-5")
                        .as("what joining and evidence show by themselves")
                        .contains("NIST-NONTECH/NT-17-A2", "ENISA/GP-TM-36", "ETSI/5.10-1")
                        .as("the maker's signed reference values are statements about the product")
                        .contains("ENISA/GP-PS-10");
            }
        }
    }

    /** Rows that a fact decides which a device proved or said, or which was seen. */
    private static Set<String> live(JsonNode posture) {
        Set<String> rows = new TreeSet<>();
        for (JsonNode row : posture.path("requirements")) {
            if (row.path("live").asInt(0) > 0) {
                rows.add(row.path("requirement").asString());
            }
        }
        return rows;
    }

    private static Set<String> unanswered(JsonNode posture, String source) {
        Set<String> rows = new TreeSet<>();
        posture.path("requirements")
                .forEach(row -> rows.add(row.path("requirement").asString()));
        rows.removeIf(row -> !row.startsWith(source + "/"));
        rows.removeAll(answered(posture, source));
        return rows;
    }

    private static Set<String> answered(JsonNode posture, String source) {
        Set<String> rows = new TreeSet<>();
        for (JsonNode row : posture.path("requirements")) {
            String id = row.path("requirement").asString();
            if (id.startsWith(source + "/")
                    && ANSWERED.contains(row.path("verdict").asString())) {
                rows.add(id);
            }
        }
        return rows;
    }
}
