package dev.muster.server.update;

import dev.muster.core.ledger.OrgId;
import dev.muster.core.update.Firmness;
import dev.muster.core.update.Release;
import dev.muster.core.update.Rollout;
import dev.muster.core.update.RolloutPlan;
import dev.muster.core.update.RolloutState;
import dev.muster.core.update.Terms;
import dev.muster.core.update.Window;
import dev.muster.ledger.sql.Row;
import dev.muster.ledger.sql.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The register of rollouts, as {@link dev.muster.core.update.UpdateStore} asks for it. */
final class SqlRollouts {
    private static final String ROLLOUT =
            "select id, release, canary, steps, most_failed, least_updated, deadline_seconds, state, wave,"
                    + " accepted_wave, wave_opened_at, reason, detail, least_answered, proof_seconds, ongoing,"
                    + " accepts_claims, finished_at, firmness, hours, most_at_once, draining, risk, most_bytes,"
                    + " device_group from update_rollout where org = ? and ";

    private SqlRollouts() {}

    /** Rollouts of all organisations that are not stopped: the driver's work. */
    static List<Active> active(Tx tx) {
        return tx.query(
                "select org, id from update_rollout where state <> 'STOPPED' or draining = 1 order by org, number",
                row -> new Active(new OrgId(row.text("org")), row.text("id")));
    }

    record Active(OrgId org, String id) {}

    /** @param args the organisation first */
    static List<Rollout> query(Tx tx, SqlUpdateStore known, String where, Object... args) {
        return tx.query(ROLLOUT + where, row -> rollout(row, known), args);
    }

    private static Rollout rollout(Row row, SqlUpdateStore known) {
        String releaseId = row.text("release");
        RolloutPlan plan = new RolloutPlan(
                row.integerOf("canary"),
                Stream.of(row.text("steps").split(",", -1))
                        .map(Integer::valueOf)
                        .toList(),
                new RolloutPlan.Limits(
                        row.integerOf("most_failed"), row.integerOf("least_updated"), row.integerOf("least_answered")),
                Duration.ofSeconds(row.number("deadline_seconds")),
                Duration.ofSeconds(row.number("proof_seconds")),
                row.number("ongoing") == 1,
                row.number("accepts_claims") == 1,
                terms(row));
        RolloutState state = RolloutState.valueOf(row.text("state"));
        int wave = row.integerOf("wave");
        int accepted = row.integerOf("accepted_wave");
        Instant openedAt = row.instant("wave_opened_at");
        String id = row.text("id");
        String reason = row.text("reason");
        String detail = row.text("detail");
        Optional<Instant> finishedAt = row.findInstant("finished_at");
        boolean draining = row.number("draining") == 1;
        Release release = known.release(releaseId)
                .orElseThrow(() -> new IllegalStateException("rollout " + id + " of no release " + releaseId));
        return new Rollout(id, release, plan, state, wave, accepted, openedAt, reason, detail, finishedAt, draining);
    }

    private static Terms terms(Row row) {
        String hours = row.text("hours");
        return new Terms(
                Firmness.valueOf(row.text("firmness")),
                hours.isEmpty() ? Optional.empty() : Optional.of(Window.parse(hours)),
                row.integerOf("most_at_once"),
                row.text("risk"),
                row.number("most_bytes"),
                row.text("device_group"));
    }
}
