package dev.muster.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.agent.maintenance.MaintenanceDoor;
import dev.muster.cli.device.LocalWork;
import dev.muster.fleet.Fleet;
import dev.muster.fleet.maker.Firmware;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.devices.maintenance.Call;
import dev.muster.format.devices.maintenance.Reply;
import dev.muster.format.devices.maintenance.SessionRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A repair from the fault to the auditor's log, with a server, an agent and people: only the approved tool is run, only for
 * the window, and the device returns only when it has proved itself.
 */
class MaintenanceStoryTest {
    private static final String FILE = "etc/camd.conf";
    private static final byte[] TOOL =
            "#!/bin/sh\nif [ \"$1\" = wait ]; then sleep 600; fi\necho selftest $1\n".getBytes(StandardCharsets.UTF_8);
    private static final byte[] OTHER_TOOL = "#!/bin/sh\necho owned\n".getBytes(StandardCharsets.UTF_8);

    private final KeyPair tom = Keys.generateP256(new SecureRandom());

    @TempDir
    private Path dir;

    private Site site;
    private Crew crew;
    private String first = "";

    @Test
    @Timeout(300)
    void aRepairFromTheFaultToTheLog() throws Exception {
        try (ServerHere server = new ServerHere(dir.resolve("server"), InstantSource.system())) {
            server.start();
            site = new Site(dir, server.deviceDoors());
            site.publish();
            try (Fleet fleet = site.fleet(1);
                    Crew people = new Crew(site, "ann", "tom", "sue", "aud")) {
                crew = people;
                fleet.start("cam-01");
                assertThat(Site.eventually(() -> site.affirmed(Site.OLD) == 1)).isTrue();
                roles();
                papers();
                table();
                order();
                firstSession();
                theFirstRepairDoesNotHold();
                theSecondHolds();
                theLogIsWhatAnAuditorExpects();
            }
        }
    }

    private void roles() {
        Map<String, String> roles =
                Map.of("ann", "approver", "tom", "technician", "sue", "supervisor", "aud", "auditor");
        roles.forEach((who, role) -> {
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
        });
    }

    private void papers() {
        String key = Base64.getEncoder().encodeToString(tom.getPublic().getEncoded());
        Paperwork.papers(crew, key, HexFormat.of().formatHex(Sha256.of(TOOL)), Crew.in(1));
    }

    /** What a spreadsheet holds comes in a line at a time. */
    private void table() {
        byte[] table = "id,about,says\nf-1,logging,\"more, please\"\n!,documents,good\nf-3,documents\n"
                .getBytes(StandardCharsets.UTF_8);
        var answer = crew.person("boss").send(Site.path("governance/feedback"), "POST", "text/csv", table);
        assertThat(answer.path("begun").asInt()).isEqualTo(1);
        assertThat(answer.path("refused").path(0).path("line").asInt()).isEqualTo(3);
        assertThat(answer.path("refused").path(0).path("code").asString()).isEqualTo("id-invalid");
        assertThat(answer.path("refused").path(1).path("code").asString()).isEqualTo("line-invalid");
        assertThat(crew.of("feedback/f-1", "says")).isEqualTo("more, please");
        String page = new String(crew.person("aud").bytes("/o/demo/governance/feedback/f-1"), StandardCharsets.UTF_8);
        assertThat(page).contains("more, please", "data-post=\"/api/v1/demo/governance/feedback/f-1/answer\"");
        assertThat(new String(crew.person("aud").bytes("/o/demo/governance"), StandardCharsets.UTF_8))
                .contains("Feedback of a customer");
    }

    /** A fault opens an order by itself; nobody approves their own; it starts, and the device is in maintenance. */
    private void order() throws InterruptedException {
        crew.move(
                "boss",
                "plan/p-1/open-request",
                "device",
                "cam-01",
                "kind",
                "repair",
                "task",
                "picture is dark",
                "event",
                "devices.state=degraded");
        crew.move("ann", "plan/p-1/approve");
        crew.person("boss")
                .post(Site.path("devices/cam-01/state"), Map.of("state", "degraded", "reason", "dark picture"));
        assertThat(Site.eventually(() -> !requested().isEmpty()))
                .as("the fault opened an order")
                .isTrue();
        first = requested();
        assertThat(crew.of("work-order/" + first, "trigger")).isEqualTo("event devices.state=degraded");
        assertThat(crew.refused("boss", "work-order/" + first + "/approve")).isEqualTo("role-forbidden");
        crew.move("ann", "work-order/" + first + "/approve");
        run(first);
        assertThat(Site.eventually(() -> state().equals("maintenance"))).isTrue();
    }

