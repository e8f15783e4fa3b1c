package dev.muster.server.console;

import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.ledger.sequence.Entries;
import dev.muster.ledger.sequence.EntryQuery;
import dev.muster.server.http.Keyed;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The console's views as JSON. */
public final class ApiDoor {
    private static final int PAGE_DEFAULT = 200;
    private static final int PAGE_MAX = 1000;

    /** Bodies in one answer, whatever entries hold: an entry may be as large as a statement, and a thousand would not fit. */
    static final long PAGE_BYTES_MAX = 2 << 20;

    private final FleetReader fleet;
    private final PostureView posture;

    public ApiDoor(FleetReader fleet, PostureView posture) {
        this.fleet = fleet;
        this.posture = posture;
    }

    public void addTo(Routes routes) {
        routes.get("/api/v1/{org}/status", Need.READ, this::status)
                .get("/api/v1/{org}/devices", Need.READ, this::devices)
                .get("/api/v1/{org}/devices/{id}", Need.READ, this::device)
                .get("/api/v1/{org}/devices/{id}/timeline", Need.READ, this::timeline)
                .get("/api/v1/{org}/entries", Need.READ, this::entries);
    }

    private Response status(Request request) {
        return Response.json(fleet.status(request.org(), ConsoleDoor.asOf(request)));
    }

    private Response devices(Request request) {
        Instant now = fleet.at(ConsoleDoor.asOf(request));
        Keyed<DeviceSummary> devices = fleet.devices(request.org(), ConsoleDoor.asOf(request));
        return Response.json(Map.of("devices", devices.showing(device -> summary(device, now))));
    }

    private Response device(Request request) {
        OrgId org = request.org();
        Optional<Instant> asOf = ConsoleDoor.asOf(request);
        DeviceSummary device = find(org, request, asOf);
        Instant now = fleet.at(asOf);
        Map<String, Object> json = summary(device, now);
        json.put(
                "facts",
                device.facts().values().stream()
                        .sorted(Comparator.comparing(Fact::key))
                        .map(fact -> Map.of(
                                "key", fact.key(),
                                "value", fact.value(),
                                "grade", fact.grade(),
                                "effectiveAt", fact.effectiveAt().toString(),
                                "entry", fact.entry()))
                        .toList());
        json.put("whyNot", WhyNot.of(device, now));
        json.put("requirements", posture.of(org, device.id(), asOf));
        return Response.json(json);
    }

    private Response timeline(Request request) {
        OrgId org = request.org();
        Optional<Instant> asOf = ConsoleDoor.asOf(request);
        DeviceSummary device = find(org, request, asOf);
        int limit = Math.min(FleetReader.TIMELINE_MAX, (int) request.query("limit", PAGE_DEFAULT, 1, PAGE_MAX));
        EntryQuery query = until(FleetReader.newest(device.id(), asOf).limit(limit), request);
        return page(request, query, fleet.entries(org, query, PAGE_BYTES_MAX));
    }

    private static EntryQuery until(EntryQuery query, Request request) {
        return request.query("until").isPresent() ? query.until(request.query("until", 0, 0, Long.MAX_VALUE)) : query;
    }

    /** What did not fit of what was asked for is a page of its own. */
    private static Response page(Request request, EntryQuery query, Entries.Found found) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("entries", found.entries().stream().map(ApiDoor::entry).toList());
        json.put("cut", found.cut());
        Response answer = Response.json(json);
        if (!found.cut()) {
            return answer;
        }
        long last = found.entries().getLast().index();
        String rest = Integer.toString(query.limit() - found.entries().size());
        return answer.next(
                request,
                query.newestFirst()
                        ? Map.of("until", Long.toString(last), "limit", rest)
                        : Map.of("from", Long.toString(last + 1), "limit", rest));
    }

    private Response entries(Request request) {
        EntryQuery query = EntryQuery.all()
                .from(request.query("from", 0, 0, Long.MAX_VALUE))
                .limit((int) request.query("limit", PAGE_DEFAULT, 1, PAGE_MAX));
        if (request.query("subject").isPresent()) {
            query = query.subject(subject(request.query("subject").get()));
        }
        if (request.query("type").isPresent()) {
            query = query.type(request.query("type").get());
        }
        if (request.query("issuer").isPresent()) {
            query = query.issuer(request.query("issuer").get());
        }
        query = within(until(query, request), request);
        return page(request, query, fleet.entries(request.org(), query, PAGE_BYTES_MAX));
    }

    /** Both times of an entry: {@code since} and {@code asOf} when it was learned, {@code trueAt} when it was true. */
    private static EntryQuery within(EntryQuery query, Request request) {
        EntryQuery within = query;
        Optional<Instant> since = request.time("since");
        Optional<Instant> asOf = ConsoleDoor.asOf(request);
        Optional<Instant> trueAt = request.time("trueAt");
        if (since.isPresent()) {
            within = within.knownSince(since.get());
        }
        if (asOf.isPresent()) {
            within = within.knownAt(asOf.get());
        }
        if (trueAt.isPresent()) {
            within = within.trueAt(trueAt.get());
        }
        return request.query("newest").filter("true"::equals).isPresent() ? within.fallingOrder() : within;
    }

    private DeviceSummary find(OrgId org, Request request, Optional<Instant> asOf) {
        return fleet.device(org, request.parameter("id"), asOf)
                .orElseThrow(() -> Problem.notFound().refuse());
    }

    private static Subject subject(String text) {
        try {
            return Subject.parse(text);
        } catch (IllegalArgumentException e) {
            throw Problem.of(400, "bad-subject", "A subject looks like device/cam-07.")
                    .refuse();
        }
    }

    private static Map<String, Object> summary(DeviceSummary device, Instant now) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", device.id());
        json.put("product", device.product());
        json.put("state", device.state());
        json.put("verdict", device.verdict());
        json.put("software", device.software());
        json.put("strength", device.strength());
        device.attestedAt().ifPresent(at -> json.put("attestedAt", at.toString()));
        json.put("trusted", device.trusted(now));
        json.put("silent", device.silent(now));
        device.silentSince(now).ifPresent(at -> json.put("silentSince", at.toString()));
        json.put("silentAfterSeconds", device.silentAfter().toSeconds());
        device.every().ifPresent(every -> json.put("expectedEverySeconds", every.toSeconds()));
        return json;
    }

    private static Map<String, Object> entry(Entry entry) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("index", entry.index());
        json.put("type", entry.type());
        json.put("subject", entry.subject().text());
        json.put("effectiveAt", entry.effectiveAt().toString());
        json.put("receivedAt", entry.receivedAt().toString());
        json.put("issuer", entry.issuer());
        entry.actor().ifPresent(actor -> json.put("actor", actor.text()));
        json.put("digest", HexFormat.of().formatHex(entry.digest()));
        json.put("body", EntryPage.bodyText(entry));
        return json;
    }
}
