package dev.muster.server.update;

import dev.muster.core.devices.OrderClosed;
import dev.muster.core.ledger.Entry;
import dev.muster.core.update.DeviceOffered;
import dev.muster.core.update.InstallReported;
import dev.muster.core.update.TargetState;
import dev.muster.core.update.UserAsked;
import dev.muster.format.devices.orders.OrderOutcome;
import dev.muster.ledger.sql.Tx;

/** Folds entries into the register of devices in rollouts. */
final class Targets {
    private Targets() {}

    /** A second offer of the same rollout forgets what became of the first; the same order told twice changes nothing. */
    static void offered(Tx tx, Entry entry, DeviceOffered offered) {
        tx.update(
                "insert into update_target (org, rollout, device, release, wave, state, order_id, offered_at, action)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (org, rollout, device) do update set"
                        + " wave = excluded.wave, state = excluded.state, order_id = excluded.order_id,"
                        + " offered_at = excluded.offered_at, attempt = update_target.attempt + 1, said_at = null,"
                        + " ended = null, ended_reason = null, ended_detail = null, ended_at = null,"
                        + " complaint = null, complaint_detail = null, settled_at = null, reason = '', detail = '',"
                        + " action = excluded.action, cancel_answered = 0"
                        + " where update_target.order_id <> excluded.order_id",
                entry.org().value(),
                offered.rollout(),
                entry.subject().id(),
                offered.release(),
                offered.wave(),
                TargetState.OFFERED,
                offered.order(),
                entry.effectiveAt(),
                entry.index());
    }

    static void settled(Tx tx, Entry entry, String rollout, TargetState state, String reason, String detail) {
        tx.update(
                "update update_target set state = ?, settled_at = ?, reason = ?, detail = ?"
                        + " where org = ? and rollout = ? and device = ?",
                state,
                entry.effectiveAt(),
                reason,
                detail,
                entry.org().value(),
                rollout,
                entry.subject().id());
    }

    /** How the order ended; {@code DONE} is the device's word that it installed. */
    static void ended(Tx tx, Entry entry, OrderClosed closed) {
        int found = tx.update(
                "update update_target set ended = ?, ended_reason = ?, ended_detail = ?, ended_at = ?"
                        + " where org = ? and order_id = ? and ended is null",
                closed.outcome(),
                closed.reason(),
                closed.detail(),
                entry.effectiveAt(),
                entry.org().value(),
                closed.order());
        if (found > 0 && closed.outcome() == OrderOutcome.DONE) {
            tx.update(
                    "update update_target set said_at = ?, state = case when state in ('OFFERED', 'OVERDUE', 'LEFT')"
                            + " then 'REPORTED' else state end where org = ? and order_id = ? and said_at is null",
                    entry.effectiveAt(),
                    entry.org().value(),
                    closed.order());
        }
    }

    /** Who waits for its user is offered it still; the page says for whom it waits. */
    static void asked(Tx tx, Entry entry, UserAsked asked) {
        tx.update(
                "update update_target set reason = ?, detail = ? where org = ? and device = ? and release = ?"
                        + " and state = 'OFFERED'",
                "user-" + asked.standing(),
                asked.until()
                        .map(until -> "its user is asked again at " + until)
                        .orElse(""),
                entry.org().value(),
                entry.subject().id(),
                asked.release());
    }

    /** The device's word: success waits for evidence, failure is counted by the next step. */
    static void reported(Tx tx, Entry entry, InstallReported reported) {
        if (reported.release().isEmpty()) {
            return;
        }
        if (reported.success()) {
            tx.update(
                    "update update_target set said_at = ?, state = 'REPORTED' where org = ? and device = ?"
                            + " and release = ? and state in ('OFFERED', 'OVERDUE', 'LEFT')",
                    entry.effectiveAt(),
                    entry.org().value(),
                    entry.subject().id(),
                    reported.release());
        } else {
            tx.update(
                    "update update_target set complaint = ?, complaint_detail = ? where org = ? and device = ?"
                            + " and release = ? and state in ('OFFERED', 'REPORTED', 'OVERDUE', 'LEFT')",
                    reported.reason(),
                    reported.detail(),
                    entry.org().value(),
                    entry.subject().id(),
                    reported.release());
        }
    }
}
