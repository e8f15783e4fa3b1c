package dev.muster.server.topic;

import dev.muster.core.ledger.OrgId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleSupplier;
import java.util.function.Function;

/**
 * Numbers that topics let be read, each when it opens. They are read when somebody scrapes: a gauge must cost what a page
 * costs, whatever the size of the fleet. Names follow Prometheus: {@code muster_}, lower case, the unit last.
 */
public final class Gauges {
    /** What an organisation may have of one gauge: what a device or a stranger names must not make series without end. */
    public static final int SAMPLES_MAX = 200;

    /** @param labels beside the organisation's */
    public record Sample(Map<String, String> labels, double value) {
        /** One number without labels of its own. */
        public static List<Sample> of(double value) {
            return List.of(new Sample(Map.of(), value));
        }

        /** One for each word. */
        public static List<Sample> each(String label, Map<String, ? extends Number> values) {
            return values.entrySet().stream()
                    .map(one -> new Sample(
                            Map.of(label, one.getKey()), one.getValue().doubleValue()))
                    .toList();
        }
    }

    /** A gauge of every organisation. */
    public record OfOrganisation(String name, String help, Function<OrgId, List<Sample>> reading) {}

    /** A gauge of the server itself. */
    public record OfServer(String name, String help, DoubleSupplier reading) {}

    private final List<OfOrganisation> ofOrganisations = new CopyOnWriteArrayList<>();
    private final List<OfServer> ofServer = new CopyOnWriteArrayList<>();

    /** Adds one; every sample of it has the same labels. */
    public Gauges ofOrganisation(String name, String help, Function<OrgId, List<Sample>> reading) {
        ofOrganisations.add(new OfOrganisation(name, help, reading));
        return this;
    }

    public Gauges ofServer(String name, String help, DoubleSupplier reading) {
        ofServer.add(new OfServer(name, help, reading));
        return this;
    }

    public List<OfOrganisation> ofOrganisations() {
        return List.copyOf(ofOrganisations);
    }

    public List<OfServer> ofServer() {
        return List.copyOf(ofServer);
    }
}
