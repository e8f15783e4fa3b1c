package dev.muster.agent.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.agent.maintenance.LocalCity.Visit;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.crypto.Keys;
import dev.muster.format.devices.maintenance.Call;
import dev.muster.format.devices.maintenance.Grant;
import dev.muster.format.devices.maintenance.LocalOperation;
import dev.muster.format.devices.maintenance.LocalRole;
import dev.muster.format.devices.maintenance.Reply;
import dev.muster.format.devices.maintenance.SessionRecord;
import dev.muster.format.join.x509.CertificatePurpose;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Who stands before the device has the functions of their role, for their device and time, once, and no others. */
class LocalRolesTest extends LocalDevice {
    /** In the order of the table's columns. */
    private static final List<LocalRole> ROLES =
            List.of(LocalRole.AUDITOR, LocalRole.OPERATOR, LocalRole.MAINTAINER, LocalRole.ADMIN);

    /** The whole table by hand, so that a change of the code's own table is seen here. */
    @ParameterizedTest
    @CsvSource({
        "STATUS,      yes, yes, yes, yes",
        "HOST,        yes, yes, yes, yes",
        "ATTEST,      no,  yes, yes, yes",
        "EXPORT_DATA, no,  yes, yes, yes",
        "RESTART,     no,  no,  yes, yes",
        "ROLL_BACK,   no,  no,  yes, yes",
        "BASELINE,    no,  no,  no,  yes",
        "ERASE_DATA,  no,  no,  no,  yes"
    })
    void eachFunctionIsForItsRoles(
            LocalOperation operation, String auditor, String operator, String maintainer, String admin)
            throws Exception {
        List<String> row = List.of(auditor, operator, maintainer, admin);
        for (int i = 0; i < row.size(); i++) {
            LocalRole role = ROLES.get(i);
            done.clear();
            try (Visit visit = new Visit(roots)) {
                assertThat(visit.present(token(role), city.person).isDone()).isTrue();
                Reply reply = visit.ask(new Call.Do(operation, ""));
                if (row.get(i).equals("yes")) {
                    assertThat(reply.bytes())
                            .as("%s %s", role, operation)
                            .asString()
                            .isEqualTo(operation.word());
                    assertThat(done).containsExactly(operation.word());
                } else {
                    assertThat(reply.code()).as("%s %s", role, operation).isEqualTo("role-forbidden");
                    assertThat(reply.bytes()).isEmpty();
                    assertThat(done).isEmpty();
                }
                visit.ask(new Call.Close());
            }
            over(tokens);
        }
        assertThat(LocalOperation.values()).as("each has a row above").hasSize(8);
    }

    @ParameterizedTest
    @EnumSource(LocalRole.class)
    void noRoleOpensFilesOrTools(LocalRole role) throws IOException {
        try (Visit visit = new Visit(roots)) {
            visit.present(token(role), city.person);
            assertThat(visit.ask(new Call.Tool(new byte[] {1})).code()).isEqualTo("role-forbidden");
            assertThat(visit.ask(new Call.Put("etc/x", new byte[] {1})).code()).isEqualTo("role-forbidden");
            assertThat(visit.ask(new Call.Get("etc/x")).code()).isEqualTo("role-forbidden");
            assertThat(visit.ask(new Call.Run(List.of("x"))).code()).isEqualTo("role-forbidden");
        }
    }

    @Test
    void aMaintenanceWindowIsGoodForTheFunctionsOfAMaintainer() throws IOException {
        byte[] grant = city.signed(new Grant(
                "city",
                "operator/tom",
                CoseKey.of(city.person.getPublic()),
                "cam-1",
                NOW,
                NOW.plusSeconds(600),
                "s-1",
                "w-1",
                "t-1",
                new byte[32],
                ""));
        try (Visit visit = new Visit(roots)) {
            Reply challenge = visit.ask(new Call.Open(grant));
            assertThat(visit.ask(Visit.proof(grant, challenge, city.person)).isDone())
                    .isTrue();
            assertThat(visit.ask(new Call.Do(LocalOperation.RESTART, "")).isDone())
                    .isTrue();
            assertThat(visit.ask(new Call.Do(LocalOperation.ERASE_DATA, "")).code())
                    .isEqualTo("role-forbidden");
        }
    }

