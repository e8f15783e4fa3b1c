package dev.muster.server.console;

import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.MalformedException;
import dev.muster.format.cbor.Diagnostic;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The console's pages. */
public final class ConsoleDoor {
    private final FleetReader fleet;
    private final PostureView posture;
    private final OpenPages pages;
    private final Troubles troubles;
    private final InstantSource clock;

    public ConsoleDoor(
            FleetReader fleet, PostureView posture, OpenPages pages, Troubles troubles, InstantSource clock) {
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
                .get("/o/{org}", Need.READ, r -> Response.seeOther("/o/" + org(r) + "/"))
                .get("/o/{org}/", Need.READ, this::fleet)
                .get("/o/{org}/devices/{id}", Need.READ, this::device)
                .get("/o/{org}/events", Need.READ, this::events);
    }

    private static Response home(Request request) {
        return Response.seeOther(
                "/o/" + request.caller().orgs().stream().sorted().findFirst().orElse("none") + "/");
    }

    private Response fleet(Request request) {
        Optional<Instant> asOf = asOf(request);
        FleetQuery query = FleetQuery.of(request);
        List<DeviceSummary> devices = fleet.page(org(request), query, asOf);
        FleetStatus status = fleet.status(org(request), asOf);
        Page page = new Page(FleetPage.sentence(status), org(request).value(), asOf);
        List<String> now = asOf.isPresent() ? List.of() : troubles.of(org(request));
        return Response.html(FleetPage.render(page, status, now, query, devices, asOf.orElseGet(clock::instant)));
    }

    private Response device(Request request) {
        Optional<Instant> asOf = asOf(request);
        OrgId org = org(request);
        DeviceSummary device = fleet.device(org, request.parameter("id"), asOf)
                .orElseThrow(() -> Problem.notFound().refuse());
        List<DevicePage.TimelineLine> timeline = fleet.timeline(org, device.id(), asOf).stream()
                .map(entry -> new DevicePage.TimelineLine(entry, bodyText(entry)))
                .toList();
        Page page = new Page(device.id(), org.value(), asOf);
        return Response.html(DevicePage.render(
                page,
                device,
                fleet.orders(org, device.id(), asOf),
                timeline,
                posture.of(org, device.id(), asOf),
                asOf.orElseGet(clock::instant)));
    }

    private Response events(Request request) {
        OrgId org = org(request);
        return Response.events(stream -> pages.tell(org, stream));
    }

    /** The event in CBOR diagnostic notation (RFC 8949 §8). */
    static String bodyText(Entry entry) {
        if (entry.body().isEmpty()) {
            return "erased; the digest remains";
        }
        try {
            return Diagnostic.print(entry.body().get());
        } catch (MalformedException e) {
            return "not readable: " + e.getMessage();
        }
    }

    /** @throws Refused 400 when it is there and not an RFC 3339 time */
    static Optional<Instant> asOf(Request request) {
        return request.time("asOf");
    }

    static OrgId org(Request request) {
        return new OrgId(request.parameter("org"));
    }
}
