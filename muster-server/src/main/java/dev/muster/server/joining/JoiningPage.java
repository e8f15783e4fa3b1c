package dev.muster.server.joining;

import static dev.muster.server.web.Html.el;
import static dev.muster.server.web.Html.text;

import dev.muster.core.joining.Admission;
import dev.muster.core.joining.Anchor;
import dev.muster.core.joining.RefusalReasons;
import dev.muster.core.joining.Token;
import dev.muster.core.joining.Waiting;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.crypto.Pem;
import dev.muster.format.join.x509.CertificateReader;
import dev.muster.format.join.x509.CertificateTemplate;
import dev.muster.server.http.Need;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import dev.muster.server.joining.PageForm.Field;
import dev.muster.server.joining.RecentRefusals.Refusal;
import dev.muster.server.joining.SqlJoiningStore.Ending;
import dev.muster.server.topic.Hindsight;
import dev.muster.server.web.Contributions;
import dev.muster.server.web.Frame;
import dev.muster.server.web.Html;
import dev.muster.server.web.Shown;
import dev.muster.server.web.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Who may join, for people: devices that wait for a word, the makers' anchors with their policies, lists of devices, tokens,
 * certificates that end soon, and who was refused and why. {@code GET /o/{org}/joining}.
 */
final class JoiningPage {
    static final String PLACE = "joining";

    /** Of the topic whose registers they are. */
    private static final String NAME = "joining";

    /** A device renews when seven of its fourteen days are over: with three left, it did not. */
    private static final Duration SOON = Duration.ofDays(3);

    private final Hindsight registers;
    private final Contributions contributions;
    private final RecentRefusals refusals;
    private final InstantSource clock;

    JoiningPage(Hindsight registers, Contributions contributions, RecentRefusals refusals, InstantSource clock) {
        this.registers = registers;
        this.contributions = contributions.place(Contributions.Area.DEVICES, "Joining", PLACE);
        this.refusals = refusals;
        this.clock = clock;
    }

    void addTo(Routes console) {
        console.get("/o/{org}/joining", Need.READ, this::show);
    }

    private Response show(Request request) {
        OrgId org = request.org();
        Frame frame = Frame.of("Joining", request, contributions, PLACE);
        JoiningView view = new JoiningView(frame, frame.shown(clock));
        Optional<List<Ending>> then = view.past() ? Optional.of(endingThen(org, view)) : Optional.empty();
        return Response.html(registers.read(org, frame.asOf(), NAME, tx -> {
            SqlJoiningStore store = new SqlJoiningStore(tx, org);
            Instant now = view.now();
            return frame.render(
                    el("h1", "Joining"),
                    el("p", Html.attr("class", "outcome"), Html.attr("role", "status")),
                    IdentitiesDoor.section(tx, org, request.query("is").orElse(""), frame),
                    waiting(org, store.waiting(), view),
                    anchors(org, store.anchors(), view),
                    lists(org, view),
                    VouchersPart.of(org, store.vouchers(), view),
                    tokens(org, store.tokens(now), view),
                    ending(then.orElseGet(() -> store.ending(now, now.plus(SOON))), view),
                    refused(org, view));
        }));
    }

    /** Who is in service, another topic's registers say. */
    private List<Ending> endingThen(OrgId org, JoiningView view) {
        Instant now = view.now();
        Optional<Instant> asOf = view.frame().asOf();
        List<Ending> issued =
                registers.read(org, asOf, NAME, tx -> new SqlJoiningStore(tx, org).endingOfAny(now, now.plus(SOON)));
        return registers.read(org, asOf, "devices", tx -> {
            SqlJoiningStore store = new SqlJoiningStore(tx, org);
            return issued.stream().filter(one -> store.inService(one.device())).toList();
        });
    }

    private static Html.Node waiting(OrgId org, List<Waiting> all, JoiningView view) {
        String base = api(org) + "joining/waiting/";
        return view.section(
                "Waiting for a word",
                "Nobody waits.",
                all,
                List.of(
                        column("Device", each -> each.device().value()),
                        column("Maker", Waiting::maker),
                        column("Model", Waiting::model),
                        new Table.Column<>("Since", "", each -> Shown.time(each.since(), view.now())),
                        column("Word", each -> each.word().name().toLowerCase(java.util.Locale.ROOT))),
                new Table.Column<>("Decide", "", each -> {
                    String id = each.device().value();
                    Html.Node admit = new PageForm(
                                    "Admit",
                                    id,
                                    id + " gets its certificate when it asks again.",
                                    base + id + "/admit",
                                    List.of(PageForm.REASON))
                            .render();
                    Html.Node deny = new PageForm(
                                    "Deny", id, id + " does not join.", base + id + "/deny", List.of(PageForm.REASON))
                            .render();
                    return Html.all(List.of(admit, deny));
                }));
    }

