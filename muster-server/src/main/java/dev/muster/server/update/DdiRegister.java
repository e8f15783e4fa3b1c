package dev.muster.server.update;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceState;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.update.DdiAttached;
import dev.muster.core.update.DdiAttributesSaid;
import dev.muster.core.update.DdiCancelAnswered;
import dev.muster.core.update.DdiGatewayOpened;
import dev.muster.core.update.DdiGlance;
import dev.muster.core.update.DdiStore;
import dev.muster.core.update.RolloutState;
import dev.muster.core.update.Target;
import dev.muster.core.update.TargetState;
import dev.muster.core.update.Window;
import dev.muster.format.devices.orders.OrderOutcome;
import dev.muster.ledger.sql.Tx;
import dev.muster.server.http.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The registers of hawkBit's device API, and what its desk asks of them. For one transaction and one organisation. */
final class DdiRegister implements DdiStore {
    private final Tx tx;
    private final OrgId org;

    DdiRegister(Tx tx, OrgId org) {
        this.tx = tx;
        this.org = org;
    }

    static void attached(Tx tx, Entry entry, DdiAttached attached) {
        tx.update(
                "insert into update_ddi (org, device, token, attributes) values (?, ?, ?, '{}')"
                        + " on conflict (org, device) do update set token = excluded.token",
                entry.org().value(),
                entry.subject().id(),
                attached.tokenSha256());
        tx.update(
                "update update_device set claims_only = 1 where org = ? and id = ? and attested_at is null",
                entry.org().value(),
                entry.subject().id());
    }

    static void gateway(Tx tx, Entry entry, DdiGatewayOpened opened) {
        tx.update(
                "insert into update_ddi_gateway (org, token) values (?, ?)"
                        + " on conflict (org) do update set token = excluded.token",
                entry.org().value(),
                opened.tokenSha256());
    }

    /** A device that comes by its certificate is attached by what it says; no token opens for it. */
    static void attributes(Tx tx, Entry entry, DdiAttributesSaid said) {
        tx.update(
                "insert into update_ddi (org, device, token, attributes, attributes_at) values (?, ?, '', ?, ?)"
                        + " on conflict (org, device) do update set attributes = excluded.attributes,"
                        + " attributes_at = excluded.attributes_at",
                entry.org().value(),
                entry.subject().id(),
                new String(Json.bytes(new TreeMap<>(said.attributes())), StandardCharsets.UTF_8),
                entry.effectiveAt());
    }

    static void back(Tx tx, Entry entry) {
        tx.update(
                "update update_device set back_at = ? where org = ? and id = ?",
                entry.effectiveAt(),
                entry.org().value(),
                entry.subject().id());
    }

    static void cancelled(Tx tx, Entry entry, DdiCancelAnswered answered) {
        tx.update(
                "update update_target set cancel_answered = 1 where org = ? and order_id = ?",
                entry.org().value(),
                answered.order());
    }

    @Override
    public Optional<Attached> attached(DeviceId device) {
        return tx.one(
                "select token, attributes, attributes_at from update_ddi where org = ? and device = ?",
                row -> new Attached(
                        row.text("token"), attributes(row.text("attributes")), row.findInstant("attributes_at")),
                org.value(),
                device.value());
    }

    /**
     * All that a poll without news asks for, in one question.
     *
     * @param token SHA-256 of the device's token, hexadecimal; empty when no token of its own opens for it
     * @param gateway the same of the organisation's
     * @param attached whether it was attached, or has said what it is
     * @param said whether it has said what it is
     * @param offered whether it was ever offered anything
     */
    record Standing(DeviceState state, String token, String gateway, boolean attached, boolean said, boolean offered) {}

    /** Empty when there is no such device. */
    Optional<Standing> standing(DeviceId device) {
        return tx.one(
                "select d.state, coalesce(x.token, '') as token, coalesce(g.token, '') as gateway,"
                        + " case when x.device is null then 0 else 1 end as attached,"
                        + " case when x.attributes_at is null then 0 else 1 end as said,"
                        + " case when exists (select 1 from update_target t where t.org = d.org and t.device = d.id"
                        + " and t.action > 0) then 1 else 0 end as offered"
                        + " from update_device d left join update_ddi x on x.org = d.org and x.device = d.id"
                        + " left join update_ddi_gateway g on g.org = d.org where d.org = ? and d.id = ?",
                row -> new Standing(
                        DeviceState.valueOf(row.text("state")),
                        row.text("token"),
                        row.text("gateway"),
                        row.number("attached") == 1,
                        row.number("said") == 1,
                        row.number("offered") == 1),
                org.value(),
                device.value());
    }

    private static Map<String, String> attributes(String json) {
        Map<String, String> all = new TreeMap<>();
        Json.tree(json.getBytes(StandardCharsets.UTF_8))
                .properties()
                .forEach(one -> all.put(one.getKey(), one.getValue().asString()));
        return all;
    }

    @Override
    public Optional<String> gateway() {
        return tx.one("select token from update_ddi_gateway where org = ?", row -> row.text("token"), org.value());
    }

    /** The same as {@link #action} says, in one question and without its release. */
    Optional<DdiGlance> glance(DeviceId device) {
        return tx.one(
                "select t.action, t.state, t.ended, t.cancel_answered, r.state as rollout, r.hours, case when d.back_at >"
                        + " t.ended_at then 1 else 0 end as back, case when d.attested_at is null then 0 else 1 end as"
                        + " attested from update_target t join update_rollout r on r.org = t.org and r.id = t.rollout join"
                        + " update_device d on d.org = t.org and d.id = t.device where t.org = ? and t.device = ? and"
                        + " t.action > 0 order by t.action desc limit 1",
                row -> new DdiGlance(
                        row.number("action"),
                        TargetState.valueOf(row.text("state")),
                        row.findText("ended").map(OrderOutcome::valueOf),
                        RolloutState.valueOf(row.text("rollout")),
                        Optional.of(row.text("hours"))
                                .filter(hours -> !hours.isEmpty())
                                .map(Window::parse),
                        row.number("cancel_answered") == 1,
                        row.number("back") == 1,
                        row.number("attested") == 1),
                org.value(),
                device.value());
    }

    @Override
    public Optional<Action> action(DeviceId device) {
        record Found(long number, String rollout, boolean answered, boolean back) {}
        SqlUpdateStore updates = new SqlUpdateStore(tx, org);
        return tx
                .query(
                        "select t.action, t.rollout, t.cancel_answered, case when d.back_at > t.ended_at then 1 else 0"
                                + " end as back from update_target t join update_device d on d.org = t.org and d.id ="
                                + " t.device where t.org = ? and t.device = ? and t.action > 0 order by t.action desc"
                                + " limit 1",
                        row -> new Found(
                                row.number("action"),
                                row.text("rollout"),
                                row.number("cancel_answered") == 1,
                                row.number("back") == 1),
                        org.value(),
                        device.value())
                .stream()
                .findFirst()
                .map(found -> {
                    Target target = updates.target(found.rollout(), device).orElseThrow();
                    return new Action(
                            found.number(),
                            target,
                            updates.rollout(found.rollout()).orElseThrow(),
                            found.answered(),
                            found.back());
                });
    }
}
