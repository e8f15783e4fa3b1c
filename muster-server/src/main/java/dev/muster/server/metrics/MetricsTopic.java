package dev.muster.server.metrics;

import dev.muster.server.http.Traffic;
import dev.muster.server.topic.Gauges;
import dev.muster.server.topic.Site;
import dev.muster.server.topic.Topic;

/** What a monitoring system reads. It keeps nothing: history is that system's. */
public final class MetricsTopic implements Topic {
    @Override
    public String name() {
        return "metrics";
    }

    @Override
    public void open(Site site) {
        Measurements measurements = site.closeAtEnd(new Measurements());
        site.share(Traffic.class, measurements);
        new MetricsDoor(measurements, site.need(Gauges.class), site.ledger()::orgs).addTo(site.console());
    }
}
