package dev.muster.server.joining.authorities;

import dev.muster.core.joining.Fingerprint;
import dev.muster.core.joining.authorities.Authority;
import dev.muster.core.joining.authorities.Role;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.join.x509.OcspAnswer;
import dev.muster.format.join.x509.RevocationList;
import dev.muster.format.join.x509.RevocationList.Scope;
import dev.muster.ledger.sql.Database;
import dev.muster.server.config.AuthorityConfig;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which device certificates are good no longer, for whoever relies on them beside this server; our own doors ask the
 * register. A retired device's is revoked, a quarantined one's is on hold, a replaced one's is superseded.
 *
 * <pre>
 * GET  /pki/{org}/device-ca.crl          everything that the authority in force issued (RFC 5280 §5)
 * GET  /pki/{org}/crl/{list}             AUTHORITY-DIGITS.crl and AUTHORITY-DIGITS.delta.crl, DIGITS or "all": one
 *                                        distribution point, and its difference from the last base
 * POST /pki/{org}/ocsp                   one certificate (RFC 6960)
 * GET  /pki/{org}/ocsp/{request**}       the same, to be kept by caches (RFC 6960 A.1, RFC 5019 §6)
 * </pre>
 */
public final class StatusDoor {
    /** How long a relying party may go by one list. */
    private static final Duration VALID = Duration.ofDays(1);

    /** A quarantine has to reach those who rely on answers soon. */
    private static final Duration FRESH = Duration.ofMinutes(5);

    /** Signing and reading for everybody who asks would let a stranger work the authority's key. */
    private static final Duration KEPT = Duration.ofSeconds(15);

    /** Lists that are kept; a stranger can ask for as many of each authority as certificates name. */
    private static final int KEPT_MOST = 10_000;

    /** Authorities whose register was just read: the lists of one come from one reading, whoever asks for how many. */
    private static final int READINGS_MOST = 64;

    private static final Pattern LIST = Pattern.compile("([0-9a-f]{16})-(all|[0-9a-f]{1,3})(\\.delta)?\\.crl");

    private record Kept(Instant at, byte[] der) {}

    private record Reading(Instant at, List<RevocationList.Revoked> all) {}

    private record Key(OrgId org, String list) {}

    private final Database database;
    private final Authorities authorities;
    private final StatusSigner signer;
    private final AuthorityConfig config;
    private final InstantSource clock;
    private final Map<Key, Kept> lists = new ConcurrentHashMap<>();
    private final Map<Key, Reading> readings = new ConcurrentHashMap<>();
    private final Map<Key, ListHistory> histories = new ConcurrentHashMap<>();
    private volatile Instant forgotten = Instant.EPOCH;

    public StatusDoor(
            Database database,
            Authorities authorities,
            StatusSigner signer,
            AuthorityConfig config,
            InstantSource clock) {
        this.database = database;
        this.authorities = authorities;
        this.signer = signer;
        this.config = config;
        this.clock = clock;
    }

    public void addTo(Routes devices) {
        devices.get("/pki/{org}/device-ca.crl", Need.NOTHING, this::whole)
                .get("/pki/{org}/crl/{list}", Need.NOTHING, this::part)
                .post("/pki/{org}/ocsp", Need.NOTHING, this::ocsp)
                .get("/pki/{org}/ocsp/{request**}", Need.NOTHING, this::kept);
    }

    private Response whole(Request request) {
        OrgId org = request.org();
        Authority active = authorities
                .of(org)
                .active(Role.DEVICE)
                .orElseThrow(() -> Problem.notFound().refuse());
        return answer(org, "device-ca.crl", now -> {
            List<RevocationList.Revoked> revoked = revoked(org, active, "", now);
            return signer.sign(org, active, new RevocationList(revoked, now, now.plus(VALID), number(now)));
        });
    }

    private Response part(Request request) {
        OrgId org = request.org();
        Matcher name = LIST.matcher(request.parameter("list"));
        // Its distribution point has to be the one that certificates name.
        if (config.statusUrl().isEmpty() || !name.matches()) {
            throw Problem.notFound().refuse();
        }
        Authority authority = authorities.of(org).accepted(Role.DEVICE).stream()
                .filter(each -> each.fingerprint().startsWith(name.group(1)))
                .findFirst()
                .orElseThrow(() -> Problem.notFound().refuse());
        String digits = name.group(2).equals("all") ? "" : name.group(2);
        // Certificates from before there were so many lists name shorter ones.
        if (digits.length() > StatusPoints.digits(config.shards())) {
            throw Problem.notFound().refuse();
        }
        StatusPoints point = new StatusPoints(org, authority.fingerprint(), digits);
        boolean delta = name.group(3) != null;
        return answer(org, request.parameter("list"), now -> made(point, authority, delta, now));
    }

