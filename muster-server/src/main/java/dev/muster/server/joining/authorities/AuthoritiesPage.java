package dev.muster.server.joining.authorities;

import static dev.muster.server.web.Html.attr;
import static dev.muster.server.web.Html.el;
import static dev.muster.server.web.Html.text;

import dev.muster.core.joining.authorities.Authority;
import dev.muster.core.joining.authorities.Lifetimes;
import dev.muster.core.joining.authorities.Migration;
import dev.muster.core.joining.authorities.Proposal;
import dev.muster.core.joining.authorities.Standing;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.join.x509.KeyType;
import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Need;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import dev.muster.server.joining.PageForm;
import dev.muster.server.joining.PageForm.Field;
import dev.muster.server.web.Address;
import dev.muster.server.web.Contributions;
import dev.muster.server.web.Frame;
import dev.muster.server.web.Html;
import dev.muster.server.web.Rows;
import dev.muster.server.web.Shown;
import dev.muster.server.web.Table;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The organisation's authorities with their keys and ends, what roots said of one another, and the steps from one
 * generation to the next. {@code GET /o/{org}/authorities}.
 */
public final class AuthoritiesPage {
    private static final String PLACE = "authorities";
    /** As many as a person goes after; the interface lists more. */
    private static final int LEFT_SHOWN = 50;

    private static final int NAME_CHARS = 16;

    private final Database database;
    private final Contributions contributions;
    private final boolean twoPeople;
    private final InstantSource clock;

    public AuthoritiesPage(Database database, Contributions contributions, boolean twoPeople, InstantSource clock) {
        this.database = database;
        this.contributions = contributions.place(Contributions.Area.TRUST, "Authorities", PLACE);
        this.twoPeople = twoPeople;
        this.clock = clock;
    }

    public void addTo(Routes console) {
        console.get("/o/{org}/authorities", Need.READ, this::show);
    }

    private record Row(Authority authority, long live) {}

    private Response show(Request request) {
        OrgId org = request.org();
        Instant now = clock.instant();
        Frame frame = Frame.now("Authorities", request, contributions, PLACE);
        return Response.html(database.read(tx -> {
            SqlAuthorityStore store = new SqlAuthorityStore(tx, org);
            List<Row> rows = store.authorities().stream()
                    .map(each -> new Row(each, store.live(each.fingerprint(), now)))
                    .toList();
            return frame.render(
                    el("h1", "Authorities"),
                    el("p", attr("class", "outcome"), attr("role", "status")),
                    store.proposal().map(each -> proposed(org, each)).orElse(Html.Node.NOTHING),
                    migration(org, store, now),
                    table(org, rows, now),
                    crosses(store.crosses()),
                    steps(org, rows));
        }));
    }

    /** Where the organisation is on its way, and who is left. */
    private static Html.Node migration(OrgId org, SqlAuthorityStore store, Instant now) {
        Migration at = Migration.of(store, store.paused(), now);
        List<Html.Node> parts = new ArrayList<>(List.of(
                el("h2", "The way to the next generation"),
                el(
                        "p",
                        Shown.badge(at.stage().word()),
                        text(
                                at.stage() == Migration.Stage.SETTLED
                                        ? " Keys of " + at.to() + "."
                                        : " From " + at.from() + " to " + at.to() + ", since " + Shown.exact(at.since())
                                                + ": " + at.moved() + " devices are through, " + at.left()
                                                + " are left."))));
        at.notes(now).forEach(note -> parts.add(el("p", note)));
        if (at.stage() == Migration.Stage.MOVING) {
            parts.add(el(
                    "ul",
                    Html.each(
                            store.left(now).stream().limit(LEFT_SHOWN).toList(),
                            each -> el(
                                    "li",
                                    el(
                                            "a",
                                            attr("href", "/o/" + org.value() + "/devices/" + each.device()),
                                            text(each.device())),
                                    text(", until " + Shown.exact(each.until()))))));
        }
        if (at.stage() != Migration.Stage.SETTLED) {
            parts.add(new PageForm(
                            at.paused() ? "Go on" : "Pause",
                            "renewals",
                            at.paused()
                                    ? "Devices are asked again to renew one by one."
                                    : "No device is asked to renew for now; nothing else changes.",
                            base(org) + (at.paused() ? "go-on" : "pause"),
                            List.of(PageForm.REASON))
                    .render());
        }
        return Html.all(parts);
    }

