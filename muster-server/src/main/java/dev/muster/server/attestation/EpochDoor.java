package dev.muster.server.attestation;

import dev.muster.core.attestation.Epochs;
import dev.muster.core.attestation.Freshness;
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
import java.util.concurrent.ConcurrentHashMap;

/**
 * The id of the epoch that is now, for devices that cannot ask for a nonce, and for whoever passes it on to them: {@code GET
 * /rats/{org}/epoch} gives {@code {1: id, 2: begins, 3: ends, 4: taken}}, times in epoch seconds. It is no secret; whether
 * evidence over it counts is the organisation's rule, which {@code taken} says, a second late at most: strangers who ask
 * again and again do not have it read again.
 */
public final class EpochDoor {
    private static final long ID = 1;
    private static final long BEGINS = 2;
    private static final long ENDS = 3;
    private static final long TAKEN = 4;

    /** How long the rule that was read is told. */
    static final Duration TOLD = Duration.ofSeconds(1);

    /** Organisations whose rule is remembered; names that are none come and go with the others. */
    private static final int MAX_REMEMBERED = 1_024;

    /** The rule of an organisation, as it was read then. */
    private record Rule(boolean taken, Instant readAt) {}

    private final Map<OrgId, Rule> rules = new ConcurrentHashMap<>();
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

    private boolean taken(OrgId org, Instant now) {
        Rule known = rules.get(org);
        if (known == null || !now.isBefore(known.readAt().plus(TOLD))) {
            if (rules.size() >= MAX_REMEMBERED) {
                rules.clear();
            }
            known = new Rule(read(org), now);
            rules.put(org, known);
        }
        return known.taken();
    }

    private boolean read(OrgId org) {
        return database.read(tx -> SqlAttestationStore.policy(tx, org))
                .freshness()
                .map(Freshness::epochs)
                .orElse(false);
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
                                .put(TAKEN, Cbor.of(taken(request.org(), now)))
                                .build()
                                .encoded())
                .with(
                        "cache-control",
                        "public, max-age=" + Duration.between(now, epoch.ends()).toSeconds());
    }
}
