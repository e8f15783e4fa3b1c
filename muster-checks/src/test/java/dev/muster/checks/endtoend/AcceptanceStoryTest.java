package dev.muster.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.fleet.Fleet;
import dev.muster.format.crypto.Keys;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * An acquisition to its acceptance with a real agent as the first unit: nobody accepts it before the unit has attested after
 * its delivery, shows the verdicts that were asked for, and did what a person tried.
 */
class AcceptanceStoryTest {
    @TempDir
    private Path dir;

    private Site site;
    private Crew crew;

    @Test
    @Timeout(300)
    void theFirstUnitDecides() throws Exception {
        try (ServerHere server = new ServerHere(dir.resolve("server"), InstantSource.system())) {
            server.start();
            site = new Site(dir, server.deviceDoors());
            site.publish();
            try (Fleet fleet = site.fleet(1);
                    Crew people = new Crew(site, "ann", "olaf", "tom", "sue")) {
                crew = people;
                fleet.start("cam-01");
                assertThat(Site.eventually(() -> site.affirmed(Site.OLD) == 1)).isTrue();
                roles();
                bought(shown());
                tested();
            }
        }
    }

    private void roles() {
        Map.of("ann", "approver", "olaf", "officer", "tom", "technician", "sue", "supervisor")
                .forEach((who, role) -> {
                    crew.move(
                            "boss",
                            "role-grant/g-" + who + "/open-request",
                            "person",
                            "operator/" + who,
                            "role",
                            role,
                            "until",
                            Instant.now().plusSeconds(90_000).toString());
                    crew.move(who.equals("ann") ? "olaf" : "ann", "role-grant/g-" + who + "/grant");
                });
    }

    /** A requirement that the device's evidence answers in part, as the server judges it now. */
    private String shown() throws InterruptedException {
        String[] found = {""};
        assertThat(Site.eventually(() -> {
                    for (JsonNode line : crew.person("boss")
                            .get(Site.path("devices/cam-01/posture"))
                            .path("requirements")) {
                        if (line.path("verdict").asString("").equals("PARTLY")) {
                            found[0] = line.path("requirement").asString();
                        }
                    }
                    return !found[0].isEmpty();
                }))
                .isTrue();
        return found[0];
    }

    private void bought(String asked) {
        String key = Base64.getEncoder()
                .encodeToString(
                        Keys.generateP256(new SecureRandom()).getPublic().getEncoded());
        crew.person("boss")
                .post(
                        Site.path("exchange/makers/lens"),
                        Map.of("url", "https://lens.example/exchange/lens", "key", key));
        String now = Instant.now().toString();
        crew.move("boss", "acquisition/q/open-request", "device-class", "camera", "mission", "safe crossings");
        crew.move(
                "olaf",
                "acquisition/q/set-requirements",
                "profile",
                asked + " partial",
                "documents",
                "cost-sheet",
                "environment",
                "roadside");
        crew.move("olaf", "acquisition/q/notify", "notice-sent", now, "notice-acknowledged", now);
        crew.move("olaf", "acquisition/q/collect", "offers", "lens");
        crew.person("olaf").post(Site.path("exchange/gaps/q"), Map.of());
        assertThat(crew.of("acquisition/q", "gaps")).isEqualTo("lens: 2 of 2");
        crew.move("olaf", "acquisition/q/assess");
        crew.move("ann", "acquisition/q/decide");
        crew.move(
                "olaf",
                "acquisition/q/contract",
                "ordered",
                now,
                "tests",
                asked + " partly",
                "function-check",
                "the picture is sharp");
        assertThat(accepted()).as("nothing was delivered").isEqualTo("state-conflict");
        crew.move("olaf", "acquisition/q/deliver", "first-unit", "cam-01");
    }

    private String accepted() {
        return crew.refused("sue", "acquisition/q/accept", "interactions", "speaks to us only", "acceptance", "met");
    }

    private void tested() throws InterruptedException {
        assertThat(Site.eventually(
                        () -> !crew.of("acquisition/q", "verification").isEmpty()))
                .isTrue();
        String test = "verification/" + crew.of("acquisition/q", "verification");
        assertThat(Site.eventually(() -> crew.of(test, "status").equals("affirming")))
                .as("the unit attested after it was delivered")
                .isTrue();
        assertThat(crew.of(test, "state")).as("nobody has tried it").isEqualTo("running");
        assertThat(crew.of(test, "shown")).endsWith(" partly");
        assertThat(accepted()).isEqualTo("guard-conflict");
        crew.move("tom", test + "/test", "function-result", "ok");
        assertThat(Site.eventually(() -> crew.of(test, "state").equals("passed")))
                .isTrue();
        assertThat(accepted()).isEqualTo("moved");
        assertThat(crew.of("acquisition/q", "state")).isEqualTo("accepted");
    }
}
