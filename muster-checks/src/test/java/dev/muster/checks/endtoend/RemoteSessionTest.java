package dev.muster.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.api.ApiRefused;
import dev.muster.fleet.Fleet;
import dev.muster.fleet.maker.Firmware;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Pem;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.devices.maintenance.SessionRecord;
import dev.muster.testing.Peer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Work from elsewhere, by way of the server: typed commands reach the device's agent, which records commands and files and
 * ends it all when a supervisor says so, or the window is over.
 */
class RemoteSessionTest {
    private static final String FILE = "etc/camd.conf";
    private static final byte[] TOOL =
            "#!/bin/sh\nif [ \"$1\" = wait ]; then sleep 600; fi\necho selftest $1\n".getBytes(StandardCharsets.UTF_8);

    private final KeyPair tom = Keys.generateP256(new SecureRandom());

    @TempDir
    private Path dir;

    private Site site;
    private Crew crew;

    @Test
    @Timeout(300)
    void commandsAndFilesAreRecordedAndASessionIsKilledAndExpires() throws Exception {
        try (ServerHere server = new ServerHere(dir.resolve("server"), InstantSource.system())) {
            server.start();
            site = new Site(dir, server.deviceDoors());
            site.publish();
            try (Fleet fleet = site.fleet(1);
                    Crew people = new Crew(site, "ann", "tom", "sue")) {
                crew = people;
                fleet.start("cam-01");
                assertThat(Site.eventually(() -> site.affirmed(Site.OLD) == 1)).isTrue();
                prepare();
                typedCommandsAreRecorded();
                aSupervisorEndsIt();
                theWindowEndsIt();
            }
        }
    }

    private void prepare() throws Exception {
        Paperwork.of(crew, Crew.in(1));
        String key = Base64.getEncoder().encodeToString(tom.getPublic().getEncoded());
        crew.move("boss", "authorisation/a-2/open-request", "key", key, "training-until", Crew.in(1));
        crew.move(
                "ann",
                "authorisation/a-2/activate",
                "person",
                "operator/tom",
                "organisation",
                "Fix Ltd",
                "scope",
                "cameras",
                "class",
                "escorted",
                "until",
                Crew.in(1));
        String digest = HexFormat.of().formatHex(Sha256.of(TOOL));
        crew.move("boss", "tool/t-2/open-request", "name", "probe", "version", "3", "digest", digest);
        crew.move("tom", "tool/t-2/evaluate");
        crew.move("ann", "tool/t-2/approve", "scope", "cameras", "until", Crew.in(1));
        Files.write(dir.resolve("probe.sh"), TOOL);
        Files.writeString(
                dir.resolve("tom.key"), new Pem("PRIVATE KEY", tom.getPrivate().getEncoded()).encode());
        crew.move("boss", "work-order/w-1/open-request", "device", "cam-01", "kind", "remote");
        crew.move("boss", "work-order/w-1/request", "task", "look", "trigger", "fault");
        crew.move("ann", "work-order/w-1/approve");
        crew.move("boss", "work-order/w-1/schedule", "due", Crew.in(1));
        crew.move("boss", "work-order/w-1/ready", "crew", "a-2", "tool", "t-2", "procedure", "d-1");
        crew.move("tom", "work-order/w-1/start", "window-end", Crew.in(1));
    }

    private void issued(String session, Instant windowEnd) throws Exception {
        crew.move(
                "tom",
                "session/" + session + "/open-request",
                "work-order",
                "w-1",
                "person",
                "operator/tom",
                "authorisation",
                "a-2",
                "tool",
                "t-2",
                "channel",
                "server",
                "window-end",
                windowEnd.toString());
        crew.move("ann", "session/" + session + "/approve");
        crew.move("boss", "session/" + session + "/issue", "escort", "operator/sue");
        Files.write(
                dir.resolve(session + ".grant"),
                crew.person("tom").bytes(Site.path("governance/session/" + session + "/credential")));
    }