    private void run(String order) {
        crew.move("boss", "work-order/" + order + "/schedule", "due", Crew.in(1));
        crew.move("boss", "work-order/" + order + "/ready", "crew", "a-1", "tool", "t-1", "procedure", "d-1");
        crew.move("tom", "work-order/" + order + "/start", "window-end", Crew.in(1));
    }

    private byte[] credential(String session, String order, Instant windowEnd) {
        crew.move(
                "tom",
                "session/" + session + "/open-request",
                "work-order",
                order,
                "person",
                "operator/tom",
                "authorisation",
                "a-1",
                "tool",
                "t-1",
                "channel",
                "local",
                "window-end",
                windowEnd.toString());
        crew.move("ann", "session/" + session + "/approve");
        assertThat(crew.refused("boss", "session/" + session + "/issue"))
                .as("without the escort")
                .isEqualTo("guard-conflict");
        crew.move("boss", "session/" + session + "/issue", "escort", "operator/sue");
        return crew.person("tom").bytes(Site.path("governance/session/" + session + "/credential"));
    }

    private void firstSession() throws Exception {
        byte[] grant = credential("s-1", first, Instant.now().plusSeconds(15));
        Path socket = MaintenanceDoor.socket(site.roots("cam-01"));
        assertThat(Site.eventually(() -> java.nio.file.Files.exists(socket)))
                .as("the device was told of the session")
                .isTrue();
        assertThat(open(grant, Keys.generateP256(new SecureRandom())).code())
                .as("somebody else with his credential")
                .isEqualTo("proof-wrong");
        byte[] forged = grant.clone();
        forged[forged.length - 1] ^= 1;
        assertThat(open(forged, tom).code()).isEqualTo("grant-untrusted");
        try (LocalWork work = LocalWork.connect(socket)) {
            assertThat(work.open(grant, signer(tom)).isDone()).isTrue();
            assertThat(work.ask(new Call.Tool(OTHER_TOOL)).code()).isEqualTo("tool-unapproved");
            assertThat(work.ask(new Call.Run(List.of("x"))).code()).isEqualTo("tool-missing");
            assertThat(work.ask(new Call.Tool(TOOL)).isDone()).isTrue();
            assertThat(work.ask(new Call.Put("../../state/boot.properties", TOOL))
                            .code())
                    .isEqualTo("path-invalid");
            assertThat(work.ask(new Call.Put(FILE, "brightness=900\n".getBytes(StandardCharsets.UTF_8)))
                            .isDone())
                    .isTrue();
            assertThat(new String(work.ask(new Call.Run(List.of("ok"))).bytes(), StandardCharsets.UTF_8))
                    .isEqualTo("selftest ok\n");
            assertThatThrownBy(() -> {
                        Reply killed = work.ask(new Call.Run(List.of("wait")));
                        throw new IOException("answered " + killed.code());
                    })
                    .as("the tool is killed at the end of the window, long before it would end")
                    .isInstanceOf(IOException.class);
        }
        assertThat(Site.eventually(() -> crew.of("session/s-1", "state").equals("recorded")))
                .isTrue();
        assertThat(crew.of("session/s-1", "ended")).isEqualTo("expired");
        byte[] signed = crew.person("aud").bytes(Site.path("governance/session/s-1/record"));
        SessionRecord record = SessionRecord.parse(signed);
        assertThat(record.steps().stream().map(step -> step.kind().word() + " " + step.what()))
                .containsSubsequence("refused tool-unapproved", "put " + FILE, "run ok");
        assertThat(crew.of("session/s-1", "transcript"))
                .isEqualTo(HexFormat.of().formatHex(Sha256.of(signed)));
        assertThat(open(grant, tom).code()).as("a credential is used once").isIn("session-over", "grant-over");
    }

