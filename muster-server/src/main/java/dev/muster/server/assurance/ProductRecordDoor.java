package dev.muster.server.assurance;

import dev.muster.core.assurance.ProductFact;
import dev.muster.core.assurance.ProductFacts;
import dev.muster.core.assurance.ProductRecords;
import dev.muster.core.assurance.WaiverStore;
import dev.muster.core.facts.EntryFacts;
import dev.muster.core.facts.Known;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.ledger.sequence.Shell;
import dev.muster.ledger.sql.Database;
import dev.muster.server.facts.SqlFactStore;
import dev.muster.server.http.Json;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is on record about products (console listener, JSON).
 *
 * <pre>
 * GET  /api/v1/{org}/products/{id}/records   every fact that can be recorded, with its value where there is one
 * POST /api/v1/{org}/products/{id}/records   {fact, value, reason?}
 * </pre>
 */
final class ProductRecordDoor {
    private static final int MAX_BODY_BYTES = 16 * 1024;

    private final Database database;
    private final Shell shell;
    private final EntryFacts facts;
    private final InstantSource clock;

    ProductRecordDoor(Database database, Shell shell, EntryFacts facts, InstantSource clock) {
        this.database = database;
        this.shell = shell;
        this.facts = facts;
        this.clock = clock;
    }

    record Body(
            @Nullable String fact,
            @Nullable String value,
            @Nullable String reason) {}

    record Line(
            String fact,
            String kind,
            String meaning,
            @Nullable String value,
            @Nullable String since) {}

    void addTo(Routes routes) {
        routes.get("/api/v1/{org}/products/{id}/records", Need.READ, this::list)
                .post("/api/v1/{org}/products/{id}/records", Need.WRITE, this::record);
    }

    private Response list(Request request) {
        Subject product = product(request);
        Map<String, Known> known = database.read(tx ->
                new SqlFactStore(tx, request.org(), facts).register(product).of(product));
        List<Line> lines = ProductFacts.all().stream()
                .map(fact -> line(fact, Optional.ofNullable(known.get(fact.key()))))
                .toList();
        return Response.json(Map.of("product", product.id(), "records", lines));
    }

    private static Line line(ProductFact fact, Optional<Known> known) {
        return new Line(
                fact.key(),
                fact.kind().word(),
                fact.meaning(),
                known.map(Known::value).orElse(null),
                known.map(one -> one.fact().effectiveAt().toString()).orElse(null));
    }

    private Response record(Request request) {
        Body body = Json.read(request.body(MAX_BODY_BYTES), Body.class);
        if (body.fact() == null || body.value() == null) {
            throw Problem.of(400, "malformed-json", "A record names fact and value.")
                    .refuse();
        }
        ProductRecords.Request wish = new ProductRecords.Request(
                product(request),
                body.fact(),
                body.value(),
                request.caller().name(),
                body.reason() == null ? "" : body.reason());
        OrgId org = request.org();
        ProductRecords.Answer answer = shell.<WaiverStore, ProductRecords.Answer>run(
                org,
                tx -> new SqlWaiverStore(tx, org, facts),
                store -> ProductRecords.record(wish, store, clock.instant().truncatedTo(ChronoUnit.MICROS)));
        return switch (answer) {
            case ProductRecords.Answer.Recorded recorded ->
                Response.json(
                        201,
                        Map.of(
                                "product", recorded.product().id(),
                                "fact", recorded.fact().key(),
                                "value", recorded.value()));
            case ProductRecords.Answer.Refused refused ->
                throw Problem.refused(refused, "This cannot be recorded so.").refuse();
        };
    }

    private static Subject product(Request request) {
        try {
            return new Subject("product", request.parameter("id"));
        } catch (IllegalArgumentException none) {
            throw Problem.of(404, "product-unknown", "There is no such product.")
                    .refuse();
        }
    }
}
