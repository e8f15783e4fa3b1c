package dev.muster.server.assurance;

import static dev.muster.server.web.Html.attr;
import static dev.muster.server.web.Html.el;

import dev.muster.core.assurance.Catalogue;
import dev.muster.core.assurance.Derivation;
import dev.muster.core.assurance.FleetPosture;
import dev.muster.core.assurance.Overlay;
import dev.muster.core.assurance.Requirement;
import dev.muster.core.assurance.Source;
import dev.muster.core.assurance.Verdict;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import dev.muster.server.web.Address;
import dev.muster.server.web.Contributions;
import dev.muster.server.web.Frame;
import dev.muster.server.web.Rows;
import dev.muster.server.web.Table;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** From a framework to its requirements, from a requirement to its devices, from a device to the entries: as pages. */
public final class CompliancePages {
    private static final String PLACE = "compliance";

    private final Database database;
    private final Postures postures;
    private final Contributions contributions;
    private final InstantSource clock;
    private final List<Overlay> overlays;

    public CompliancePages(Database database, Postures postures, Contributions contributions, InstantSource clock) {
        this.database = database;
        this.postures = postures;
        this.contributions = contributions.place(Contributions.Area.COMPLIANCE, "Compliance", PLACE);
        this.clock = clock;
        this.overlays = Overlay.shipped(postures.assessor().catalogue());
    }

    public void addTo(Routes routes) {
        routes.get("/o/{org}/compliance", Need.READ, this::sources)
                .get("/o/{org}/compliance/{source}", Need.READ, this::source)
                .get("/o/{org}/compliance/{source}/{id}", Need.READ, this::requirement);
    }

    private Response sources(Request request) {
        Optional<Instant> asOf = PostureDoor.asOf(request);
        FleetPosture fleet = postures.fleet(org(request), asOf);
        AssuranceCharts charts = charts(request, fleet);
        Address here = Address.of("/o/" + org(request) + "/" + PLACE).with("asOf", at(asOf));
        return Response.html(new SourcesPage(
                        frame("Compliance", request),
                        el("div", attr("class", "charts"), charts.failing(Optional.empty(), here), charts.grades()),
                        fleet,
                        catalogue(),
                        postures.waivers(org(request), asOf),
                        new FrameworksPart(frame("Compliance", request), fleet, catalogue(), overlays).render())
                .render());
    }

    private Response source(Request request) {
        Source source = catalogue().sources().stream()
                .filter(one -> one.id().equals(request.parameter("source")))
                .findFirst()
                .orElseThrow(() -> Problem.notFound().refuse());
        FleetPosture fleet = postures.fleet(org(request), PostureDoor.asOf(request));
        return Response.html(new SourcePage(frame(source.id(), request), source, catalogue(), fleet)
                .render(
                        here -> charts(request, fleet).failing(Optional.of(source.id()), here),
                        request.query("q").orElse("").strip(),
                        kind(request.query("verdict").orElse("")),
                        Table.wanted(request)));
    }

    private Response requirement(Request request) {
        OrgId org = org(request);
        Optional<Instant> asOf = PostureDoor.asOf(request);
        Requirement row =
                PostureDoor.requirement(catalogue(), request.parameter("source") + "/" + request.parameter("id"));
        FleetPosture fleet = postures.fleet(org, asOf);
        var verdict = fleet.verdicts().get(row.id());
        if (verdict == null) {
            throw Problem.notFound().refuse();
        }
        Optional<Subject> device = request.query("device").map(Subject::device).or(verdict::example);
        Optional<Derivation> why = device.flatMap(one -> postures.why(org, one.id(), row, asOf));
        Verdict.Kind kind = kind(request.query("verdict").orElse("")).orElse(verdict.kind());
        Rows.Wanted wanted = Table.wanted(request);
        return Response.html(new RequirementPage(
                        frame(row.id().text(), request),
                        row,
                        verdict,
                        why,
                        now(asOf),
                        new Crosswalk(frame(row.id().text(), request), catalogue(), overlays).of(row))
                .render(kind, wanted, postures.standing(org, row.id(), kind, asOf, wanted)));
    }

    /** Empty for all; what nobody can mean is all as well, because it came from a link. */
    private static Optional<Verdict.Kind> kind(String words) {
        for (Verdict.Kind kind : Verdict.Kind.values()) {
            if (kind.words().equals(words)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    private Catalogue catalogue() {
        return postures.assessor().catalogue();
    }

    private Instant now(Optional<Instant> asOf) {
        return asOf.orElseGet(clock::instant);
    }

    private Frame frame(String title, Request request) {
        return new Frame(title, org(request).value(), PostureDoor.asOf(request), contributions.places(), PLACE);
    }

    private AssuranceCharts charts(Request request, FleetPosture fleet) {
        Optional<Instant> asOf = PostureDoor.asOf(request);
        return new AssuranceCharts(database, fleet, request, asOf, now(asOf));
    }

    private static String at(Optional<Instant> asOf) {
        return asOf.map(Instant::toString).orElse("");
    }

    private static OrgId org(Request request) {
        return request.org();
    }
}
