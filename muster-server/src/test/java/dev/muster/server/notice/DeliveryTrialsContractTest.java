package dev.muster.server.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.drills.DoorsTried.Trial;
import dev.muster.core.ledger.NoticeKind;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.notice.NoticeEvent;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Migrations;
import dev.muster.ledger.sql.testing.BothDatabases;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What became of messages says whether people hear of things. */
class DeliveryTrialsContractTest {
    private static final OrgId CITY = new OrgId("city");
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

    private static List<String> came(Database database) {
        return new DeliveryTrials(database)
                .make(CITY, NOON).stream()
                        .map(trial -> trial.name() + " " + trial.came())
                        .toList();
    }

    private static void subscribe(Database database, String id, String kinds) {
        database.change(tx -> {
            tx.update(
                    "insert into notice_subscription (org, id, channel, shown, kinds, weight, digest_hour, generation)"
                            + " values (?, ?, ?, '', ?, 0, -1, 7)",
                    CITY.value(),
                    id,
                    NoticeEvent.Channel.SYSLOG,
                    kinds);
        });
    }

    private static void message(Database database, String subscription, String state, Duration ago) {
        Instant at = NOON.minus(ago);
        Message message = new Message(
                CITY.value(),
                subscription,
                "m-" + ago.toSeconds(),
                "rollout-paused",
                "rollout/r1",
                NoticeKind.Weight.URGENT,
                "Rollout r1 is paused.",
                false,
                at,
                0);
        database.change(tx -> new SqlNotices(tx, CITY).put(message, state, at));
    }

    @BothDatabases
    void aWayThatIsStuckIsToldUntilSomethingPassesAgain(Database database) {
        Migrations.create()
                .topic("notice", new NoticeTopic().scripts().toArray(String[]::new))
                .apply(database);
        assertThat(came(database)).containsExactly("told " + Trial.UNCLEAR, "updates-told " + Trial.UNCLEAR);
        subscribe(database, "log", "minor");
        message(database, "log", "sent", Duration.ofDays(3));
        assertThat(came(database))
                .as("nobody chose to hear of updates")
                .containsExactly("told " + Trial.HELD, "updates-told " + Trial.UNCLEAR);
        subscribe(database, "ops", "rollout-paused");
        message(database, "ops", "waiting", Duration.ofMinutes(30));
        assertThat(came(database)).containsExactly("told " + Trial.HELD, "updates-told " + Trial.UNCLEAR);
        message(database, "ops", "given-up", Duration.ofDays(1));
        message(database, "log", "sent", Duration.ofHours(2));
        assertThat(came(database))
                .as("that another way works does not help")
                .containsExactly("told " + Trial.GAVE, "updates-told " + Trial.GAVE);
        message(database, "ops", "sent", Duration.ofMinutes(10));
        assertThat(came(database)).containsExactly("told " + Trial.HELD, "updates-told " + Trial.HELD);
        message(database, "ops", "waiting", Duration.ofHours(5));
        assertThat(came(database)).containsExactly("told " + Trial.GAVE, "updates-told " + Trial.GAVE);
    }
}
