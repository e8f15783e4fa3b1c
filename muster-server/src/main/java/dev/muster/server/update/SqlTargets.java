package dev.muster.server.update;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceState;
import dev.muster.core.update.Rollout;
import dev.muster.core.update.Target;
import dev.muster.core.update.TargetState;
import dev.muster.core.update.WaveCount;
import dev.muster.format.devices.orders.OrderOutcome;
import dev.muster.ledger.sql.Row;
import dev.muster.ledger.sql.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The register of devices in rollouts, as {@link dev.muster.core.update.UpdateStore} asks for it. */
final class SqlTargets {
    private static final String SELECT =
            "select t.device, t.wave, t.attempt, t.state, t.order_id, t.offered_at, t.said_at, t.ended, t.ended_reason,"
                    + " t.ended_detail, t.ended_at, t.complaint, t.complaint_detail, t.reason, t.detail, d.version,"
                    + " d.attested_at, d.contradicted, d.state as life from update_target t join update_device d"
                    + " on d.org = t.org and d.id = t.device join update_release r"
                    + " on r.org = t.org and r.id = t.release where t.org = ? and t.rollout = ? and ";

    private SqlTargets() {}

    static List<Target> unsettled(Tx tx, String org, Rollout rollout, Instant now, int most) {
        return query(
                tx,
                "((d.version = r.version and t.state <> 'UPDATED')"
                        + " or (t.state = 'UPDATED' and d.version <> r.version"
                        + " and (d.version <> '' or d.contradicted = 1))"
                        + " or (t.state in ('OFFERED', 'REPORTED') and (t.complaint is not null or t.ended is not null"
                        + " or d.in_service = 0 or d.contradicted = 1 or t.said_at is not null or t.offered_at < ?))"
                        + " or (t.state in ('OVERDUE', 'LEFT', 'CLAIMED')"
                        + " and (t.complaint is not null or (d.contradicted = 1 and d.attested_at > t.offered_at))))"
                        + " order by case when d.version = r.version or t.state = 'UPDATED' then 0"
                        + " when t.complaint is not null then 1 else 2 end, t.offered_at, t.device limit " + most,
                org,
                rollout.id(),
                now.minus(rollout.plan().deadline()));
    }

    static List<Target> returned(Tx tx, String org, Rollout rollout, int most) {
        return query(
                tx,
                "d.in_service = 1 and d.held = 0 and d.version <> r.version and t.ended is not null"
                        + " and ((t.state = 'OVERDUE' and (d.attested_at > t.ended_at or (d.claims_only = 1 and d.back_at >"
                        + " t.ended_at)))"
                        + " or (t.state = 'LEFT' and t.reason like 'device-%')) order by t.device limit " + most,
                org,
                rollout.id());
    }

    static List<Target> withOpenOrders(Tx tx, String org, String rollout, int most) {
        return query(
                tx,
                "t.ended is null and t.state in ('OFFERED', 'REPORTED', 'OVERDUE', 'FAILED')"
                        + " order by t.offered_at, t.device limit " + most,
                org,
                rollout);
    }

    static List<Target> lost(Tx tx, String org, String rollout, int most) {
        return query(
                tx,
                "d.in_service = 1 and d.held = 0 and d.version <> r.version"
                        + " and t.state in ('FAILED', 'FELL_BACK', 'OVERDUE', 'LEFT') order by t.device limit " + most,
                org,
                rollout);
    }

    static Optional<Target> one(Tx tx, String org, String rollout, DeviceId device) {
        return query(tx, "t.device = ?", org, rollout, device.value()).stream().findFirst();
    }

    static List<Target> all(Tx tx, String org, String rollout, int most) {
        return query(tx, "1 = 1 order by t.wave, t.device limit " + most, org, rollout);
    }

    /**
     * One page of a rollout's devices, those of the last wave first.
     *
     * @param state empty for all
     */
    static List<Target> page(Tx tx, String org, String rollout, String state, long skip, int most) {
        return query(
                tx,
                "(? = '' or t.state = ?) order by t.wave desc, t.device limit " + most + " offset " + skip,
                org,
                rollout,
                state,
                state);
    }

    /** Devices of a rollout's product and group in service that have an agent and never showed what they run, by id. */
    static List<DeviceId> unseen(Tx tx, String org, Rollout rollout, int most) {
        HawkbitFilter group = RolloutGroup.of(rollout.plan().terms().group());
        return tx.query(
                "select d.id from update_device d where d.org = ? and d.product = ? and d.in_service = 1 and"
                        + " d.attested_at is null and d.claims_only = 0 and " + group.sql() + " order by d.id limit "
                        + most,
                row -> new DeviceId(row.text("id")),
                RolloutGroup.with(group, org, rollout.release().product().value()));
    }

    private static List<Target> query(Tx tx, String where, Object... args) {
        return tx.query(SELECT + where, SqlTargets::target, args);
    }

    private static Target target(Row row) {
        String complaint = row.findText("complaint_detail").orElse("");
        return new Target(
                new DeviceId(row.text("device")),
                row.integerOf("wave"),
                row.integerOf("attempt"),
                TargetState.valueOf(row.text("state")),
                row.text("order_id"),
                row.instant("offered_at"),
                row.findInstant("said_at"),
                DeviceState.valueOf(row.text("life")),
                new Target.Shown(row.text("version"), row.findInstant("attested_at"), row.number("contradicted") == 1),
                ended(row),
                row.findText("complaint").map(reason -> new Target.Complaint(reason, complaint)),
                row.text("reason"),
                row.text("detail"));
    }

    private static Optional<Target.Ended> ended(Row row) {
        Optional<String> outcome = row.findText("ended");
        if (outcome.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Target.Ended(
                OrderOutcome.valueOf(outcome.get()),
                row.findText("ended_reason").orElse(""),
                row.findText("ended_detail").orElse(""),
                row.instant("ended_at")));
    }

    static WaveCount count(List<Map.Entry<TargetState, Integer>> tallies) {
        return WaveCount.of(tallies.stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    static Map.Entry<TargetState, Integer> tally(Row row) {
        return Map.entry(TargetState.valueOf(row.text("state")), row.integerOf("n"));
    }
}
