package dev.muster.server.update;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceState;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.update.DdiAttached;
import dev.muster.core.update.DdiAttributesSaid;
import dev.muster.core.update.DdiCancelAnswered;
import dev.muster.core.update.DdiGatewayOpened;
import dev.muster.core.update.DdiStore;
import dev.muster.core.update.Target;
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

    Optional<DeviceState> state(DeviceId device) {
        return tx.one(
                "select state from update_device where org = ? and id = ?",
                row -> DeviceState.valueOf(row.text("state")),
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

    @Override
    public Optional<Action> action(DeviceId device) {
        record Found(long number, String rollout, boolean answered) {}
        SqlUpdateStore updates = new SqlUpdateStore(tx, org);
        return tx
                .query(
                        "select action, rollout, cancel_answered from update_target where org = ?"
                                + " and device = ? and action > 0 order by action desc limit 1",
                        row -> new Found(row.number("action"), row.text("rollout"), row.number("cancel_answered") == 1),
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
                            found.answered());
                });
    }
}
