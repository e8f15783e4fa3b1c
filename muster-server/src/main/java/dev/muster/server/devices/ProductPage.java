package dev.muster.server.devices;

import static dev.muster.server.web.Html.attr;
import static dev.muster.server.web.Html.el;
import static dev.muster.server.web.Html.text;

import dev.muster.core.devices.Product;
import dev.muster.core.devices.ProductId;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Tx;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import dev.muster.server.topic.Hindsight;
import dev.muster.server.web.Contributions;
import dev.muster.server.web.Frame;
import dev.muster.server.web.Html;
import dev.muster.server.web.ProductPart;
import dev.muster.server.web.Shown;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The dossier of one product: until when it is supported, how its devices stand, and what each topic knows of it.
 * {@code GET /o/{org}/products/{id}}.
 */
final class ProductPage {
    private final Hindsight registers;
    private final Contributions contributions;
    private final InstantSource clock;

    ProductPage(Hindsight registers, Contributions contributions, InstantSource clock) {
        this.registers = registers;
        this.contributions = contributions;
        this.clock = clock;
    }

    void addTo(Routes routes) {
        routes.get("/o/{org}/products/{id}", Need.READ, this::show);
    }

    /** What the register says. */
    private record Whole(Product product, Map<String, Long> states) {}

    private Response show(Request request) {
        OrgId org = request.org();
        String id = request.parameter("id");
        Frame frame = Frame.of(id, request, contributions, ProductsPage.PLACE);
        Instant now = frame.shown(clock);
        Whole whole = registers.read(org, frame.asOf(), "devices", tx -> whole(tx, org, id));
        Product product = whole.product();
        ProductPart.Seen seen = new ProductPart.Seen(frame, id, product.maker(), product.model(), now);
        return Response.html(frame.render(
                el("nav", attr("aria-label", "Path"), link(frame.to("products").toString(), "All products")),
                el("h1", text(product.name() + " "), ProductsPage.support(product, now)),
                el(
                        "dl",
                        attr("class", "about"),
                        about("Product", text(id)),
                        about("Maker", text(product.maker())),
                        about("Model", text(product.model())),
                        about("Supported", text(day(product.supportFrom()) + " until " + day(product.supportUntil()))),
                        about("Devices", devices(frame, whole))),
                Html.all(contributions.products(seen))));
    }

    private static Whole whole(Tx tx, OrgId org, String id) {
        SqlDeviceRegister register = new SqlDeviceRegister(tx, org);
        Product product = register.products().stream()
                .filter(one -> one.id().value().equals(id))
                .findFirst()
                .orElseThrow(() -> Problem.notFound().refuse());
        Map<String, Long> states = new TreeMap<>();
        register.states(new ProductId(id))
                .forEach((state, devices) ->
                        states.put(state.name().toLowerCase(Locale.ROOT).replace('_', '-'), devices));
        return new Whole(product, states);
    }

    private static Html.Node devices(Frame frame, Whole whole) {
        if (whole.states().isEmpty()) {
            return text("none yet");
        }
        return Html.each(
                List.copyOf(whole.states().entrySet()),
                state -> el(
                        "span",
                        link(
                                frame.to("")
                                        .with("q", whole.product().id().value())
                                        .with("state", state.getKey())
                                        .toString(),
                                state.getValue() + " " + state.getKey()),
                        text(" ")));
    }

    private static Html.Node link(String to, String words) {
        return el("a", attr("href", to), text(words));
    }

    private static Html.Node about(String name, Html.Node value) {
        return el("div", el("dt", name), el("dd", value));
    }

    private static String day(Instant at) {
        return Shown.exact(at).substring(0, "2026-11-21".length());
    }
}
