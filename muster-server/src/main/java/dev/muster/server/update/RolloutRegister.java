package dev.muster.server.update;

import dev.muster.core.ledger.Entry;
import dev.muster.core.update.Firmness;
import dev.muster.core.update.RolloutPlan;
import dev.muster.core.update.RolloutStarted;
import dev.muster.core.update.RolloutState;
import dev.muster.ledger.sql.Tx;
import java.util.List;
import java.util.stream.Collectors;

/** The register of rollouts: what entries change in it. */
final class RolloutRegister {
    private RolloutRegister() {}

    static void started(Tx tx, Entry entry, RolloutStarted started) {
        List<Integer> steps = started.steps();
        tx.update(
                "insert into update_rollout (org, id, number, release, product, canary, steps, most_failed,"
                        + " least_updated, deadline_seconds, least_answered, proof_seconds, ongoing, accepts_claims,"
                        + " firmness, hours, most_at_once, risk, most_bytes, device_group, state, wave, accepted_wave,"
                        + " wave_opened_at, reason) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                        + " -1, -1, ?, '')",
                entry.org().value(),
                entry.subject().id(),
                entry.index(),
                started.release(),
                started.product(),
                started.canary(),
                steps.stream().map(String::valueOf).collect(Collectors.joining(",")),
                started.mostFailedPercent(),
                started.leastUpdatedPercent(),
                started.deadlineSeconds(),
                started.leastAnsweredPercent().orElse(0),
                started.proofSeconds().orElse(RolloutPlan.STANDARD_PROOF.toSeconds()),
                started.ongoing().orElse(false),
                started.acceptsClaims().orElse(false),
                started.firmness().flatMap(Firmness::ofWord).orElse(Firmness.FORCED),
                started.window().orElse(""),
                started.mostAtOnce().orElse(0),
                started.risk().orElse(""),
                started.mostBytesPerHour().orElse(0L),
                started.group().orElse(""),
                RolloutState.RUNNING,
                entry.effectiveAt());
    }

    static void state(Tx tx, Entry entry, RolloutState state, String reason, String detail) {
        tx.update(
                "update update_rollout set state = ?, reason = ?, detail = ? where org = ? and id = ?",
                state,
                reason,
                detail,
                entry.org().value(),
                entry.subject().id());
    }
}
