package dev.muster.server.network;

import dev.muster.core.devices.Device;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.network.DevicePolicy;
import dev.muster.core.network.Endpoint;
import dev.muster.core.network.MudUrlLearned;
import dev.muster.core.network.NetworkStore;
import dev.muster.core.network.NetworkWishes;
import dev.muster.core.network.OverrideSet;
import dev.muster.core.network.SiteSet;
import dev.muster.core.network.policy.PlainWords;
import dev.muster.format.network.nft.TlsRules;
import dev.muster.format.network.packet.PacketSet;
import dev.muster.ledger.sequence.Shell;
import dev.muster.ledger.sql.Database;
import dev.muster.server.devices.Paths;
import dev.muster.server.devices.SqlDeviceRegister;
import dev.muster.server.http.Json;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What people say of the network (console listener, JSON).
 *
 * <pre>
 * GET    /api/v1/{org}/network/site                              {local: [...], controllers: ["URI=NETWORK"]}
 * PUT    /api/v1/{org}/network/site                              the same
 * GET    /api/v1/{org}/network/reach?from=URL&to=URL             what devices with one MUD URL can open to those with another
 * GET    /api/v1/{org}/devices/{id}/network                      the policy in words, and what it is made of
 * PUT    /api/v1/{org}/devices/{id}/network/description          {url, signer?, addresses?}; an empty url takes it away
 * PUT    /api/v1/{org}/devices/{id}/network/overrides/{override} {permit, from, peer, protocol, low?, high?, owner, reason,
 *                                                                until}
 * DELETE /api/v1/{org}/devices/{id}/network/overrides/{override} ends it
 * </pre>
 */
final class DeviceNetworkDoor {
    private static final int MAX_BODY_BYTES = 64 * 1024;
    private static final int PORT_MOST = 65535;

    private final Database database;
    private final Shell shell;
    private final Supplier<List<Endpoint>> server;
    private final InstantSource clock;

    DeviceNetworkDoor(Database database, Shell shell, Supplier<List<Endpoint>> server, InstantSource clock) {
        this.database = database;
        this.shell = shell;
        this.server = server;
        this.clock = clock;
    }

    record SiteBody(@Nullable List<String> local, @Nullable List<String> controllers, TlsRules.@Nullable Mode tls) {}

    record UrlBody(
            String url, @Nullable String signer, @Nullable List<String> addresses) {}

    record OverrideBody(
            boolean permit,
            boolean from,
            String peer,
            int protocol,
            @Nullable Integer low,
            @Nullable Integer high,
            String owner,
            String reason,
            String until,
            @Nullable Integer perSecond,
            @Nullable Integer burst) {}

    void addTo(Routes console) {
        String site = "/api/v1/{org}/network/site";
        String base = "/api/v1/{org}/devices/{id}/network";
        console.get(site, Need.READ, this::site)
                .put(site, Need.WRITE, this::setSite)
                .get("/api/v1/{org}/network/reach", Need.READ, new ReachQuestion(database, server, clock)::answer)
                .get(base, Need.READ, this::show)
                .put(base + "/description", Need.WRITE, this::url)
                .put(base + "/overrides/{override}", Need.WRITE, this::override)
                .delete(base + "/overrides/{override}", Need.WRITE, this::end);
    }

    private Response site(Request request) {
        OrgId org = request.org();
        SiteSet set = database.read(tx -> new SqlNetworkStore(tx, org).siteSet());
        return Response.json(Map.of(
                "local", set.local(),
                "controllers", set.controllers(),
                "tls", set.tls().orElse(TlsRules.Mode.OBSERVE)));
    }

    private Response setSite(Request request) {
        OrgId org = request.org();
        SiteBody body = Json.read(request.body(MAX_BODY_BYTES), SiteBody.class);
        SiteSet site = new SiteSet(
                body.local() == null ? List.of() : body.local(),
                body.controllers() == null ? List.of() : body.controllers(),
                Optional.ofNullable(body.tls()));
        return told(shell.run(
                org,
                tx -> new SqlNetworkStore(tx, org),
                store -> NetworkWishes.site(
                        org, site, store.siteSet(), request.caller().name(), clock.instant())));
    }

