package dev.muster.server.attestation;

import dev.muster.core.attestation.Epochs;
import dev.muster.core.attestation.Freshness;
import dev.muster.core.attestation.PolicyTable;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.cbor.Cbor;
import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Need;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The id of the epoch that is now, for devices that cannot ask for a nonce, and for whoever passes it on to them: {@code GET
 * /rats/{org}/epoch} gives {@code {1: id, 2: begins, 3: ends, 4: taken}}, times in epoch seconds. It is no secret and costs the
 * reading of one row; whether evidence over it counts is the organisation's rule, which {@code taken} says.
 */
public final class EpochDoor {
    private static final long ID = 1;
    private static final long BEGINS = 2;
    private static final long ENDS = 3;
    private static final long TAKEN = 4;

    private record Said(String rules, boolean taken) {}

    /** Of organisations that have a table. */
    private final Map<OrgId, Said> said = new ConcurrentHashMap<>();

    private final Epochs epochs;
    private final Database database;
    private final InstantSource clock;

    /** @param key the verifier's secret, see {@link AttestationKeys} */
    public EpochDoor(byte[] key, Database database, InstantSource clock) {
        this.epochs = new Epochs(key);
        this.database = database;
        this.clock = clock;
    }

    /** On either listener. */
    public Routes addTo(Routes routes) {
        return routes.get("/rats/{org}/epoch", Need.NOTHING, this::now);
    }

    /** Anybody asks, and a table may have hundreds of rows: it is read again when it was changed. */
    private boolean taken(OrgId org) {
        Optional<String> rules = database.read(tx -> SqlAttestationStore.rules(tx, org));
        return rules.isPresent()
                && said.compute(
                                org,
                                (_, known) -> known != null && known.rules().equals(rules.get())
                                        ? known
                                        : new Said(rules.get(), taken(StoredPolicy.table(rules.get()))))
                        .taken();
    }

    private static boolean taken(PolicyTable table) {
        return table.freshness().map(Freshness::epochs).orElse(false);
    }

    private Response now(Request request) {
        Instant now = clock.instant();
        Epochs.Epoch epoch = epochs.at(request.org(), now);
        return Response.ok(
                        Response.CBOR,
                        Cbor.map()
                                .put(ID, epoch.id())
                                .put(BEGINS, epoch.begins().getEpochSecond())
                                .put(ENDS, epoch.ends().getEpochSecond())
                                .put(TAKEN, Cbor.of(taken(request.org())))
                                .build()
                                .encoded())
                .with(
                        "cache-control",
                        "public, max-age=" + Duration.between(now, epoch.ends()).toSeconds());
    }
}
