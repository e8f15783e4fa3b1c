package dev.muster.server.network;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.network.GatewayAsked;
import dev.muster.core.network.GatewayHolds;
import dev.muster.core.network.GatewaySet;
import dev.muster.core.network.MudTaken;
import dev.muster.core.network.MudUrlLearned;
import dev.muster.core.network.NetworkStore;
import dev.muster.core.network.OverrideSet;
import dev.muster.core.network.SiteSet;
import dev.muster.core.network.VendorWindow;
import dev.muster.core.network.policy.Site;
import dev.muster.format.cbor.RecordCodec;
import dev.muster.format.network.nft.TlsRules;
import dev.muster.format.network.packet.Prefix;
import dev.muster.ledger.sql.Row;
import dev.muster.ledger.sql.Tx;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What one organisation keeps of its network, read in one transaction. */
public final class SqlNetworkStore implements NetworkStore {
    /** Devices whose place is known, as far as they matter to the rules of one other. */
    private static final int MAX_NEIGHBOURS = 10_000;

    private static final String KEPT =
            "select url, state, brought_by, taken_at, body from network_mud where org = ? and ";

    private final Tx tx;
    private final OrgId org;

    public SqlNetworkStore(Tx tx, OrgId org) {
        this.tx = tx;
        this.org = org;
    }

    @Override
    public Optional<Wished> wished(DeviceId device) {
        return tx.one(
                "select name, digest from network_policy where org = ? and device = ?",
                row -> new Wished(row.text("name"), row.text("digest")),
                org.value(),
                device.value());
    }

    @Override
    public Optional<MudUrlLearned> url(DeviceId device) {
        return tx.one(
                "select body from network_url where org = ? and device = ?",
                row -> read(MudUrlLearned.class, row),
                org.value(),
                device.value());
    }

    @Override
    public Optional<MudTaken> inForce(String url) {
        return tx.one(
                "select body from network_mud where org = ? and url = ? and state = ?",
                row -> read(MudTaken.class, row),
                org.value(),
                url,
                State.IN_FORCE);
    }

    @Override
    public Optional<Kept> kept(String digest) {
        return tx.one(KEPT + "digest = ? order by entry desc limit 1", SqlNetworkStore::kept, org.value(), digest);
    }

    /** Descriptions, the newest first. */
    List<Kept> kept(Optional<State> state, int limit) {
        List<Object> args = new ArrayList<>(List.of(org.value()));
        state.ifPresent(args::add);
        args.add(limit);
        String where = state.isPresent() ? "state = ?" : "1 = 1";
        return tx.query(KEPT + where + " order by entry desc limit ?", SqlNetworkStore::kept, args.toArray());
    }

    /** The newest description in force whose URL has this path on whatever host, with the body of that one alone. */
    Optional<Kept> at(String path) {
        return tx.one(
                KEPT + "path = ? and state = ? order by entry desc limit 1",
                SqlNetworkStore::kept,
                org.value(),
                path,
                State.IN_FORCE);
    }

    /** Of a URL; empty where it has none. */
    static String path(String url) {
        try {
            String path = java.net.URI.create(url).getPath();
            return path == null ? "" : path;
        } catch (IllegalArgumentException notOne) {
            return "";
        }
    }

    /** The versions of one, the newest first. */
    List<Kept> versions(String url, int limit) {
        return tx.query(KEPT + "url = ? order by entry desc limit ?", SqlNetworkStore::kept, org.value(), url, limit);
    }

    private static Kept kept(Row row) {
        return new Kept(
                row.text("url"),
                read(MudTaken.class, row),
                State.valueOf(row.text("state")),
                row.text("brought_by"),
                row.instant("taken_at"));
    }

    @Override
    public List<OverrideSet> overrides(DeviceId device) {
        return tx.query(
                "select body from network_override where org = ? and device = ? order by id",
                row -> read(OverrideSet.class, row),
                org.value(),
                device.value());
    }

    @Override
    public List<VendorWindow> windows(DeviceId device) {
        return tx.query(
                "select body from network_window where org = ? and device = ? order by work_order",
                row -> read(VendorWindow.class, row),
                org.value(),
                device.value());
    }

    @Override
    public Optional<GatewaySet> gateway(DeviceId gateway) {
        return GatewayTables.gateway(tx, org.value(), gateway);
    }

    @Override
    public List<DeviceId> gatewaysOf(DeviceId device) {
        return GatewayTables.gatewaysOf(tx, org.value(), device);
    }

    @Override
    public Optional<GatewayAsked> gatewayAsked(DeviceId gateway) {
        return GatewayTables.asked(tx, org.value(), gateway);
    }

