package dev.muster.server.update;

import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Row;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What scripts read of hawkBit's management API, in its words and with its paging ({@code offset}, {@code limit}, {@code q}):
 * targets, their actions, distribution sets (releases) and rollouts. Nothing can be changed here.
 *
 * <p>{@code updateStatus} is {@code in_sync} only for a device whose evidence shows the release; one that only said so is
 * {@code unknown}.
 */
final class HawkbitApi {
    private static final String BASE = "/api/v1/{org}/hawkbit/rest/v1";
    private static final int LIMIT = 50;

    /** As hawkBit's. */
    private static final int MOST_LIMIT = 500;

    private static final String LAST =
            "(select t.state from update_target t where t.org = d.org and t.device = d.id and"
                    + " t.action > 0 order by t.action desc limit 1)";
    private static final String STATUS = "case coalesce(" + LAST + ", '') when 'OFFERED' then 'pending' when 'REPORTED'"
            + " then 'pending' when 'UPDATED' then 'in_sync' when 'CLAIMED' then 'unknown' when '' then 'registered'"
            + " when 'LEFT' then 'registered' else 'error' end";

    private static final Listing TARGETS = new Listing(
            "select d.id, d.version, d.attested_at, d.since, d.state, d.product, " + STATUS + " as status",
            "update_device d where d.org = ?",
            "d.id",
            Map.of("controllerid", "d.id", "name", "d.id", "id", "d.id", "updatestatus", STATUS, "type", "d.product"),
            row -> map(
                    "controllerId",
                    row.text("id"),
                    "name",
                    row.text("id"),
                    "updateStatus",
                    row.text("status"),
                    "targetTypeName",
                    row.text("product"),
                    "createdAt",
                    row.instant("since").toEpochMilli(),
                    "lastControllerRequestAt",
                    row.findInstant("attested_at")
                            .map(at -> (Object) at.toEpochMilli())
                            .orElse(0L),
                    "installedVersion",
                    row.text("version"),
                    "lifecycle",
                    row.text("state").toLowerCase(java.util.Locale.ROOT)));

    private static final Listing SETS = new Listing(
            "select r.id, r.version, r.product, r.published_at",
            "update_release r where r.org = ?",
            "r.published_at desc, r.id",
            Map.of("id", "r.id", "name", "r.product", "version", "r.version"),
            row -> map(
                    "id",
                    row.text("id"),
                    "name",
                    row.text("product"),
                    "version",
                    row.text("version"),
                    "type",
                    "os",
                    "complete",
                    true,
                    "deleted",
                    false,
                    "createdAt",
                    row.instant("published_at").toEpochMilli()));

    private static final Listing ROLLOUTS = new Listing(
            "select o.id, o.release, o.state, o.reason, o.detail, o.wave_opened_at, (select count(*) from"
                    + " update_target t where t.org = o.org and t.rollout = o.id) as targets",
            "update_rollout o where o.org = ?",
            "o.number desc",
            Map.of("id", "o.id", "name", "o.id", "status", "lower(o.state)"),
            row -> map(
                    "id",
                    row.text("id"),
                    "name",
                    row.text("id"),
                    "status",
                    row.text("state").toLowerCase(java.util.Locale.ROOT),
                    "distributionSetId",
                    row.text("release"),
                    "totalTargets",
                    row.number("targets"),
                    "reason",
                    row.text("reason"),
                    "description",
                    row.text("detail")));

    private static final Listing ACTIONS = new Listing(
            "select t.action, t.rollout, t.release, t.state, t.reason, t.detail, t.offered_at, t.ended",
            "update_target t where t.org = ? and t.device = ? and t.action > 0",
            "t.action desc",
            Map.of("id", "cast(t.action as TEXT)", "status", "lower(t.state)"),
            row -> map(
                    "id",
                    row.number("action"),
                    "status",
                    row.findText("ended").isPresent() ? "finished" : "pending",
                    "detailStatus",
                    row.text("state").toLowerCase(java.util.Locale.ROOT),
                    "rollout",
                    row.text("rollout"),
                    "distributionset",
                    row.text("release"),
                    "createdAt",
                    row.instant("offered_at").toEpochMilli(),
                    "reason",
                    row.text("reason"),
                    "detail",
                    row.text("detail")));

    private final Database database;

    HawkbitApi(Database database) {
        this.database = database;
    }

    /**
     * One kind of thing that is listed.
     *
     * @param from tables and the condition on the organisation, and what else the path names
     * @param fields SQL of what may be filtered by, by name in lower case
     */
    private record Listing(
            String select,
            String from,
            String order,
            Map<String, String> fields,
            Function<Row, Map<String, Object>> as) {}

    /** On the listener for people. */
    Routes addTo(Routes routes) {
        return routes.get(BASE + "/targets", Need.READ, r -> list(r, TARGETS))
                .get(BASE + "/targets/{id}", Need.READ, r -> one(r, TARGETS, "d.id"))
                .get(BASE + "/targets/{id}/actions", Need.READ, r -> list(r, ACTIONS, r.parameter("id")))
                .get(BASE + "/distributionsets", Need.READ, r -> list(r, SETS))
                .get(BASE + "/distributionsets/{id}", Need.READ, r -> one(r, SETS, "r.id"))
                .get(BASE + "/rollouts", Need.READ, r -> list(r, ROLLOUTS))
                .get(BASE + "/rollouts/{id}", Need.READ, r -> one(r, ROLLOUTS, "o.id"));
    }

    private Response one(Request request, Listing listing, String id) {
        OrgId org = request.org();
        Optional<Map<String, Object>> found = database.read(tx -> tx.one(
                listing.select() + " from " + listing.from() + " and " + id + " = ?",
                listing.as(),
                org.value(),
                request.parameter("id")));
        return Response.json(found.orElseThrow(() -> Problem.notFound().refuse()));
    }

    private Response list(Request request, Listing listing, Object... more) {
        HawkbitFilter filter = filter(request, listing);
        int limit = number(request, "limit", LIMIT, MOST_LIMIT);
        int offset = number(request, "offset", 0, Integer.MAX_VALUE);
        List<Object> values = new ArrayList<>();
        values.add(request.org().value());
        values.addAll(List.of(more));
        values.addAll(filter.values());
        String where = " from " + listing.from() + " and " + filter.sql();
        return database.read(tx -> {
            List<Map<String, Object>> content = tx.query(
                    listing.select() + where + " order by " + listing.order() + " limit " + limit + " offset " + offset,
                    listing.as(),
                    values.toArray());
            long total = tx.count("select count(*) as n" + where, values.toArray());
            return Response.json(map("content", content, "total", total, "size", content.size()));
        });
    }

    private static HawkbitFilter filter(Request request, Listing listing) {
        try {
            return request.query("q")
                    .map(text -> HawkbitFilter.parse(text, listing.fields()))
                    .orElse(HawkbitFilter.ALL);
        } catch (IllegalArgumentException e) {
            throw Problem.of(400, "bad-filter", "That filter is not understood.", String.valueOf(e.getMessage()))
                    .refuse();
        }
    }

    private static int number(Request request, String name, int standard, int most) {
        String text = request.query(name).orElse(Integer.toString(standard));
        if (!text.matches("[0-9]{1,9}")) {
            throw Problem.of(400, "bad-paging", "offset and limit are numbers.").refuse();
        }
        return Math.min(most, Integer.parseInt(text));
    }

    /** Names and values by turns, in this order. */
    private static Map<String, Object> map(Object... pairs) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            all.put((String) pairs[i], pairs[i + 1]);
        }
        return all;
    }
}
