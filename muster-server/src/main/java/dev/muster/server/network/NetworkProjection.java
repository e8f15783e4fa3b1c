package dev.muster.server.network;

import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.network.FlowsSeen;
import dev.muster.core.network.GatewayAsked;
import dev.muster.core.network.GatewayHolds;
import dev.muster.core.network.GatewaySet;
import dev.muster.core.network.MudAnswered;
import dev.muster.core.network.MudRefused;
import dev.muster.core.network.MudTaken;
import dev.muster.core.network.MudUrlLearned;
import dev.muster.core.network.NetworkEvent;
import dev.muster.core.network.NetworkStore;
import dev.muster.core.network.OverrideEnded;
import dev.muster.core.network.OverrideSet;
import dev.muster.core.network.PolicySet;
import dev.muster.core.network.RulesChanged;
import dev.muster.core.network.SiteSet;
import dev.muster.core.network.VendorWindow;
import dev.muster.format.cbor.RecordCodec;
import dev.muster.ledger.sequence.Projection;
import dev.muster.ledger.sql.Tx;
import java.util.Set;

/** Keeps the tables of wished policies, descriptions, and what was said of devices' networks. */
public final class NetworkProjection implements Projection {

    @Override
    public Set<Class<? extends Event>> events() {
        return Set.of(NetworkEvent.class);
    }

    @Override
    public void apply(Tx tx, Entry entry, Event event) {
        String org = entry.org().value();
        String id = entry.subject().id();
        switch ((NetworkEvent) event) {
            case PolicySet set ->
                tx.update(
                        "insert into network_policy (org, device, name, digest, order_id) values (?, ?, ?, ?, ?)"
                                + " on conflict (org, device) do update set name = excluded.name,"
                                + " digest = excluded.digest, order_id = excluded.order_id",
                        org,
                        id,
                        set.name(),
                        set.digest(),
                        set.order());
            case MudTaken taken -> taken(tx, entry, taken);
            case MudAnswered answered -> answered(tx, org, id, answered);
            case MudRefused _ -> {
                // Only told; no register depends on it.
            }
            case MudUrlLearned learned -> learned(tx, org, id, learned);
            case SiteSet site ->
                tx.update(
                        "insert into network_site (org, body) values (?, ?)"
                                + " on conflict (org) do update set body = excluded.body",
                        org,
                        body(SiteSet.class, site));
            case OverrideSet set -> override(tx, org, id, set);
            case OverrideEnded ended ->
                tx.update("delete from network_override where org = ? and device = ? and id = ?", org, id, ended.id());
            case VendorWindow window -> window(tx, org, id, window);
            case GatewaySet set -> GatewayTables.set(tx, entry, set);
            case GatewayAsked asked -> GatewayTables.asked(tx, entry, asked);
            case GatewayHolds holds -> GatewayTables.holds(tx, entry, holds);
            case FlowsSeen seen -> FlowTables.seen(tx, entry, seen);
            case RulesChanged changed -> ChangedTable.said(tx, entry, changed);
        }
    }

    private static void taken(Tx tx, Entry entry, MudTaken taken) {
        String org = entry.org().value();
        String url = entry.subject().id();
        if (!taken.waits()) {
            replaced(tx, org, url, taken.digest());
        }
        tx.update(
                "insert into network_mud (org, url, path, digest, state, brought_by, entry, taken_at, fresh, body)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (org, url, digest) do update set"
                        + " state = excluded.state, brought_by = excluded.brought_by, entry = excluded.entry,"
                        + " fresh = excluded.fresh, body = excluded.body",
                org,
                url,
                SqlNetworkStore.path(url),
                taken.digest(),
                taken.waits() ? NetworkStore.State.WAITING : NetworkStore.State.IN_FORCE,
                entry.issuer(),
                entry.index(),
                entry.effectiveAt(),
                taken.fresh(),
                body(MudTaken.class, taken));
    }

    private static void answered(Tx tx, String org, String url, MudAnswered answered) {
        if (answered.approved()) {
            replaced(tx, org, url, answered.digest());
        }
        tx.update(
                "update network_mud set state = ? where org = ? and url = ? and digest = ?",
                answered.approved() ? NetworkStore.State.IN_FORCE : NetworkStore.State.REJECTED,
                org,
                url,
                answered.digest());
    }

    private static void replaced(Tx tx, String org, String url, String by) {
        tx.update(
                "update network_mud set state = ? where org = ? and url = ? and state = ? and digest <> ?",
                NetworkStore.State.REPLACED,
                org,
                url,
                NetworkStore.State.IN_FORCE,
                by);
    }

    private static void learned(Tx tx, String org, String device, MudUrlLearned learned) {
        tx.update(
                "insert into network_url (org, device, url, placed, body) values (?, ?, ?, ?, ?)"
                        + " on conflict (org, device) do update set url = excluded.url, placed = excluded.placed,"
                        + " body = excluded.body",
                org,
                device,
                learned.url(),
                learned.addresses().isEmpty() ? 0 : 1,
                body(MudUrlLearned.class, learned));
    }

    private static void override(Tx tx, String org, String device, OverrideSet set) {
        tx.update(
                "insert into network_override (org, device, id, until_at, body) values (?, ?, ?, ?, ?)"
                        + " on conflict (org, device, id) do update set until_at = excluded.until_at,"
                        + " body = excluded.body",
                org,
                device,
                set.id(),
                set.until(),
                body(OverrideSet.class, set));
    }

    private static void window(Tx tx, String org, String device, VendorWindow window) {
        tx.update(
                "insert into network_window (org, device, work_order, until_at, working, body) values (?, ?, ?, ?, ?,"
                        + " ?) on conflict (org, device, work_order) do update set until_at = excluded.until_at, working ="
                        + " excluded.working, body = excluded.body",
                org,
                device,
                window.order(),
                window.until(),
                window.working() ? 1 : 0,
                body(VendorWindow.class, window));
    }

    private static <T> byte[] body(Class<T> type, T event) {
        return RecordCodec.of(type).encode(event);
    }
}