    @Test
    void theTokenOfAnotherDeviceOrganisationOrTimeOpensNothing() throws IOException {
        assertThat(present(city.signed(city.token("r-x", "cam-2", LocalRole.ADMIN, NOW, NOW.plusSeconds(60))))
                        .code())
                .isEqualTo("grant-other-device");
        LocalCity other = new LocalCity("other", NOW);
        assertThat(present(other.signed(other.token("r-x", "cam-1", LocalRole.ADMIN, NOW, NOW.plusSeconds(60))))
                        .code())
                .isEqualTo("grant-untrusted");
        byte[] later =
                city.signed(city.token("r-x", "cam-1", LocalRole.ADMIN, NOW.plusSeconds(3600), NOW.plusSeconds(3700)));
        assertThat(present(later).code()).isEqualTo("grant-early");
        byte[] token = token(LocalRole.ADMIN);
        clock.set(NOW.plus(Duration.ofMinutes(10)));
        assertThat(present(token).code()).as("at its end").isEqualTo("grant-over");
    }

    @Test
    void onlyWhoSignsForLocalWorkIsBelieved() throws IOException {
        var token = city.token("r-x", "cam-1", LocalRole.ADMIN, NOW, NOW.plusSeconds(60));
        for (CertificatePurpose purpose : List.of(CertificatePurpose.VERIFIER, CertificatePurpose.DEVICE)) {
            assertThat(present(city.signed(token, purpose)).code())
                    .as("%s", purpose)
                    .isEqualTo("grant-untrusted");
        }
        assertThat(present(token.sign(LocalCity.signing(city.signer), message -> message))
                        .code())
                .as("without a certificate")
                .isEqualTo("grant-untrusted");
        byte[] changed = city.signed(token);
        changed[changed.length - 1] ^= 1;
        assertThat(present(changed).code()).isEqualTo("grant-untrusted");
        assertThat(present(new byte[] {1, 2, 3}).code()).isEqualTo("grant-malformed");
    }

    @Test
    void aTokenIsGoodForItsOwnersKeyOnceAndAProofForOneChallenge() throws Exception {
        byte[] token = token(LocalRole.OPERATOR);
        try (Visit thief = new Visit(roots)) {
            assertThat(thief.present(token, Keys.generateP256(LocalCity.RANDOM)).code())
                    .isEqualTo("proof-wrong");
        }
        Call.Prove heard;
        try (Visit visit = new Visit(roots)) {
            Reply challenge = visit.ask(new Call.Present(token));
            heard = Visit.proof(token, challenge, city.person);
        }
        try (Visit replay = new Visit(roots)) {
            assertThat(replay.ask(new Call.Present(token)).isDone()).isTrue();
            assertThat(replay.ask(heard).code()).as("a proof that was heard").isEqualTo("proof-wrong");
        }
        assertThat(present(token).isDone()).isTrue();
        over(1);
        assertThat(present(token).code()).as("a second time").isEqualTo("session-over");
    }

    @Test
    void anEpochMakesVoidWhatWasIssuedUntilThenAndOverARestart() throws Exception {
        byte[] before = token(LocalRole.ADMIN);
        try (Visit visit = new Visit(roots)) {
            assertThat(visit.present(token(LocalRole.OPERATOR), city.person).isDone())
                    .isTrue();
            door.voidUntil(NOW);
            assertThatThrownBy(() -> {
                        Reply reply = visit.ask(new Call.Do(LocalOperation.STATUS, ""));
                        throw new IOException(reply.code());
                    })
                    .as("who is in by it is put out")
                    .isInstanceOf(IOException.class);
        }
        over(1);
        assertThat(SessionRecord.parse(door.unsent().getFirst().bytes()).ending())
                .isEqualTo(SessionRecord.Ending.KILLED);
        assertThat(present(before).code()).isEqualTo("token-revoked");
        door.voidUntil(NOW.minusSeconds(100));
        assertThat(present(before).code()).as("it does not go back").isEqualTo("token-revoked");
        byte[] after =
                city.signed(city.token("r-new", "cam-1", LocalRole.ADMIN, NOW.plusSeconds(1), NOW.plusSeconds(60)));
        assertThat(present(after).isDone()).isTrue();
    }

    @Test
    void whatWasDoneAndRefusedIsRecordedWithTheRole() throws Exception {
        try (Visit visit = new Visit(roots)) {
            visit.present(token(LocalRole.OPERATOR), city.person);
            visit.ask(new Call.Do(LocalOperation.EXPORT_DATA, "data/a"));
            visit.ask(new Call.Do(LocalOperation.ERASE_DATA, ""));
            visit.ask(new Call.Close());
        }
        over(1);
        SessionRecord record = SessionRecord.parse(door.unsent().getFirst().bytes());
        assertThat(record.role()).isEqualTo(Optional.of(LocalRole.OPERATOR));
        assertThat(record.person()).isEqualTo("operator/tom");
        assertThat(record.steps().stream().map(step -> step.kind().word() + " " + step.what()))
                .containsExactly("did export-data data/a", "refused role-forbidden erase-data");
    }
}