    private byte[] made(StatusPoints point, Authority authority, boolean delta, Instant now) {
        OrgId org = point.org();
        List<RevocationList.Revoked> revoked = revoked(org, authority, point.digits(), now);
        ListHistory history = histories.compute(
                new Key(org, point.url(config)),
                (_, known) -> known == null || known.isOver(now) ? ListHistory.from(revoked, now) : known);
        // A complete list counts as said, too: what it lists and the next difference does not is good again.
        List<RevocationList.Revoked> changes = history.difference(revoked, now);
        Optional<String> url = Optional.of(point.url(config));
        Scope scope = delta
                ? new Scope(url, Optional.of(history.base()), Optional.empty())
                : new Scope(url, Optional.empty(), Optional.of(point.deltaUrl(config)));
        Instant until = now.plus(delta ? FRESH : VALID);
        return signer.sign(
                org, authority, new RevocationList(delta ? changes : revoked, now, until, number(now), scope));
    }

    private interface Making {
        byte[] at(Instant now);
    }

    private Response answer(OrgId org, String name, Making making) {
        Instant now = clock.instant();
        if (lists.size() >= KEPT_MOST) {
            lists.clear();
        }
        forget(now);
        Kept kept = lists.compute(
                new Key(org, name),
                (_, last) -> last != null && now.isBefore(last.at().plus(KEPT)) ? last : new Kept(now, making.at(now)));
        return Response.ok("application/pkix-crl", kept.der())
                .with("cache-control", "public, max-age=" + KEPT.toSeconds());
    }

    /** A list may have megabytes and its register more: what nobody is answered with any more is not kept. */
    private void forget(Instant now) {
        Instant over = now.minus(KEPT);
        Instant before = forgotten;
        if (now.isBefore(before) || before.isBefore(over)) {
            forgotten = now;
            lists.values().removeIf(each -> each.at().isBefore(over));
            readings.values().removeIf(each -> each.at().isBefore(over));
        }
    }

    /** How much is kept. */
    int kept() {
        return lists.size() + readings.size();
    }

    private List<RevocationList.Revoked> revoked(OrgId org, Authority authority, String digits, Instant now) {
        if (readings.size() >= READINGS_MOST) {
            readings.clear();
        }
        List<RevocationList.Revoked> all = readings.compute(
                        new Key(org, authority.fingerprint()),
                        (_, last) -> last != null && now.isBefore(last.at().plus(KEPT))
                                ? last
                                : new Reading(
                                        now,
                                        database.read(
                                                tx -> new SqlStatus(tx, org, authority.fingerprint()).revoked(now))))
                .all();
        return digits.isEmpty()
                ? all
                : all.stream()
                        .filter(each ->
                                each.serial().toString(SqlStatus.SERIAL_RADIX).endsWith(digits))
                        .toList();
    }

    private static BigInteger number(Instant now) {
        return BigInteger.valueOf(now.getEpochSecond());
    }

    private Response ocsp(Request request) {
        if (!request.contentType().equals("application/ocsp-request")) {
            throw Problem.of(415, "content-type", "The body must be application/ocsp-request.")
                    .refuse();
        }
        return Response.ok(
                "application/ocsp-response",
                answer(request.org(), request.body(OcspAnswer.MAX_REQUEST_BYTES), clock.instant()));
    }

    /** RFC 5019 §6: the answer says until when it may be kept. With a nonce it answers nobody else. */
    private Response kept(Request request) {
        byte[] asked;
        try {
            asked = Base64.getDecoder().decode(request.parameter("request"));
        } catch (IllegalArgumentException e) {
            throw Problem.of(400, "ocsp-malformed", "The question is not base64.")
                    .refuse();
        }
        Instant now = clock.instant();
        byte[] answer = answer(request.org(), asked, now);
        Response response = Response.ok("application/ocsp-response", answer);
        return OcspAnswer.hasNonce(asked)
                ? response.with("cache-control", "no-store")
                : response.with(
                        "cache-control", "max-age=" + FRESH.toSeconds() + ", public, no-transform, must-revalidate");
    }

    /** Signed for each question, of what the register says at this moment. */
    private byte[] answer(OrgId org, byte[] asked, Instant now) {
        List<OcspAnswer.Responder> responders = signer.responders(org);
        if (responders.isEmpty()) {
            throw Problem.notFound().refuse();
        }
        return new OcspAnswer(
                        responders,
                        (authority, serial) ->
                                database.read(tx -> new SqlStatus(tx, org, Fingerprint.of(authority)).of(serial, now)),
                        now,
                        now.plus(FRESH))
                .to(asked);
    }
}
