package dev.muster.server.console;

import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.OrgId;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import dev.muster.server.web.Contributions;
import dev.muster.server.web.Frame;
import dev.muster.server.web.Html;
import dev.muster.server.web.Rows;
import dev.muster.server.web.Table;
import dev.muster.server.web.Told;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The console's pages. */
public final class ConsoleDoor {
    private final FleetReader fleet;
    private final PostureView posture;
    private final OpenPages pages;
    private final Troubles troubles;
    private final Contributions contributions;
    private final InstantSource clock;

    public ConsoleDoor(
            FleetReader fleet,
            PostureView posture,
            OpenPages pages,
            Troubles troubles,
            Contributions contributions,
            InstantSource clock) {
        this.contributions = contributions;
        this.troubles = troubles;
        this.fleet = fleet;
        this.posture = posture;
        this.pages = pages;
        this.clock = clock;
    }

    public void addTo(Routes routes) {
        routes.get("/", Need.SIGNED_IN, ConsoleDoor::home)
                .get(
                        "/sign-in",
                        Need.NOTHING,
                        r -> Response.html(SignInPage.ask(r.query("failed").orElse(""))))
                .get("/sign-in/{secret}", Need.NOTHING, r -> Response.html(SignInPage.confirm(r.parameter("secret"))))
                .get("/assets/{name}", Need.NOTHING, Assets::serve)
                .get("/o/{org}", Need.READ, r -> Response.seeOther("/o/" + r.org() + "/"))
                .get("/o/{org}/", Need.READ, this::fleet)
                .get("/o/{org}/devices/{id}", Need.READ, this::device)
                .get("/o/{org}/entries/{index}", Need.READ, this::entry)
                .get("/o/{org}/events", Need.READ, this::events);
    }

    private static Response home(Request request) {
        return Response.seeOther(
                "/o/" + request.caller().orgs().stream().sorted().findFirst().orElse("none") + "/");
    }

    private Response fleet(Request request) {
        Optional<Instant> asOf = asOf(request);
        // Of a past time everybody is read from the facts, so once for all that the page shows.
        Optional<List<DeviceSummary>> then = asOf.map(_ -> FleetReader.all(fleet.devices(request.org(), asOf)));
        Instant at = fleet.at(asOf);
        FleetStatus status =
                then.map(devices -> FleetStatus.of(devices, at)).orElseGet(() -> fleet.status(request.org(), asOf));
        FleetPage.Filter filter = FleetPage.Filter.of(request);
        Rows.Wanted wanted = Table.wanted(request);
        Rows.Slice<DeviceSummary> slice = then.map(
                        devices -> FleetPage.rows(devices, filter, at).of(wanted))
                .orElseGet(() -> fleet.page(request.org(), filter, wanted));
        Frame frame = frame(FleetPage.sentence(status), request);
        List<String> now = asOf.isPresent() ? List.of() : troubles.of(request.org());
        Html.Node charts = fleet.charts(request, then, at, status, filter.address(frame));
        return Response.html(FleetPage.render(frame, now, status, charts, filter, wanted, slice, at));
    }

    private Response device(Request request) {
        Optional<Instant> asOf = asOf(request);
        OrgId org = request.org();
        DeviceSummary device = fleet.device(org, request.parameter("id"), asOf)
                .orElseThrow(() -> Problem.notFound().refuse());
        List<Told> newest = told(fleet.timeline(org, device.id(), asOf));
        return Response.html(new DevicePage(
                        frame(device.id(), request),
                        device,
                        fleet.orders(org, device.id(), asOf),
                        newest,
                        timeline(request, org, device.id(), newest),
                        Moments.of(newest, fleet::facts, device),
                        posture.of(org, device.id(), asOf),
                        contributions,
                        asOf.orElseGet(clock::instant))
                .render());
    }

    private Timeline timeline(Request request, OrgId org, String device, List<Told> newest) {
        if (request.query("before").isEmpty()) {
            return Timeline.of(newest, OptionalLong.empty());
        }
        long before = request.query("before", 0, 0, Long.MAX_VALUE);
        return Timeline.of(told(fleet.before(org, device, asOf(request), before)), OptionalLong.of(before));
    }

    private List<Told> told(List<Entry> entries) {
        return entries.stream()
                .map(entry -> new Told(entry, fleet.event(entry)))
                .toList();
    }

    private Response entry(Request request) {
        Entry entry = index(request.parameter("index"))
                .flatMap(index -> fleet.entry(request.org(), index))
                .orElseThrow(() -> Problem.notFound().refuse());
        Told told = new Told(entry, fleet.event(entry));
        return Response.html(new EntryPage(
                        frame("Entry " + entry.index(), request),
                        told,
                        fleet.facts(told),
                        contributions,
                        clock.instant())
                .render());
    }

    private static Optional<Long> index(String text) {
        return text.matches("[0-9]{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    private Frame frame(String title, Request request) {
        return new Frame(title, request.org().value(), asOf(request), contributions.places(), "");
    }

    private Response events(Request request) {
        OrgId org = request.org();
        return Response.events(stream -> pages.tell(org, stream));
    }

    /** @throws Refused 400 when it is there and not an RFC 3339 time */
    static Optional<Instant> asOf(Request request) {
        return request.time("asOf");
    }
}
