package dev.muster.server.metrics;

import dev.muster.core.ledger.OrgId;
import dev.muster.server.http.Need;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import dev.muster.server.topic.Gauges;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/**
 * {@code GET /metrics}: the server and every organisation, for an operator of the installation. {@code GET
 * /api/v1/{org}/metrics}: the fleet of one organisation, for whoever may read it. Both want a bearer token.
 */
public final class MetricsDoor {
    /** What every version of Prometheus reads. */
    static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final Measurements measurements;
    private final Gauges gauges;
    private final Supplier<List<OrgId>> organisations;

    MetricsDoor(Measurements measurements, Gauges gauges, Supplier<List<OrgId>> organisations) {
        this.measurements = measurements;
        this.gauges = gauges;
        this.organisations = organisations;
    }

    /** On the listener for people. */
    public void addTo(Routes routes) {
        routes.get("/metrics", Need.INSTALLATION, this::everything)
                .get("/api/v1/{org}/metrics", Need.READ, this::organisation);
    }

    private Response everything(Request request) {
        GaugeText text = new GaugeText();
        gauges.ofServer().forEach(text::add);
        List<OrgId> all = organisations.get();
        gauges.ofOrganisations().forEach(gauge -> text.add(gauge, all));
        return text(measurements.scrape(TEXT) + text);
    }

    private Response organisation(Request request) {
        GaugeText text = new GaugeText();
        gauges.ofOrganisations().forEach(gauge -> text.add(gauge, List.of(request.org())));
        return text(text.toString());
    }

    private static Response text(String metrics) {
        return Response.ok(TEXT, metrics.getBytes(StandardCharsets.UTF_8));
    }
}
