package dev.muster.server.metrics;

import dev.muster.core.ledger.OrgId;
import dev.muster.server.topic.Gauges;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gauges in Prometheus' text form, version 0.0.4: a line for each sample, a name's lines together. A gauge that cannot be
 * read is left out and told in the log: the others are still worth reading.
 */
final class GaugeText {
    private static final Logger LOG = LoggerFactory.getLogger(GaugeText.class);

    private final StringBuilder text = new StringBuilder();

    void add(Gauges.OfServer gauge) {
        head(gauge.name(), gauge.help());
        line(gauge.name(), Map.of(), gauge.reading().getAsDouble());
    }

    void add(Gauges.OfOrganisation gauge, List<OrgId> organisations) {
        head(gauge.name(), gauge.help());
        for (OrgId org : organisations) {
            try {
                for (Gauges.Sample sample : gauge.reading().apply(org).stream()
                        .limit(Gauges.SAMPLES_MAX)
                        .toList()) {
                    Map<String, String> labels = new TreeMap<>(sample.labels());
                    labels.put("org", org.value());
                    line(gauge.name(), labels, sample.value());
                }
            } catch (RuntimeException unreadable) {
                LOG.warn("{} of {} cannot be read", gauge.name(), org.value(), unreadable);
            }
        }
    }

    private void head(String name, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(" gauge\n");
    }

    private void line(String name, Map<String, String> labels, double value) {
        text.append(name);
        if (!labels.isEmpty()) {
            String separator = "{";
            for (Map.Entry<String, String> label : labels.entrySet()) {
                text.append(separator).append(label.getKey()).append("=\"");
                text.append(escaped(label.getValue())).append('"');
                separator = ",";
            }
            text.append('}');
        }
        text.append(' ')
                .append(Double.isNaN(value) ? "NaN" : Double.toString(value))
                .append('\n');
    }

    /** A version is what a maker wrote: a quote or a line break in it must not end the line. */
    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
