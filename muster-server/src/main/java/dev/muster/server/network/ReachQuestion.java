package dev.muster.server.network;

import dev.muster.core.devices.Device;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.network.DevicePolicy;
import dev.muster.core.network.Endpoint;
import dev.muster.core.network.policy.PlainWords;
import dev.muster.core.network.policy.Reach;
import dev.muster.format.network.packet.Prefix;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Tx;
import dev.muster.server.devices.SqlDeviceRegister;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** "Can any camera reach any lock", by the policies that the fleet has at the moment. */
final class ReachQuestion {
    /** Of one kind; pairs are the square of it. */
    private static final int DEVICES_MOST = 500;

    private static final int PAIRS_MOST = 1000;

    private final Database database;
    private final Supplier<List<Endpoint>> server;
    private final InstantSource clock;

    ReachQuestion(Database database, Supplier<List<Endpoint>> server, InstantSource clock) {
        this.database = database;
        this.server = server;
        this.clock = clock;
    }

    Response answer(Request request) {
        return Response.json(answer(request.org(), url(request, "from"), url(request, "to")));
    }

    Map<String, Object> answer(OrgId org, String from, String to) {
        Instant now = clock.instant();
        List<List<Reach.Party>> both =
                database.read(tx -> List.of(parties(tx, org, from, now), parties(tx, org, to, now)));
        List<Reach.Path> paths = Reach.between(both.getFirst(), both.getLast());
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("from", both.getFirst().size());
        answer.put("to", both.getLast().size());
        // Who has no known address can be found by nobody here: that is not knowing, and is said.
        answer.put(
                "withoutAddress",
                both.stream()
                        .flatMap(List::stream)
                        .filter(party -> party.addresses().isEmpty())
                        .map(Reach.Party::name)
                        .distinct()
                        .toList());
        answer.put("pairs", paths.size());
        answer.put(
                "paths",
                paths.stream()
                        .limit(PAIRS_MOST)
                        .map(path -> Map.of(
                                "from", path.from(),
                                "to", path.to(),
                                "opens",
                                        path.flows().boxes().stream()
                                                .map(PlainWords::line)
                                                .toList()))
                        .toList());
        return answer;
    }

    private static String url(Request request, String name) {
        return request.query(name)
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> Problem.of(400, "url-missing", "from and to are MUD URLs of devices.")
                        .refuse());
    }

    private List<Reach.Party> parties(Tx tx, OrgId org, String url, Instant now) {
        SqlNetworkStore store = new SqlNetworkStore(tx, org);
        SqlDeviceRegister register = new SqlDeviceRegister(tx, org);
        List<Reach.Party> parties = new ArrayList<>();
        List<DeviceId> devices = store.devices(url, "", DEVICES_MOST + 1);
        if (devices.size() > DEVICES_MOST) {
            throw Problem.of(409, "too-many", "More than " + DEVICES_MOST + " devices have this URL.")
                    .refuse();
        }
        for (DeviceId id : devices) {
            Optional<Device> device = register.device(id);
            List<Prefix> addresses = store.url(id).stream()
                    .flatMap(learned -> learned.addresses().stream())
                    .flatMap(text -> Prefix.parse(text).stream())
                    .toList();
            device.ifPresent(known -> parties.add(new Reach.Party(
                    id.value(),
                    addresses,
                    DevicePolicy.of(id, known.state(), store, server.get(), now)
                            .flatMap(DevicePolicy.Derived::permitted))));
        }
        return parties;
    }
}