    private Response show(Request request) {
        OrgId org = request.org();
        DeviceId id = Paths.device(request);
        Instant now = clock.instant();
        return database.read(tx -> {
            Device device = new SqlDeviceRegister(tx, org)
                    .device(id)
                    .orElseThrow(() -> Problem.notFound().refuse());
            SqlNetworkStore store = new SqlNetworkStore(tx, org);
            Map<String, Object> whole = new LinkedHashMap<>();
            store.url(id).ifPresent(url -> {
                whole.put("url", url.url());
                whole.put("carrier", url.carrier());
                whole.put("signer", url.signer());
                whole.put("addresses", url.addresses());
            });
            store.wished(id).ifPresent(wished -> whole.put("ordered", wished.name()));
            Optional<DevicePolicy.Derived> derived = DevicePolicy.of(id, device.state(), store, server.get(), now);
            derived.ifPresent(policy -> {
                whole.put("policy", policy.policy().name());
                whole.put("description", policy.digest());
                whole.put("restricted", policy.permitted().isPresent());
                whole.put("permits", words(policy.permitted().orElse(PacketSet.NONE)));
                whole.put(
                        "tlsAsDescribed",
                        policy.tls().stream()
                                .flatMap(rule -> words(rule.packets()).stream())
                                .toList());
                whole.put("notes", policy.notes());
            });
            whole.put("overrides", store.overrides(id));
            whole.put("windows", store.windows(id));
            return Response.json(whole);
        });
    }

    private static List<String> words(PacketSet permitted) {
        return permitted.boxes().stream().map(PlainWords::line).toList();
    }

    private Response url(Request request) {
        UrlBody body = Json.read(request.body(MAX_BODY_BYTES), UrlBody.class);
        MudUrlLearned learned = new MudUrlLearned(
                body.url() == null ? "" : body.url(),
                MudUrlLearned.Carrier.PERSON,
                body.signer() == null ? "" : body.signer(),
                body.addresses() == null ? List.of() : body.addresses());
        DeviceId device = Paths.device(request);
        return decide(
                request,
                device,
                store -> NetworkWishes.url(
                        device, learned, store, request.caller().name(), clock.instant()));
    }

    private Response override(Request request) {
        OverrideBody body = Json.read(request.body(MAX_BODY_BYTES), OverrideBody.class);
        if (body.peer() == null || body.owner() == null || body.reason() == null || body.until() == null) {
            throw Problem.of(400, "override-invalid", "peer, owner, reason and until are needed.")
                    .refuse();
        }
        OverrideSet override = new OverrideSet(
                request.parameter("override"),
                body.permit(),
                body.from(),
                body.peer(),
                body.protocol(),
                body.low() == null ? 0 : body.low(),
                body.high() == null ? body.low() == null ? PORT_MOST : body.low() : body.high(),
                body.owner(),
                body.reason(),
                time(body.until()),
                Optional.ofNullable(body.perSecond())
                        .map(rate -> new OverrideSet.Rate(rate, body.burst() == null ? rate : body.burst())));
        DeviceId device = Paths.device(request);
        return decide(
                request,
                device,
                store -> NetworkWishes.override(
                        device, override, store, request.caller().name(), clock.instant()));
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw Problem.of(400, "bad-time", "until must look like 2026-11-21T20:00:00Z.")
                    .refuse();
        }
    }

    private Response end(Request request) {
        DeviceId device = Paths.device(request);
        String id = request.parameter("override");
        return decide(
                request,
                device,
                store -> NetworkWishes.end(
                        device, id, "ended by hand", store, request.caller().name(), clock.instant()));
    }

    private Response decide(
            Request request, DeviceId device, Function<NetworkStore, Decision<NetworkWishes.Answer>> desk) {
        OrgId org = request.org();
        if (database.read(tx -> new SqlDeviceRegister(tx, org).device(device)).isEmpty()) {
            throw Problem.notFound().refuse();
        }
        return told(shell.<NetworkStore, NetworkWishes.Answer>run(org, tx -> new SqlNetworkStore(tx, org), desk));
    }

    static Response told(NetworkWishes.Answer answer) {
        return switch (answer) {
            case NetworkWishes.Answer.Done _, NetworkWishes.Answer.Already _ -> Response.of(204);
            case NetworkWishes.Answer.Refused no ->
                throw Problem.refused(no, "This was not done.").refuse();
        };
    }
}
