package dev.muster.server.attestation;

import static dev.muster.server.web.Html.attr;
import static dev.muster.server.web.Html.el;
import static dev.muster.server.web.Html.text;

import dev.muster.core.attestation.LifeChange;
import dev.muster.core.attestation.ReferenceSet;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import dev.muster.server.web.Act;
import dev.muster.server.web.Address;
import dev.muster.server.web.Contributions;
import dev.muster.server.web.Frame;
import dev.muster.server.web.Html;
import dev.muster.server.web.Rows;
import dev.muster.server.web.Shown;
import dev.muster.server.web.Table;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Attestation for people: the last verdict of every device, what decided it, and the reference values with how they live.
 * {@code GET /o/{org}/attestation} and, for one manifest with what can be done about it, {@code …/attestation/{digest}}.
 */
final class AttestationPage {
    static final String PLACE = "attestation";

    private final Database database;
    private final ReferenceSets sets;
    private final AttestationQueries queries;
    private final Contributions contributions;
    private final InstantSource clock;

    AttestationPage(Database database, ReferenceSets sets, Contributions contributions, InstantSource clock) {
        this.database = database;
        this.sets = sets;
        this.queries = new AttestationQueries(database);
        this.contributions = contributions.place(Contributions.Area.DEVICES, "Attestation", PLACE);
        this.clock = clock;
    }

    void addTo(Routes console) {
        console.get("/o/{org}/attestation", Need.READ, this::show)
                .get("/o/{org}/attestation/{digest}", Need.READ, this::manifest);
    }

    private Frame frame(Request request, String title) {
        return Frame.now(title, request, contributions, PLACE);
    }

    private Response show(Request request) {
        OrgId org = request.org();
        Instant now = clock.instant();
        Map<String, Long> counts = queries.counts(org);
        List<AttestationQueries.Manifest> manifests = queries.manifests(org).reversed();
        ReferenceSet set = database.read(tx -> sets.current(tx, org));
        Rows.Wanted wanted = Table.wanted(request);
        Address here = Address.of("/o/" + org.value() + "/" + PLACE);
        return Response.html(frame(request, "Attestation")
                .render(
                        el("h1", counted(counts)),
                        counts.isEmpty()
                                ? el("p", "A device shows some when it is asked: muster device check DEVICE.")
                                : verdicts(org, now)
                                        .render(here, wanted, queries.rows(org).of(wanted)),
                        el("h2", "Reference values"),
                        manifests.isEmpty()
                                ? el("p", "No maker has said yet how its devices should be: muster ref add.")
                                : references(org, set, manifests)));
    }

    private static String counted(Map<String, Long> each) {
        return each.isEmpty()
                ? "No device has shown evidence yet"
                : each.values().stream().mapToLong(Long::longValue).sum() + " devices with evidence: "
                        + each.entrySet().stream()
                                .map(one -> one.getValue() + " " + one.getKey())
                                .collect(Collectors.joining(", "));
    }

    private static Table<AttestationQueries.Latest> verdicts(OrgId org, Instant now) {
        return new Table<>(
                "Last verdicts",
                List.of(
                        new Table.Column<>(
                                "Device",
                                "device",
                                each -> el(
                                        "a",
                                        attr(
                                                "href",
                                                "/o/" + org.value() + "/devices/" + Address.segment(each.device())),
                                        text(each.device()))),
                        new Table.Column<>("Verdict", "", each -> Shown.badge(each.status())),
                        new Table.Column<>("Decided by", "", each -> text(each.reason())),
                        new Table.Column<>(
                                "Agrees with",
                                "",
                                each -> text(each.matchedVersion().isEmpty() ? "nothing" : each.matchedVersion())),
                        new Table.Column<>("Says it runs", "", each -> text(each.claimedVersion())),
                        new Table.Column<>("Proof", "", each -> text(each.strength())),
                        new Table.Column<>("When", "at", each -> Shown.time(each.appraisedAt(), now))));
    }

    private static Html.Node references(OrgId org, ReferenceSet set, List<AttestationQueries.Manifest> manifests) {
        Map<String, ReferenceSet.Document> documents = set.documents().stream()
                .collect(Collectors.toMap(ReferenceSet.Document::digest, one -> one, (first, second) -> first));
        Table<AttestationQueries.Manifest> table = new Table<>(
                "As makers signed them, the newest first",
                List.of(
                        new Table.Column<>(
                                "Manifest",
                                "",
                                each -> el(
                                        "a",
                                        attr("href", "/o/" + org.value() + "/" + PLACE + "/" + each.digest()),
                                        text(each.corimId()))),
                        new Table.Column<>("Maker", "", each -> text(each.maker())),
                        new Table.Column<>(
                                "Versions",
                                "",
                                each -> text(each.releases().stream()
                                        .map(release -> (release.model() + " " + release.version()).strip())
                                        .distinct()
                                        .collect(Collectors.joining(", ")))),
                        new Table.Column<>(
                                "Life",
                                "",
                                each -> text(Optional.ofNullable(documents.get(each.digest())).stream()
                                        .flatMap(document -> LifeDoor.of(set, document).stream())
                                        .map(AttestationPage::told)
                                        .distinct()
                                        .collect(Collectors.joining("; ")))),
                        new Table.Column<>("Since", "", each -> text(Shown.exact(each.addedAt())))));
        Rows.Wanted all = new Rows.Wanted("", false, 0, Math.max(Table.ROWS, manifests.size()));
        Rows<AttestationQueries.Manifest> rows = Rows.of(manifests, _ -> true, Map.of());
        return table.render(Address.of("/o/" + org.value() + "/" + PLACE), all, rows.of(all));
    }

    /** How a tag lives, in words. */
    private static String told(LifeChange tag) {
        String until =
                tag.life().until().map(end -> " until " + Shown.exact(end)).orElse("");
        String next = tag.life().successor().isEmpty()
                ? ""
                : ", followed by " + tag.life().successor();
        String why = tag.life().cause().isEmpty() ? "" : " (" + tag.life().cause() + ")";
        return tag.life().state().word() + until + next + why;
    }

    private Response manifest(Request request) {
        OrgId org = request.org();
        String digest = request.parameter("digest");
        ReferenceSet set = database.read(tx -> sets.current(tx, org));
        ReferenceSet.Document document = set.documents().stream()
                .filter(one -> one.digest().equals(digest))
                .findFirst()
                .orElseThrow(() -> Problem.notFound().refuse());
        String api = "/api/v1/" + org.value() + "/references/" + digest + "/";
        String id = document.corim().id().toString();
        return Response.html(frame(request, id)
                .render(
                        el("h1", id),
                        el("p", "Signed by " + document.maker() + ", SHA-256 " + digest + "."),
                        el("p", attr("class", "outcome"), attr("role", "status")),
                        el("h2", "How its tags live"),
                        el("ul", Html.each(LifeDoor.of(set, document), tag -> el("li", tag.tag() + ": " + told(tag)))),
                        new Act(
                                        "Activate",
                                        "Its reference values count from now on, whatever was said of them before.",
                                        api + "activate")
                                .render(),
                        new Act(
                                        "Revoke",
                                        "Every device that agrees with it is contraindicated from now on, and may be"
                                                + " quarantined.",
                                        api + "revoke")
                                .render()));
    }
}