    @Override
    public Optional<GatewayHolds> held(DeviceId device) {
        return GatewayTables.held(tx, org.value(), device);
    }

    @Override
    public List<DeviceId> heldBy(DeviceId gateway) {
        return GatewayTables.heldBy(tx, org.value(), gateway);
    }

    @Override
    public Optional<Told> flows(DeviceId device) {
        return FlowTables.of(tx, org.value(), device);
    }

    @Override
    public Optional<ToldChanged> changed(DeviceId device) {
        return ChangedTable.of(tx, org.value(), device);
    }

    /** Devices whose rules were found changed, most often first. */
    List<ChangedTable.Said> changed(int limit) {
        return ChangedTable.most(tx, org.value(), limit);
    }

    /** What was seen of devices, those that were refused most first. */
    List<FlowTables.Seen> flows(int limit) {
        return FlowTables.most(tx, org.value(), limit);
    }

    /** All gateways, in order, after one. */
    List<DeviceId> gateways(String after, int limit) {
        return GatewayTables.all(tx, org.value(), after, limit);
    }

    /** What a person said of the site. */
    @Override
    public TlsRules.Mode tls() {
        return siteSet().tls().orElse(TlsRules.Mode.OBSERVE);
    }

    SiteSet siteSet() {
        return tx.one("select body from network_site where org = ?", row -> read(SiteSet.class, row), org.value())
                .orElse(SiteSet.NOTHING);
    }

    @Override
    public Site site() {
        SiteSet set = siteSet();
        Map<String, List<Prefix>> controllers = new HashMap<>();
        for (String text : set.controllers()) {
            int at = text.lastIndexOf('=');
            Prefix.parse(text.substring(at + 1))
                    .ifPresent(prefix -> controllers
                            .computeIfAbsent(text.substring(0, at), u -> new ArrayList<>())
                            .add(prefix));
        }
        return new Site(prefixes(set.local()), controllers, neighbours());
    }

    private List<Site.Neighbour> neighbours() {
        return tx.query(
                "select body from network_url where org = ? and placed = 1 and url <> '' order by device limit ?",
                row -> {
                    MudUrlLearned learned = read(MudUrlLearned.class, row);
                    return new Site.Neighbour(learned.url(), authority(learned.url()), prefixes(learned.addresses()));
                },
                org.value(),
                MAX_NEIGHBOURS);
    }

    private static String authority(String url) {
        String host = URI.create(url).getHost();
        return host == null ? "" : host.toLowerCase(Locale.ROOT);
    }

    private static List<Prefix> prefixes(List<String> texts) {
        return texts.stream().flatMap(text -> Prefix.parse(text).stream()).toList();
    }

    /** Devices that name this description; all that name one when it is empty. */
    List<DeviceId> devices(String url, String after, int limit) {
        return tx.query(
                "select device from network_url where org = ? and (? = '' or url = ?) and device > ?"
                        + " order by device limit ?",
                row -> new DeviceId(row.text("device")),
                org.value(),
                url,
                url,
                after,
                limit);
    }

    /** Descriptions that devices name and that are not there, or whose time is over. */
    List<String> wanted(Instant now, int limit) {
        return tx.query(
                "select distinct u.url from network_url u where u.org = ? and u.url <> '' and not exists ("
                        + "select 1 from network_mud m where m.org = u.org and m.url = u.url and m.fresh > ?)"
                        + " order by u.url limit ?",
                row -> row.text("url"),
                org.value(),
                now,
                limit);
    }

    @Override
    public List<Over> over(Instant now, int limit) {
        return tx.query(
                "select device, id from network_override where org = ? and until_at <= ? order by until_at limit ?",
                row -> new Over(new DeviceId(row.text("device")), row.text("id")),
                org.value(),
                now,
                limit);
    }

    /** A window of work that goes on, or whose time is over while it does. */
    record Ended(DeviceId device, VendorWindow window) {}

    List<Ended> ended(Instant now, int limit) {
        return tx.query(
                "select device, body from network_window where org = ? and working = 1 and until_at <= ?"
                        + " order by until_at limit ?",
                row -> new Ended(new DeviceId(row.text("device")), read(VendorWindow.class, row)),
                org.value(),
                now,
                limit);
    }

    /** Windows of work that goes on. */
    List<Ended> working(int limit) {
        return tx.query(
                "select device, body from network_window where org = ? and working = 1 order by until_at limit ?",
                row -> new Ended(new DeviceId(row.text("device")), read(VendorWindow.class, row)),
                org.value(),
                limit);
    }

    private static <T> T read(Class<T> type, Row row) {
        return RecordCodec.of(type).decode(row.bytes("body"));
    }
}
