package dev.muster.server.governance.exchange;

import dev.muster.core.governance.exchange.ExchangeEvent;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.format.audit.exchange.ExchangeStatement;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import dev.muster.server.outbound.SafeFetch;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who is known to whom (console listener). Keys come from people, never over the connection that they are for.
 *
 * <pre>
 * GET    /api/v1/{org}/exchange                   our key, customers and makers
 * POST   /api/v1/{org}/exchange/customers/{id}    {name, key, products, until}
 * DELETE /api/v1/{org}/exchange/customers/{id}
 * POST   /api/v1/{org}/exchange/makers/{id}       {url, key}
 * DELETE /api/v1/{org}/exchange/makers/{id}
 * </pre>
 *
 * Keys are SubjectPublicKeyInfo in Base64.
 */
final class PartnerDoor {
    private static final int PRODUCTS_MOST = 500;
    private static final int NAME_CHARS_MOST = 256;

    private final Database database;
    private final Ledger ledger;
    private final ExchangeKeys keys;
    private final InstantSource clock;

    PartnerDoor(Database database, Ledger ledger, ExchangeKeys keys, InstantSource clock) {
        this.database = database;
        this.ledger = ledger;
        this.keys = keys;
        this.clock = clock;
    }

    record CustomerBody(String name, String key, @Nullable List<String> products, Instant until) {}

    record MakerBody(String url, String key) {}

    void addTo(Routes routes) {
        String base = "/api/v1/{org}/exchange";
        routes.get(base, Need.READ, this::show)
                .post(base + "/customers/{id}", Need.ADMINISTER, this::customer)
                .delete(base + "/customers/{id}", Need.ADMINISTER, this::endCustomer)
                .post(base + "/makers/{id}", Need.ADMINISTER, this::maker)
                .delete(base + "/makers/{id}", Need.ADMINISTER, this::endMaker);
    }

    private Response show(Request request) {
        OrgId org = request.org();
        return Response.json(database.<Map<String, Object>>read(tx -> {
            SqlExchange store = new SqlExchange(tx, org);
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("key", Base64.getEncoder().encodeToString(keys.open(org)));
            all.put("thumbprint", HexFormat.of().formatHex(keys.thumbprint(org)));
            all.put(
                    "customers",
                    store.customers().stream()
                            .map(customer -> Map.of(
                                    "id", customer.id(),
                                    "name", customer.name(),
                                    "thumbprint", ExchangeProjection.thumbprint(customer.key()),
                                    "products", customer.products(),
                                    "until", customer.until()))
                            .toList());
            all.put(
                    "makers",
                    store.makers().stream()
                            .map(maker -> Map.of(
                                    "id", maker.id(),
                                    "url", maker.url(),
                                    "thumbprint", ExchangeProjection.thumbprint(maker.key())))
                            .toList());
            return all;
        }));
    }

    private Response customer(Request request) {
        CustomerBody body = request.json(CustomerBody.class);
        List<String> products = body.products() == null ? List.of() : body.products();
        if (body.name().isBlank() || body.name().length() > NAME_CHARS_MOST || products.size() > PRODUCTS_MOST) {
            throw Problem.of(
                            400, "customer-invalid", "A customer has a name, and up to " + PRODUCTS_MOST + " products.")
                    .refuse();
        }
        if (products.stream().anyMatch(product -> product.isBlank() || product.contains(" "))) {
            throw Problem.of(400, "customer-invalid", "Products are named by ids.")
                    .refuse();
        }
        byte[] key = key(body.key());
        return keep(request, "customer", new ExchangeEvent.CustomerNamed(body.name(), key, products, body.until()));
    }

    private Response maker(Request request) {
        MakerBody body = request.json(MakerBody.class);
        try {
            SafeFetch.requireUrl(body.url());
        } catch (SafeFetch.FetchException e) {
            throw Problem.of(400, e.reason(), "This is no URL of a maker.", "" + e.getMessage())
                    .refuse();
        }
        return keep(request, "maker", new ExchangeEvent.MakerNamed(body.url(), key(body.key())));
    }

    private static byte[] key(String text) {
        try {
            byte[] key = Base64.getDecoder().decode(text.strip());
            ExchangeProjection.key(key);
            return key;
        } catch (IllegalArgumentException e) {
            throw Problem.of(
                            400,
                            "key-invalid",
                            "A key is a SubjectPublicKeyInfo in Base64, as the other side's muster exchange key prints"
                                    + " it.")
                    .refuse();
        }
    }

    private Response endCustomer(Request request) {
        return keep(
                request,
                "customer",
                new ExchangeEvent.CustomerEnded(request.query("reason").orElse("")));
    }

    private Response endMaker(Request request) {
        return keep(
                request,
                "maker",
                new ExchangeEvent.MakerEnded(request.query("reason").orElse("")));
    }

    /** Decided where it is written: two at once do not both get the key. */
    private enum Kept {
        DONE,
        UNKNOWN,
        KEY_IN_USE
    }

    private static boolean isAnothers(SqlExchange store, ExchangeEvent.CustomerNamed named, String id) {
        return store.customerOf(ExchangeProjection.thumbprint(named.key()))
                .filter(other -> !other.id().equals(id))
                .isPresent();
    }

    private Response keep(Request request, String kind, ExchangeEvent event) {
        OrgId org = request.org();
        String id = request.parameter("id");
        if (!ExchangeStatement.isId(id)) {
            throw Problem.of(400, "id-invalid", "An id has 1 to 64 letters, digits and . _ : -")
                    .refuse();
        }
        boolean ends = event instanceof ExchangeEvent.CustomerEnded || event instanceof ExchangeEvent.MakerEnded;
        Kept done = ledger.shell().<SqlExchange, Kept>run(org, tx -> new SqlExchange(tx, org), store -> {
            boolean there = kind.equals("maker")
                    ? store.maker(id).isPresent()
                    : store.customer(id).isPresent();
            if (ends && !there) {
                return Decision.of(Kept.UNKNOWN);
            }
            return event instanceof ExchangeEvent.CustomerNamed named && isAnothers(store, named, id)
                    ? Decision.of(Kept.KEY_IN_USE)
                    : Decision.of(
                            Kept.DONE,
                            new Draft(
                                    new Subject(kind, id),
                                    clock.instant(),
                                    request.caller().name(),
                                    event));
        });
        if (done == Kept.KEY_IN_USE) {
            throw Problem.of(409, "key-in-use", "Another customer has this key.")
                    .refuse();
        }
        if (done == Kept.UNKNOWN) {
            throw Problem.of(404, kind + "-unknown", "There is no " + kind + " " + id + ".")
                    .refuse();
        }
        return Response.of(204);
    }
}
