package dev.muster.core.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.json.JsonException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A maker's profile becomes plans, once for each device, and only while somebody's approval of it stands. */
class MaintenanceProfileTest {
    private static final Instant NOW = Instant.parse("2026-11-29T08:00:00Z");

    private final MemoryWorkflows world = new MemoryWorkflows();

    private static MaintenanceProfile read(String text) {
        return MaintenanceProfile.read(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void tasksAreReadInTheirOrder() {
        assertThat(read("{\"tasks\":[{\"kind\":\"local\",\"task\":\"clean\",\"every\":\"P90D\",\"by\":\"hand\"},"
                                + "{\"kind\":\"review\",\"task\":\"look\",\"event\":\"update.current=false\"}]}")
                        .tasks())
                .containsExactly(
                        new MaintenanceProfile.Task("local", "clean", "P90D", ""),
                        new MaintenanceProfile.Task("review", "look", "", "update.current=false"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{};/",
                "{'tasks':[{'kind':'local','task':'x'}]};/tasks/0",
                "{'tasks':[{'kind':'odd','task':'x','every':'P1D'}]};/tasks/0/kind",
                "{'tasks':[{'kind':'local','task':' ','every':'P1D'}]};/tasks/0/task",
                "{'tasks':[{'kind':'local','task':'x','every':'often'}]};/tasks/0/every",
                "{'tasks':[{'kind':'local','task':'x','every':'PT1M'}]};/tasks/0/every",
                "{'tasks':[{'kind':'local','task':'x','event':'=y'}]};/tasks/0/event",
            })
    void whatIsNoProfileIsNamedByItsPlace(String text, String path) {
        String json = text.replace('\'', '"');
        assertThatThrownBy(() -> read(json))
                .isInstanceOfSatisfying(
                        JsonException.class, fault -> assertThat(fault.path()).startsWith(path));
    }

    @Test
    void moreThanPeopleCanSeeIsNone() {
        String task = "{\"kind\":\"local\",\"task\":\"x\",\"every\":\"P1D\"}";
        String many = String.join(",", java.util.Collections.nCopies(MaintenanceProfile.MAX_TASKS + 1, task));
        assertThatThrownBy(() -> read("{\"tasks\":[" + many + "]}")).isInstanceOf(JsonException.class);
    }

    @Test
    void plansStandAndFallWithTheDocument() {
        world.now = NOW;
        world.grant("operator/app", "approver");
        world.move("document", "d-1", "open-request", "operator/ann", "topic", "maintenance-profile", "product", "cam");
        MaintenanceProfile profile = read("{\"tasks\":[{\"kind\":\"local\",\"task\":\"clean\",\"every\":\"P90D\"}]}");
        ask(ProfilePlans.adopted(document(), profile, "cam-1", NOW));
        assertThat(plan().state()).as("a draft is approved by nobody").isEqualTo("draft");
        world.records.remove("plan/d-1.1.cam-1");
        world.move(
                "document",
                "d-1",
                "approve",
                "operator/app",
                "title",
                "Care",
                "version",
                "2",
                "digest",
                "ab".repeat(32),
                "class",
                "customer",
                "audience",
                "all");
        assertThat(ProfilePlans.counts(document())).isTrue();
        for (int twice = 0; twice < 2; twice++) {
            ask(ProfilePlans.adopted(document(), profile, "cam-1", NOW));
        }
        assertThat(plan().state()).isEqualTo("active");
        assertThat(plan().fields())
                .containsAllEntriesOf(Map.of(
                        "next",
                        "2027-02-27T08:00:00Z",
                        "every",
                        "P90D",
                        "profile",
                        "d-1",
                        "source",
                        "maker's profile Care 2"));
        ask(ProfilePlans.over(document(), profile, "cam-1", "withdrawn"));
        assertThat(plan().state()).isEqualTo("ended");
        assertThat(world.move("plan", "d-1.1.cam-1", "adopt", "operator/ann"))
                .as("nobody does by hand what Muster does")
                .isInstanceOf(Workflows.Answer.Refused.class);
    }

    private Instance document() {
        return world.records.get("document/d-1");
    }

    private Instance plan() {
        return world.records.get("plan/d-1.1.cam-1");
    }

    private void ask(List<Workflows.Request> wishes) {
        for (Workflows.Request wish : wishes) {
            world.move(
                    wish.machine(),
                    wish.id(),
                    wish.transition(),
                    wish.actor(),
                    wish.fields().entrySet().stream()
                            .flatMap(field -> Stream.of(field.getKey(), field.getValue()))
                            .toArray(String[]::new));
        }
    }
}
