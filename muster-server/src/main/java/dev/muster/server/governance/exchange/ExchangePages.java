package dev.muster.server.governance.exchange;

import static dev.muster.server.web.Html.attr;
import static dev.muster.server.web.Html.el;
import static dev.muster.server.web.Html.text;

import dev.muster.core.governance.Instance;
import dev.muster.core.governance.exchange.ExchangeEvent;
import dev.muster.core.governance.exchange.ExchangeStore;
import dev.muster.core.governance.exchange.GapTable;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sql.Tx;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import dev.muster.server.topic.Hindsight;
import dev.muster.server.web.Address;
import dev.muster.server.web.Contributions;
import dev.muster.server.web.Frame;
import dev.muster.server.web.Html;
import dev.muster.server.web.Shown;
import dev.muster.server.web.Table;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What we give and what we got, for people.
 *
 * <pre>
 * GET /o/{org}/exchange                      papers of makers, ours for customers, and who is known
 * GET /o/{org}/exchange/gaps/{acquisition}   what is wanted beside what is offered, {@code ?maker=}
 * </pre>
 */
final class ExchangePages {
    private static final String PLACE = "exchange";

    private final Hindsight registers;
    private final Ledger ledger;
    private final ExchangeKeys keys;
    private final Contributions contributions;
    private final InstantSource clock;

    ExchangePages(
            Hindsight registers, Ledger ledger, ExchangeKeys keys, Contributions contributions, InstantSource clock) {
        this.registers = registers;
        this.ledger = ledger;
        this.keys = keys;
        this.contributions = contributions.place(Contributions.Area.GOVERNANCE, "Exchange", PLACE);
        this.clock = clock;
    }

    void addTo(Routes routes) {
        routes.get("/o/{org}/exchange", Need.READ, this::exchange)
                .get("/o/{org}/exchange/gaps/{acquisition}", Need.READ, this::gaps);
    }

    private Frame frame(String title, Request request) {
        return Frame.of(title, request, contributions, PLACE);
    }

    private <T> T at(Request request, Function<Tx, T> question) {
        return registers.read(request.org(), request.time("asOf"), "governance", question);
    }

    private static String sentence(int papers, long gone) {
        return switch (papers) {
            case 0 -> "No paper of a maker yet";
            case 1 -> "1 paper of a maker" + (gone == 0 ? "" : ", withdrawn");
            default -> papers + " papers of makers, " + (gone == 0 ? "none" : gone) + " withdrawn";
        };
    }

    private Response exchange(Request request) {
        OrgId org = request.org();
        Instant now = request.time("asOf").orElseGet(clock::instant);
        return Response.html(this.<String>at(request, tx -> {
            SqlExchange store = new SqlExchange(tx, org);
            List<ExchangeStore.Received> received = store.received("");
            long gone = received.stream()
                    .filter(paper -> !paper.withdrawn().isEmpty())
                    .count();
            Frame frame = frame("Exchange", request);
            return frame.render(
                    el("h1", sentence(received.size(), gone)),
                    papers(frame, received, now),
                    published(frame, store.published()),
                    customers(store.customers(), now),
                    makers(store.makers()),
                    el(
                            "section",
                            el("h2", "Our key"),
                            el("p", "Others know us by the thumbprint "),
                            el("code", HexFormat.of().formatHex(keys.thumbprint(org)))));
        }));
    }

    private static Html.Node papers(Frame frame, List<ExchangeStore.Received> papers, Instant now) {
        return Table.whole(
                "From makers",
                List.of("Paper", "About", "Maker", "Since", "Stands"),
                papers.stream()
                        .map(paper -> List.of(
                                el(
                                        "a",
                                        attr(
                                                "href",
                                                frame.to("governance/document/" + Address.segment(paper.record()))
                                                        .toString()),
                                        text(paper.paper().title() + " "
                                                + paper.paper().version())),
                                text(paper.paper().topic()
                                        + (paper.paper().product().isEmpty()
                                                ? ""
                                                : ", " + paper.paper().product())),
                                text(paper.maker()),
                                Shown.time(paper.at(), now),
                                Shown.badge(paper.withdrawn().isEmpty() ? "current" : "withdrawn")))
                        .toList());
    }

    private static Html.Node published(Frame frame, List<ExchangeStore.Published> papers) {
        return Table.whole(
                "For our customers",
                List.of("Document", "About", "Product", "Stands"),
                papers.stream()
                        .map(paper -> List.of(
                                el(
                                        "a",
                                        attr(
                                                "href",
                                                frame.to("governance/document/"
                                                                + Address.segment(paper.document()
                                                                        .id()))
                                                        .toString()),
                                        text(paper.document()
                                                .fields()
                                                .getOrDefault(
                                                        "title",
                                                        paper.document().id()))),
                                text(paper.document().fields().getOrDefault("topic", "")),
                                text(paper.document().fields().getOrDefault("product", "all")),
                                Shown.badge(paper.document().state())))
                        .toList());
    }

    private static Html.Node customers(List<ExchangeStore.Customer> customers, Instant now) {
        return Table.whole(
                "Customers",
                List.of("Customer", "Products", "Until"),
                customers.stream()
                        .map(customer -> List.<Html.Node>of(
                                text(customer.name()),
                                text(String.join(", ", customer.products())),
                                Shown.time(customer.until(), now)))
                        .toList());
    }

    private static Html.Node makers(List<ExchangeStore.Maker> makers) {
        return Table.whole(
                "Makers",
                List.of("Maker", "Asked at"),
                makers.stream()
                        .map(maker -> List.<Html.Node>of(text(maker.id()), text(maker.url())))
                        .toList());
    }

    private Response gaps(Request request) {
        OrgId org = request.org();
        String id = request.parameter("acquisition");
        return Response.html(GapDoor.read(() -> this.<String>at(request, tx -> {
            SqlExchange store = new SqlExchange(tx, org);
            Instance acquisition = store.find("acquisition", id)
                    .orElseThrow(() -> Problem.notFound().refuse());
            List<GapTable.Line> lines =
                    new Gaps(store).of(acquisition, request.query("maker").orElse(""));
            long open = lines.stream().filter(line -> !line.met()).count();
            return frame("What is missing", request)
                    .render(
                            el("h1", open == 0 ? "Nothing is missing" : open + " of " + lines.size() + " are missing"),
                            lines(
                                    "Acquisition " + id
                                            + request.time("asOf")
                                                    .map(_ -> ", as it was then")
                                                    .orElse(", as it is now"),
                                    lines),
                            kept(org, store.compared(id)));
        })));
    }

    /** What was found when the offers were compared, which is what was decided on. */
    private Html.Node kept(OrgId org, Optional<Long> entry) {
        return Html.each(
                GapDoor.kept(ledger, org, entry)
                        .map(ExchangeEvent.GapsCompared::offers)
                        .orElse(List.of()),
                offer -> lines(
                        "Offer of " + offer.maker() + ", kept with entry " + entry.orElse(0L) + ": "
                                + (offer.open() == 0 ? "nothing missing" : offer.open() + " missing"),
                        offer.lines()));
    }

    private static Html.Node lines(String title, List<GapTable.Line> lines) {
        return Table.whole(
                title,
                List.of("Wanted", "Level or time", "Offered", "Met", "The maker's words"),
                lines.stream()
                        .map(line -> List.<Html.Node>of(
                                text(line.name()),
                                text(line.wanted()),
                                text(line.offered().isEmpty() ? "not spoken of" : line.offered()),
                                Shown.badge(line.met() ? "met" : "gap", line.met() ? "good" : "bad"),
                                text(line.note())))
                        .toList());
    }
}