    private static Html.Node table(OrgId org, List<Row> all, Instant now) {
        List<Table.Column<Row>> columns = List.of(
                column("Authority", row -> row.authority().role().word()),
                new Table.Column<>(
                        "Stands",
                        "",
                        row -> Shown.badge(row.authority().standing().word())),
                column(
                        "Key",
                        row -> KeyType.of(row.authority().certificate().getPublicKey())
                                .map(KeyType::word)
                                .orElse("other")),
                new Table.Column<>(
                        "Ends",
                        "",
                        row -> row.authority().ends().isBefore(now.plus(Lifetimes.WARNED_BEFORE))
                                ? Shown.badge(Shown.exact(row.authority().ends()), "bad")
                                : text(Shown.exact(row.authority().ends()))),
                column("Devices with its certificate", row -> Long.toString(row.live())),
                column(
                        "Certified by",
                        row -> row.authority().issuer().equals(row.authority().fingerprint())
                                ? "itself"
                                : shortened(row.authority().issuer())),
                column("Fingerprint", row -> shortened(row.authority().fingerprint())),
                new Table.Column<>("Retire", "", row -> retire(org, row)));
        Rows.Wanted wanted = new Rows.Wanted("", false, 0, Math.max(Table.ROWS, all.size()));
        Rows<Row> rows = Rows.of(all, _ -> true, Map.of());
        return new Table<>("Authorities, the newest first", columns)
                .render(Address.of("/o/" + org.value() + "/" + PLACE), wanted, rows.of(wanted));
    }

    private static Html.Node retire(OrgId org, Row row) {
        return row.authority().standing() != Standing.PREVIOUS
                ? Html.Node.NOTHING
                : new PageForm(
                                "Retire",
                                row.authority().fingerprint(),
                                row.live() == 0
                                        ? "No device has a certificate of it; its certificates are accepted no longer."
                                        : row.live()
                                                + " devices still have certificates of it, and the server refuses.",
                                base(org) + "retire",
                                List.of(
                                        new Field.Given(
                                                "fingerprint", row.authority().fingerprint()),
                                        PageForm.REASON))
                        .render();
    }

    private static Html.Node crosses(List<SqlAuthorityStore.Cross> all) {
        if (all.isEmpty()) {
            return el("p", "No root has signed for another one: there was no change of roots.");
        }
        return Html.all(List.of(
                el("h2", "Crossed roots"),
                el("p", "Who trusts the first comes to trust the second by this."),
                el(
                        "ul",
                        Html.each(
                                all,
                                cross -> el(
                                        "li",
                                        shortened(cross.issuer()) + " signed for " + shortened(cross.of())
                                                + ", until "
                                                + Shown.exact(cross.certificate()
                                                        .getNotAfter()
                                                        .toInstant()))))));
    }

    private static Html.Node proposed(OrgId org, Proposal each) {
        return Html.all(List.of(
                el("h2", "Waits for a second person"),
                el(
                        "p",
                        each.by() + " proposed to " + each.step().word() + " " + each.argument() + ": "
                                + each.reason()),
                new PageForm(
                                "Approve",
                                each.id(),
                                "The step is taken. Whoever proposed it cannot approve it.",
                                base(org) + "approve",
                                List.of(PageForm.REASON))
                        .render(),
                new PageForm(
                                "Turn down",
                                each.id(),
                                "Nothing is done.",
                                base(org) + "withdraw",
                                List.of(PageForm.REASON))
                        .render()));
    }

    private Html.Node steps(OrgId org, List<Row> rows) {
        boolean announced = rows.stream().anyMatch(row -> row.authority().standing() == Standing.NEXT);
        List<Html.Node> steps = new ArrayList<>(List.of(el("h2", "Next generation")));
        if (twoPeople) {
            steps.add(el("p", "Each step needs two people."));
        }
        steps.add(
                announced
                        ? new PageForm(
                                        "Put in force",
                                        "next",
                                        "The announced generation issues from now on; devices are asked to renew one"
                                                + " by one.",
                                        base(org) + "activate",
                                        List.of(PageForm.REASON))
                                .render()
                        : new PageForm(
                                        "Announce",
                                        "device",
                                        "Another device authority is made under the same root, and devices learn of"
                                                + " it. A new root is announced by muster ca announce --root. Clients over"
                                                + " OpenSSL 3.0 cannot use a certificate that is signed with ML-DSA.",
                                        base(org) + "announce",
                                        List.of(
                                                new Field.Choice(
                                                        "key",
                                                        "Kind of its key",
                                                        List.of("P-256", "P-384", "ML-DSA-44", "ML-DSA-65"),
                                                        "P-256"),
                                                PageForm.REASON))
                                .render());
        return Html.all(steps);
    }

    private static Table.Column<Row> column(String title, java.util.function.Function<Row, String> value) {
        return new Table.Column<>(title, "", row -> text(value.apply(row)));
    }

    private static String shortened(String fingerprint) {
        return fingerprint.length() <= NAME_CHARS ? fingerprint : fingerprint.substring(0, NAME_CHARS);
    }

    private static String base(OrgId org) {
        return "/api/v1/" + org.value() + "/authorities/";
    }
}
