package dev.muster.agent.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.agent.maintenance.LocalCity.Visit;
import dev.muster.format.devices.maintenance.Call;
import dev.muster.format.devices.maintenance.LocalOperation;
import dev.muster.format.devices.maintenance.LocalRole;
import dev.muster.format.devices.maintenance.Reply;
import dev.muster.format.devices.maintenance.SessionRecord;
import dev.muster.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever becomes of one session, the next one is let in and what was done is told. */
class MaintenanceDoorTest extends LocalDevice {
    /** A program that is killed while its proof is looked at must not lock the door for everybody. */
    @Test
    void whoIsGoneBeforeTheAnswerLeavesTheDoorFree() throws Exception {
        for (int i = 0; i < 10; i++) {
            byte[] token = token(LocalRole.AUDITOR);
            try (Visit visit = new Visit(roots)) {
                Reply challenge = visit.ask(new Call.Present(token));
                visit.leaveAfter(Visit.proof(token, challenge, city.person));
            }
        }
        byte[] next = token(LocalRole.AUDITOR);
        Waiting.until("a free door", Duration.ofSeconds(5), () -> works(next));
    }

    @Test
    void aSessionThatCannotBeWrittenDownLeavesTheDoorFree() throws Exception {
        byte[] token = token(LocalRole.AUDITOR);
        Path inTheWay = MaintenanceDoor.socket(roots).resolveSibling("r-" + tokens + ".open.new");
        Files.createDirectories(inTheWay.resolve("x"));
        try (Visit visit = new Visit(roots)) {
            assertThat(visit.present(token, city.person).isDone()).isTrue();
            assertThatThrownBy(() -> visit.ask(new Call.Do(LocalOperation.STATUS, "")))
                    .isInstanceOf(IOException.class);
        }
        assertThat(done).isEmpty();
        byte[] next = token(LocalRole.AUDITOR);
        Waiting.until("a free door", Duration.ofSeconds(5), () -> works(next));
    }

    /** What it has done until then is in the record, and was in the draft before it was done. */
    @Test
    void aFunctionThatFailsHalfWayIsRecorded() throws Exception {
        try (Visit visit = new Visit(roots)) {
            visit.present(token(LocalRole.ADMIN), city.person);
            assertThatThrownBy(() -> visit.ask(new Call.Do(LocalOperation.BASELINE, "the disk is full")))
                    .isInstanceOf(IOException.class);
        }
        over(1);
        for (byte[] kept : List.of(lastDraft.get(), door.unsent().getFirst().bytes())) {
            assertThat(SessionRecord.parse(kept).steps()).singleElement().satisfies(step -> {
                assertThat(step.kind()).isEqualTo(SessionRecord.Kind.DID);
                assertThat(step.what()).isEqualTo("baseline the disk is full");
                assertThat(step.status()).isEqualTo(SessionRecord.NOT_ENDED);
            });
        }
    }

    @Test
    void whatIsNoRecordIsPutAsideAndHoldsUpNothing() throws Exception {
        Path broken = MaintenanceDoor.socket(roots).resolveSibling("r-broken.record");
        Files.write(broken, new byte[] {1, 2, 3});
        assertThat(works(token(LocalRole.AUDITOR))).isTrue();
        over(1);
        assertThat(door.unsent()).extracting(Unsent::session).containsExactly("r-1");
        assertThat(aside).containsExactly("r-broken");
        assertThat(broken.resolveSibling("r-broken.unreadable")).hasBinaryContent(new byte[] {1, 2, 3});
        byte[] again = city.signed(city.token("r-broken", "cam-1", LocalRole.ADMIN, NOW, NOW.plusSeconds(60)));
        assertThat(present(again).code()).isEqualTo("session-over");
        assertThat(door.unsent()).hasSize(1);
        assertThat(aside).hasSize(1);
    }
}
