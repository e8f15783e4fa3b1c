package dev.muster.checks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.agent.maintenance.MaintenanceDoor;
import dev.muster.agent.state.Credential;
import dev.muster.agent.state.DeviceRoots;
import dev.muster.cli.device.LocalWork;
import dev.muster.fleet.Fleet;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.Verdict;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.crypto.Keys;
import dev.muster.format.devices.maintenance.Call;
import dev.muster.format.devices.maintenance.LocalOperation;
import dev.muster.format.devices.maintenance.Reply;
import dev.muster.format.devices.maintenance.SessionRecord;
import dev.muster.format.devices.maintenance.WipeProof;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Roles from the server's door to the device's functions and back into the ledger; one order makes them void. */
class LocalRolesStoryTest {
    private final KeyPair tom = Keys.generateP256(new SecureRandom());

    @TempDir
    private Path dir;

    private Site site;
    private Crew crew;
    private DeviceRoots roots;

    @Test
    @Timeout(240)
    void aRoleFromItsIssueToTheRecordOfWhatWasDone() throws Exception {
        try (ServerHere server = new ServerHere(dir.resolve("server"), InstantSource.system())) {
            server.start();
            site = new Site(dir, server.deviceDoors());
            site.publish();
            try (Fleet fleet = site.fleet(1);
                    Crew people = new Crew(site, "ann")) {
                crew = people;
                fleet.start("cam-01");
                roots = site.roots("cam-01");
                assertThat(Site.eventually(() -> site.affirmed(Site.OLD) == 1)).isTrue();
                theDeviceLetsPeopleIn();
                anOperatorHasTheOperatorsFunctions();
                anAdministratorErasesUsersData();
                allOfItIsMadeVoid();
            }
        }
    }

    /** A simulated device has no socket before it is told that somebody comes. */
    private void theDeviceLetsPeopleIn() throws InterruptedException {
        crew.person("boss").post(Site.path("devices/cam-01/local-tokens/void"), Map.of("reason", "first of all"));
        assertThat(Site.eventually(() -> Files.exists(MaintenanceDoor.socket(roots))))
                .isTrue();
    }

    private byte[] token(String role) throws InterruptedException {
        // What was issued in the second of the last order is void with it.
        Thread.sleep(1100);
        var issued = crew.person("boss")
                .post(
                        Site.path("devices/cam-01/local-tokens"),
                        Map.of(
                                "role",
                                role,
                                "person",
                                "operator/tom",
                                "key",
                                Base64.getEncoder()
                                        .encodeToString(tom.getPublic().getEncoded())));
        return Base64.getDecoder().decode(issued.path("signed").asString());
    }

    private Reply present(LocalWork work, byte[] token) throws IOException {
        return work.present(token, CoseSigner.of(CoseAlgorithm.ES256, tom.getPrivate(), Optional.empty()));
    }

    private void anOperatorHasTheOperatorsFunctions() throws Exception {
        byte[] token = token("operator");
        try (LocalWork work = LocalWork.connect(MaintenanceDoor.socket(roots))) {
            assertThat(present(work, token).isDone()).isTrue();
            assertThat(new String(
                            work.ask(new Call.Do(LocalOperation.STATUS, "")).bytes(), StandardCharsets.UTF_8))
                    .contains("version=" + Site.OLD, "strength=simulated");
            assertThat(work.ask(new Call.Do(LocalOperation.ATTEST, "")).isDone())
                    .isTrue();
            assertThat(work.ask(new Call.Do(LocalOperation.RESTART, "")).code()).isEqualTo("role-forbidden");
            work.ask(new Call.Close());
        }
        assertThat(Site.eventually(() -> newest().path("recorded").asBoolean())).isTrue();
        String id = newest().path("token").asString();
        SessionRecord record = SessionRecord.parse(
                crew.person("ann").bytes(Site.path("devices/cam-01/local-tokens/" + id + "/record")));
        assertThat(record.steps().stream().map(step -> step.kind().word() + " " + step.what()))
                .containsExactly("did status", "did attest", "refused role-forbidden restart");
        String why = Site.path("devices/cam-01/why/NIST-CAT/SEC-EXE-03");
        assertThat(Site.eventually(() ->
                        crew.person("ann").get(why).toString().contains("its last record has only what the role")))
                .as(() -> crew.person("ann").get(why).toString())
                .isTrue();
    }

    private tools.jackson.databind.JsonNode newest() {
        return crew.person("ann")
                .get(Site.path("devices/cam-01/local-tokens"))
                .path("tokens")
                .path(0);
    }

    private void anAdministratorErasesUsersData() throws Exception {
        Path lines = roots.factory().resolve("agent.properties");
        Files.writeString(lines, Files.readString(lines) + "data=userdata\n");
        Path data = Files.createDirectories(roots.factory().resolveSibling("userdata"));
        Files.writeString(data.resolve("face.jpg"), "a face");
        try (LocalWork work = LocalWork.connect(MaintenanceDoor.socket(roots))) {
            assertThat(present(work, token("admin")).isDone()).isTrue();
            assertThat(work.ask(new Call.Do(LocalOperation.EXPORT_DATA, "")).bytes())
                    .isNotEmpty();
            byte[] signed = work.ask(new Call.Do(LocalOperation.ERASE_DATA, "")).bytes();
            var key = VerificationKey.of(
                    Credential.operational(roots).orElseThrow().certificate().getPublicKey());
            assertThat(WipeProof.verify(signed, key)).isInstanceOf(Verdict.Valid.class);
            assertThat(WipeProof.parse(signed).complete()).isTrue();
            work.ask(new Call.Close());
        }
        assertThat(data.resolve("face.jpg")).doesNotExist();
    }

    private void allOfItIsMadeVoid() throws Exception {
        byte[] token = token("admin");
        crew.person("boss").post(Site.path("devices/cam-01/local-tokens/void"), Map.of("reason", "stolen laptop"));
        assertThat(Site.eventually(
                        () -> Instant.parse(newest().path("until").asString()).isBefore(Instant.now())))
                .as("the list says so")
                .isTrue();
        assertThat(Site.eventually(() -> {
                    try (LocalWork work = LocalWork.connect(MaintenanceDoor.socket(roots))) {
                        return work.ask(new Call.Present(token)).code().equals("token-revoked");
                    } catch (IOException busy) {
                        return false;
                    }
                }))
                .isTrue();
    }
}
