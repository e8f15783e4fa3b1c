package dev.muster.server.network;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.network.Endpoint;
import dev.muster.core.network.GatewayAsked;
import dev.muster.core.network.GatewayDesk;
import dev.muster.core.network.GatewaySet;
import dev.muster.ledger.sequence.Shell;
import dev.muster.ledger.sql.Database;
import dev.muster.server.devices.Paths;
import dev.muster.server.devices.SqlDeviceRegister;
import dev.muster.server.http.Json;
import dev.muster.server.http.Keyed;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gateways and whom they guard (console listener, JSON).
 *
 * <pre>
 * GET /api/v1/{org}/network/gateways               {gateways: [...]}
 * GET /api/v1/{org}/devices/{id}/network/gateway   {behind: [{device, mac, addresses, policy, holds}], asked}
 * PUT /api/v1/{org}/devices/{id}/network/gateway   {behind: [{device, mac, addresses}]}; nobody ends it
 * </pre>
 */
final class GatewayDoor {
    /** 5,000 devices with an address of each family are two thirds of it. */
    private static final int MAX_BODY_BYTES = Request.BODY_BYTES_MAX;

    private final Database database;
    private final Shell shell;
    private final Supplier<List<Endpoint>> server;
    private final InstantSource clock;

    GatewayDoor(Database database, Shell shell, Supplier<List<Endpoint>> server, InstantSource clock) {
        this.database = database;
        this.shell = shell;
        this.server = server;
        this.clock = clock;
    }

    record Body(@Nullable List<BehindBody> behind) {}

    record BehindBody(
            @Nullable String device,
            @Nullable String mac,
            @Nullable List<String> addresses) {}

    void addTo(Routes console) {
        String base = "/api/v1/{org}/devices/{id}/network/gateway";
        console.get("/api/v1/{org}/network/gateways", Need.READ, this::list)
                .get(base, Need.READ, this::show)
                .put(base, Need.WRITE, this::set);
    }

    private Response list(Request request) {
        OrgId org = request.org();
        return Response.json(Map.of("gateways", new Keyed<DeviceId>() {
            @Override
            public List<DeviceId> after(String key, int most) {
                return database.read(tx -> new SqlNetworkStore(tx, org).gateways(key, most));
            }

            @Override
            public String key(DeviceId row) {
                return row.value();
            }

            @Override
            public Object shown(DeviceId row) {
                return row.value();
            }
        }));
    }

    private Response show(Request request) {
        OrgId org = request.org();
        DeviceId gateway = device(request, org);
        return Response.json(database.read(tx -> shown(new SqlNetworkStore(tx, org), gateway)));
    }

    /** A gateway as people see it: whom it guards, what each may do, and what the gateway said. */
    static Map<String, Object> shown(SqlNetworkStore store, DeviceId gateway) {
        GatewaySet set = store.gateway(gateway).orElse(GatewaySet.NOBODY);
        Optional<GatewayAsked> asked = store.gatewayAsked(gateway);
        Map<String, Object> whole = new LinkedHashMap<>();
        Map<String, String> policies = new HashMap<>();
        asked.ifPresent(last -> last.members().forEach(member -> policies.put(member.device(), member.policy())));
        whole.put("gateway", gateway.value());
        whole.put(
                "behind",
                set.behind().stream()
                        .map(b -> behind(store, b, Optional.ofNullable(policies.get(b.device()))))
                        .toList());
        asked.ifPresent(last -> {
            whole.put("order", last.order());
            whole.put("digest", last.digest());
        });
        return whole;
    }

    private static Map<String, Object> behind(
            SqlNetworkStore store, GatewaySet.Behind behind, Optional<String> policy) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("device", behind.device());
        one.put("mac", behind.mac());
        one.put("addresses", behind.addresses());
        policy.ifPresent(name -> one.put("policy", name));
        store.held(new DeviceId(behind.device())).ifPresent(holds -> {
            if (!holds.strength().isEmpty()) {
                one.put("inForce", holds.policy());
            }
            one.put("strength", holds.strength());
            one.put("detail", holds.detail());
        });
        return one;
    }

    private Response set(Request request) {
        OrgId org = request.org();
        DeviceId gateway = device(request, org);
        Body body = Json.read(request.body(MAX_BODY_BYTES), Body.class);
        List<BehindBody> said = body.behind() == null ? List.of() : body.behind();
        GatewaySet set = new GatewaySet(said.stream()
                .map(one -> new GatewaySet.Behind(
                        one.device() == null ? "" : one.device(),
                        one.mac() == null ? "" : one.mac().toLowerCase(Locale.ROOT),
                        one.addresses() == null ? List.of() : one.addresses()))
                .toList());
        return DeviceNetworkDoor.told(shell.run(
                org,
                tx -> new GatewayDesk(
                        new SqlNetworkStore(tx, org), new SqlDeviceRegister(tx, org), server.get(), clock.instant()),
                desk -> desk.set(gateway, set, request.caller().name())));
    }

    private DeviceId device(Request request, OrgId org) {
        DeviceId id = Paths.device(request);
        if (database.read(tx -> new SqlDeviceRegister(tx, org).device(id)).isEmpty()) {
            throw Problem.notFound().refuse();
        }
        return id;
    }
}