    private static Html.Node anchors(OrgId org, List<Anchor> all, JoiningView view) {
        List<String> policies =
                Arrays.stream(Admission.values()).map(Admission::word).toList();
        Html.Node table = view.section(
                "Makers' anchors",
                "No maker is accepted: no device joins by a factory certificate.",
                all,
                List.of(
                        column("Maker", Anchor::maker),
                        column("Admits", each -> each.admission().word()),
                        new Table.Column<>(
                                "Ends",
                                "",
                                each -> Html.all(List.of(
                                        Html.text(ends(each.ends()) + " "), standing(each.standing(view.now()))))),
                        column(
                                "Certificate",
                                each -> each.certificate()
                                        .getSubjectX500Principal()
                                        .getName())),
                new Table.Column<>("Change", "", each -> anchor(org, each, policies)));
        Html.Node add = view.act(new PageForm(
                "Accept a maker",
                "new",
                "Devices with factory certificates of this maker can join, as the policy says.",
                api(org) + "anchors",
                List.of(
                        new Field.Line("maker", "Maker, as its certificates name it (O)"),
                        new Field.Lines("certificate", "Its authority's certificate (PEM)"),
                        new Field.Choice("admission", "Which of its devices", policies, "registered"))));
        return Html.all(List.of(table, add));
    }

    /** Nothing for one that is good, so that the others are seen. */
    private static Html.Node standing(String word) {
        return word.equals("good") ? Html.text("") : Shown.badge(word, word.equals("ended") ? "bad" : "fair");
    }

    private static Html.Node anchor(OrgId org, Anchor each, List<String> policies) {
        String pem = new Pem("CERTIFICATE", CertificateReader.encoded(each.certificate())).encode();
        Html.Node policy = new PageForm(
                        "Change policy",
                        each.fingerprint(),
                        "It counts for devices that have not joined yet.",
                        api(org) + "anchors",
                        List.of(
                                new Field.Given("maker", each.maker()),
                                new Field.Given("certificate", pem),
                                new Field.Choice(
                                        "admission",
                                        "Which devices",
                                        policies,
                                        each.admission().word())))
                .render();
        Html.Node remove = new PageForm(
                        "Remove",
                        each.fingerprint(),
                        "No device joins by a factory certificate of " + each.maker()
                                + " any more. Those that have joined stay.",
                        api(org) + "anchors/" + each.fingerprint() + "/remove",
                        List.of(PageForm.REASON))
                .render();
        return Html.all(List.of(policy, remove));
    }

    private static Html.Node lists(OrgId org, JoiningView view) {
        return Html.all(List.of(
                el("h2", "Lists of devices"),
                view.act(new PageForm(
                        "Register a list",
                        "import",
                        "These devices may join where an anchor admits registered ones. What is wrong with a"
                                + " line is said by muster join import.",
                        api(org) + "joining/import",
                        List.of(
                                new Field.Line("product", "Product"),
                                new Field.Lines("list", "Serial numbers, one a line (or serial,product)"))))));
    }

    private static Html.Node tokens(OrgId org, List<Token> all, JoiningView view) {
        return view.section(
                "Tokens that can still be used",
                "There is none. muster join token make DEVICE --product PRODUCT makes one and shows it once.",
                all,
                List.of(
                        column("Device", each -> each.device().value()),
                        column("Product", each -> each.product().value()),
                        column("Until", each -> Shown.exact(each.until()))),
                new Table.Column<>(
                        "Withdraw",
                        "",
                        each -> new PageForm(
                                        "Withdraw",
                                        each.digest(),
                                        "Nobody can join by this token any more.",
                                        api(org) + "joining/tokens/" + each.digest() + "/withdraw",
                                        List.of(PageForm.REASON))
                                .render()));
    }

    private static Html.Node ending(List<Ending> all, JoiningView view) {
        return view.section(
                "Certificates that end within three days",
                "Every device in service has renewed in time.",
                all,
                List.of(
                        new Table.Column<>(
                                "Device",
                                "",
                                each -> el(
                                        "a",
                                        Html.attr(
                                                "href",
                                                view.frame()
                                                        .to("devices/" + each.device())
                                                        .toString()),
                                        text(each.device()))),
                        column("Ends", each -> Shown.exact(each.ends())),
                        column(
                                "In",
                                each -> Duration.between(view.now(), each.ends())
                                                .toHours() + " hours")));
    }

    static String ends(Instant at) {
        return at.isBefore(CertificateTemplate.NO_END) ? Shown.exact(at) : "has no end";
    }

    private Html.Node refused(OrgId org, JoiningView view) {
        if (view.past()) {
            return Html.all(List.of(
                    el("h2", "Refused"),
                    el("p", "Who was refused, a server knows while it runs, and not of the past.")));
        }
        return view.section(
                "Refused",
                "Nobody was refused since this server started.",
                refusals.newest(org),
                List.of(
                        new Table.Column<>("When", "", each -> Shown.time(each.at(), view.now())),
                        column("Reason", Refusal::code),
                        column("Says it is", Refusal::claimed),
                        column("From", Refusal::source),
                        column(
                                "Meaning",
                                each -> RefusalReasons.of(each.code())
                                        .map(RefusalReasons.Reason::meaning)
                                        .orElse(each.detail())),
                        column(
                                "What helps",
                                each -> RefusalReasons.of(each.code())
                                        .map(RefusalReasons.Reason::remedy)
                                        .orElse(""))));
    }

    static <T> Table.Column<T> column(String title, java.util.function.Function<T, String> value) {
        return new Table.Column<>(title, "", each -> text(value.apply(each)));
    }

    private static String api(OrgId org) {
        return "/api/v1/" + org.value() + "/";
    }
}