    private Reply open(byte[] grant, KeyPair who) throws IOException {
        try (LocalWork work = LocalWork.connect(MaintenanceDoor.socket(site.roots("cam-01")))) {
            return work.open(grant, signer(who));
        }
    }

    private static CoseSigner signer(KeyPair who) {
        return CoseSigner.of(CoseAlgorithm.ES256, who.getPrivate(), Optional.empty());
    }

    /** Finished work is verified by itself; what does not hold keeps the device out and opens a corrective order. */
    private void theFirstRepairDoesNotHold() throws InterruptedException {
        crew.move("tom", "work-order/" + first + "/done", "result", "set the brightness");
        assertThat(Site.eventually(() -> crew.of("work-order/" + first, "state").equals("corrective")))
                .isTrue();
        assertThat(crew.of("verification/" + crew.of("work-order/" + first, "verification"), "drift"))
                .isEqualTo(FILE);
        assertThat(crew.of("verification/" + crew.of("work-order/" + first, "verification"), "components"))
                .isEqualTo("as measured, beside the nearest release: changed " + FILE);
        assertThat(state()).isEqualTo("maintenance");
        assertThat(crew.refused("sue", "work-order/" + first + "/close", "exported-to", "siem"))
                .isEqualTo("state-conflict");
        assertThat(Site.eventually(() -> !requested().isEmpty())).isTrue();
    }

    private String requested() {
        var found = crew.person("boss").get(Site.path("governance/work-order?state=requested"));
        return found.path("records").path(0).path("id").asString("");
    }

    private void theSecondHolds() throws Exception {
        String order = requested();
        assertThat(crew.of("work-order/" + order, "corrects")).isEqualTo(first);
        crew.move("ann", "work-order/" + order + "/approve");
        run(order);
        byte[] grant = credential("s-2", order, Instant.now().plusSeconds(600));
        byte[] good = Firmware.build("acme-cam", Site.OLD, 7).files().get(FILE);
        try (LocalWork work = LocalWork.connect(MaintenanceDoor.socket(site.roots("cam-01")))) {
            assertThat(work.open(grant, signer(tom)).isDone()).isTrue();
            assertThat(work.ask(new Call.Put(FILE, good)).isDone()).isTrue();
            assertThat(work.ask(new Call.Close()).isDone()).isTrue();
        }
        assertThat(Site.eventually(() -> crew.of("session/s-2", "state").equals("recorded")))
                .isTrue();
        crew.move("tom", "work-order/" + order + "/done", "result", "put the released file back");
        assertThat(Site.eventually(() -> {
                    String verification = crew.of("work-order/" + order, "verification");
                    return !verification.isEmpty()
                            && crew.of("verification/" + verification, "state").equals("passed");
                }))
                .as(() -> "verification of " + crew.person("boss").get(Site.path("governance/verification")))
                .isTrue();
        assertThat(state()).as("a person closes it, nobody else").isEqualTo("maintenance");
        crew.move("sue", "work-order/" + order + "/close", "exported-to", "siem");
        assertThat(Site.eventually(() -> state().equals("operational"))).isTrue();
        assertThat(Site.eventually(() -> crew.of("work-order/" + first, "state").equals("closed")))
                .as("what the second order mended is closed with it")
                .isTrue();
    }

    private void theLogIsWhatAnAuditorExpects() {
        crew.move("aud", "session/s-1/review", "exported-to", "siem");
        String sessions =
                new String(crew.person("aud").bytes(Site.path("governance/session.csv")), StandardCharsets.UTF_8);
        assertThat(sessions)
                .contains("s-1,reviewed", "operator/tom", "operator/sue", "expired", "s-2,recorded", "put " + FILE);
        String orders =
                new String(crew.person("aud").bytes(Site.path("governance/work-order.csv")), StandardCharsets.UTF_8);
        assertThat(orders).contains(first + ",closed", "picture is dark", "corrects", "put the released file back");
    }

    private String state() {
        return crew.person("boss")
                .get(Site.path("devices/cam-01"))
                .path("state")
                .asString("")
                .toLowerCase(java.util.Locale.ROOT);
    }
}