    private void typedCommandsAreRecorded() throws Exception {
        issued("s-1", Instant.now().plusSeconds(600));
        byte[] released = Firmware.build("acme-cam", Site.OLD, 7).files().get(FILE);
        Files.write(dir.resolve("good.conf"), released);
        assertThat(somebodyElse("s-1")).isEqualTo("person-other");
        Peer.Result done = remote(
                "s-1",
                "--put",
                dir.resolve("good.conf") + ":" + FILE,
                "--get",
                FILE + ":" + dir.resolve("back"),
                "--",
                "ok");
        assertThat(done.status()).as(done.out()).isZero();
        assertThat(done.out()).contains("selftest ok", "close: done");
        assertThat(dir.resolve("back")).hasBinaryContent(released);
        for (int number = 1; number <= 10; number++) {
            assertThat(readBySomebodyElse("s-1", number))
                    .as("what the device answered the person")
                    .isEqualTo("person-other");
        }
        SessionRecord record = recorded("s-1");
        assertThat(record.ending()).isEqualTo(SessionRecord.Ending.CLOSED);
        assertThat(record.steps().stream().map(step -> step.kind().word() + " " + step.what()))
                .containsExactly("put " + FILE, "run ok", "get " + FILE);
        assertThat(record.steps().getLast().digest()).isEqualTo(Sha256.of(released));
        assertThat(remote("s-1", "--", "ok").out()).as("a session is had once").contains("ended the session");
    }

    private void aSupervisorEndsIt() throws Exception {
        issued("s-2", Instant.now().plusSeconds(600));
        CompletableFuture<Peer.Result> waits = CompletableFuture.supplyAsync(() -> remote("s-2", "--", "wait"));
        assertThat(Site.eventually(() -> crew.of("session/s-2", "state").equals("open")))
                .isTrue();
        crew.move("sue", "session/s-2/kill");
        Peer.Result ended = waits.get(2, TimeUnit.MINUTES);
        assertThat(ended.status()).as(ended.out()).isNotZero();
        assertThat(recorded("s-2").ending()).isEqualTo(SessionRecord.Ending.KILLED);
        assertThat(somebodyElse("s-2")).isEqualTo("person-other");
    }

    private void theWindowEndsIt() throws Exception {
        issued("s-3", Instant.now().plusSeconds(15));
        Peer.Result ended = remote("s-3", "--", "wait");
        assertThat(ended.status()).as(ended.out()).isNotZero();
        assertThat(recorded("s-3").ending()).isEqualTo(SessionRecord.Ending.EXPIRED);
    }

    private SessionRecord recorded(String session) throws Exception {
        assertThat(Site.eventually(() -> crew.of("session/" + session, "state").equals("recorded")))
                .as(session + " is recorded")
                .isTrue();
        byte[] signed = crew.person("ann").bytes(Site.path("governance/session/" + session + "/record"));
        assertThat(crew.of("session/" + session, "transcript"))
                .isEqualTo(HexFormat.of().formatHex(Sha256.of(signed)));
        return SessionRecord.parse(signed);
    }

    private String somebodyElse(String session) {
        try {
            crew.person("ann")
                    .send(
                            Site.path("governance/session/" + session + "/line"),
                            "POST",
                            "application/octet-stream",
                            new byte[] {1});
            return "taken";
        } catch (ApiRefused no) {
            return no.code();
        }
    }

    private String readBySomebodyElse(String session, int number) {
        try {
            return crew.person("ann").bytes(Site.path("governance/session/" + session + "/line/" + number)).length
                    + " bytes";
        } catch (ApiRefused no) {
            return no.code();
        }
    }

    /** As it is typed. */
    private Peer.Result remote(String session, String... rest) {
        List<String> words = new ArrayList<>(List.of(
                "session",
                "remote",
                session,
                "--grant",
                dir.resolve(session + ".grant").toString(),
                "--key",
                dir.resolve("tom.key").toString(),
                "--tool",
                dir.resolve("probe.sh").toString()));
        words.addAll(List.of(rest));
        return crew.typed("tom", words);
    }
}
