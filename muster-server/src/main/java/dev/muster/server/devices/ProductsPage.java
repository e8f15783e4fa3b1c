package dev.muster.server.devices;

import static dev.muster.server.web.Html.attr;
import static dev.muster.server.web.Html.el;
import static dev.muster.server.web.Html.text;

import dev.muster.core.devices.Product;
import dev.muster.core.ledger.OrgId;
import dev.muster.server.http.Need;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import dev.muster.server.topic.Hindsight;
import dev.muster.server.web.Address;
import dev.muster.server.web.Contributions;
import dev.muster.server.web.Frame;
import dev.muster.server.web.Html;
import dev.muster.server.web.Rows;
import dev.muster.server.web.Shown;
import dev.muster.server.web.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The products, and until when each is supported: those whose support ends first come first. */
final class ProductsPage {
    static final String PLACE = "products";

    /** Time enough to tell customers and to plan what comes after. */
    private static final Duration SOON = Duration.ofDays(365);

    private final Hindsight registers;
    private final Contributions contributions;
    private final InstantSource clock;

    ProductsPage(Hindsight registers, Contributions contributions, InstantSource clock) {
        this.registers = registers;
        this.contributions = contributions.place(Contributions.Area.PRODUCTS, "Products", PLACE);
        this.clock = clock;
    }

    void addTo(Routes routes) {
        routes.get("/o/{org}/products", Need.READ, this::show);
        new ProductPage(registers, contributions, clock).addTo(routes);
    }

    private Response show(Request request) {
        OrgId org = request.org();
        Frame frame = Frame.of("Products", request, contributions, PLACE);
        Instant now = frame.shown(clock);
        List<Product> products =
                registers.read(org, frame.asOf(), "devices", tx -> new SqlDeviceRegister(tx, org).products());
        Rows<Product> rows = Rows.of(
                products.stream()
                        .sorted(Comparator.comparing(Product::supportUntil))
                        .toList(),
                product -> true,
                Map.of(
                        "product", Comparator.comparing(Product::id),
                        "maker", Comparator.comparing(Product::maker).thenComparing(Product::id),
                        "support", Comparator.comparing(Product::supportUntil)));
        Rows.Wanted wanted = Table.wanted(request);
        return Response.html(frame.render(
                el("h1", sentence(products, now)),
                products.isEmpty()
                        ? el("p", text("Add one: "), el("code", "muster product add --help"))
                        : table(frame, now).render(frame.to(PLACE), wanted, rows.of(wanted))));
    }

    private static String sentence(List<Product> products, Instant now) {
        long ended = products.stream()
                .filter(product -> !now.isBefore(product.supportUntil()))
                .count();
        long soon = products.stream()
                .filter(product ->
                        now.isBefore(product.supportUntil()) && !now.plus(SOON).isBefore(product.supportUntil()))
                .count();
        if (products.isEmpty()) {
            return "No products yet";
        }
        return products.size()
                + (products.size() == 1 ? " product" : " products")
                + (ended == 0 ? "" : "; support of " + ended + " has ended")
                + (soon == 0 ? "" : "; support of " + soon + " ends within a year");
    }

    private static Table<Product> table(Frame frame, Instant now) {
        return new Table<>(
                "Products, those whose support ends first at the top",
                List.of(
                        new Table.Column<>(
                                "Product",
                                "product",
                                product -> el(
                                        "a",
                                        attr(
                                                "href",
                                                frame.to(PLACE + "/"
                                                                + Address.segment(product.id()
                                                                        .value()))
                                                        .toString()),
                                        text(product.id().value()))),
                        new Table.Column<>("Name", "", product -> text(product.name())),
                        new Table.Column<>("Maker", "maker", product -> text(product.maker())),
                        new Table.Column<>("Model", "", product -> text(product.model())),
                        new Table.Column<>("Support", "support", product -> support(product, now)),
                        new Table.Column<>(
                                "Until",
                                "",
                                product ->
                                        text(Shown.exact(product.supportUntil()).substring(0, 10)))));
    }

    static Html.Node support(Product product, Instant now) {
        if (!now.isBefore(product.supportUntil())) {
            return Shown.badge("ended", "bad");
        }
        if (now.isBefore(product.supportFrom())) {
            return Shown.badge("not yet begun", "plain");
        }
        return now.plus(SOON).isBefore(product.supportUntil())
                ? Shown.badge("supported", "good")
                : Shown.badge("ends within a year", "fair");
    }
}
