package dev.muster.server.joining;

import dev.muster.core.ledger.OrgId;
import dev.muster.format.join.x509.OcspAnswer;
import dev.muster.format.join.x509.RevocationList;
import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code POST /pki/{org}/ocsp} answers for one certificate (RFC 6960); {@code GET /pki/{org}/device-ca.crl}: which device certificates are good no longer, for whoever relies on them beside this
 * server (RFC 5280 §5; our own doors ask the register). A retired device's is revoked, a quarantined one's is on hold, a
 * replaced one's is superseded.
 */
final class RevocationDoor {
    /** How long a relying party may go by one list. */
    private static final Duration VALID = Duration.ofDays(1);

    /** A quarantine has to reach those who rely on answers soon. */
    private static final Duration FRESH = Duration.ofMinutes(5);

    /** Signing and reading for everybody who asks would let a stranger work the authority's key. */
    private static final Duration KEPT = Duration.ofSeconds(15);

    private record Kept(Instant at, byte[] der) {}

    private final Database database;
    private final DeviceAuthority authority;
    private final InstantSource clock;
    private final Map<OrgId, Kept> lists = new ConcurrentHashMap<>();

    RevocationDoor(Database database, DeviceAuthority authority, InstantSource clock) {
        this.database = database;
        this.authority = authority;
        this.clock = clock;
    }

    void addTo(Routes devices) {
        devices.get("/pki/{org}/device-ca.crl", Need.NOTHING, this::list)
                .post("/pki/{org}/ocsp", Need.NOTHING, this::ocsp);
    }

    private Response list(Request request) {
        OrgId org = Orgs.of(request);
        if (authority.authority(org).isEmpty()) {
            throw Problem.notFound().refuse();
        }
        Instant now = clock.instant();
        Kept kept = lists.compute(
                org, (_, last) -> last != null && now.isBefore(last.at().plus(KEPT)) ? last : made(org, now));
        return Response.ok("application/pkix-crl", kept.der());
    }

    /** Signed for each question, of what the register says at this moment. */
    private Response ocsp(Request request) {
        OrgId org = Orgs.of(request);
        if (authority.authority(org).isEmpty()) {
            throw Problem.notFound().refuse();
        }
        if (!request.contentType().equals("application/ocsp-request")) {
            throw Problem.of(415, "content-type", "The body must be application/ocsp-request.")
                    .refuse();
        }
        byte[] asked = request.body(OcspAnswer.MAX_REQUEST_BYTES);
        Instant now = clock.instant();
        byte[] answer = authority.answer(
                org,
                asked,
                serial -> database.read(tx -> new SqlJoiningStore(tx, org).status(serial, now)),
                now,
                now.plus(FRESH));
        return Response.ok("application/ocsp-response", answer);
    }

    private Kept made(OrgId org, Instant now) {
        RevocationList list = new RevocationList(
                database.read(tx -> new SqlJoiningStore(tx, org).revoked(now)),
                now,
                now.plus(VALID),
                BigInteger.valueOf(now.getEpochSecond()));
        return new Kept(now, authority.sign(org, list));
    }
}
