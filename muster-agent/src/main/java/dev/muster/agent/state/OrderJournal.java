package dev.muster.agent.state;

import dev.muster.format.devices.orders.Order;
import dev.muster.format.devices.orders.OrderReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which orders this device has acted on and how they ended. An order is delivered at least once; the journal is what
 * makes acting on it happen once. Kept in {@code state/orders.properties}. One thread at a time.
 */
public final class OrderJournal {

    /** The server forgets a closed order long before a device has acted on this many more. */
    private static final int KEPT_MAX = 64;

    private static final String FILE = "orders.properties";
    private static final String DONE = "done.";

    private final DeviceRoots roots;
    private final TreeMap<String, String> done = new TreeMap<>();

    /** Reads the journal. A device without one starts empty; then orders that are still open may be acted on again. */
    public OrderJournal(DeviceRoots roots) throws IOException {
        this.roots = roots;
        if (Files.exists(file())) {
            PropertyLines.read(file()).withPrefix(DONE).forEach(done::put);
        }
    }

    /** What was reported when this order was acted on. */
    public Optional<OrderReport> reported(Order order) {
        return Optional.ofNullable(done.get(key(order)))
                .map(text -> OrderReport.parse(Base64.getDecoder().decode(text)));
    }

    /** This order was acted on. Safe when this returns. */
    public void acted(Order order, OrderReport report) throws IOException {
        done.put(key(order), Base64.getEncoder().encodeToString(report.encode()));
        while (done.size() > KEPT_MAX) {
            done.pollFirstEntry();
        }
        PropertyLines lines = PropertyLines.empty(file());
        for (Map.Entry<String, String> entry : done.entrySet()) {
            lines.put(DONE + entry.getKey(), entry.getValue());
        }
        roots.write(file(), lines.encode());
    }

    private Path file() {
        return roots.state().resolve(FILE);
    }

    /** Sorted by sequence, so that the first entries are the oldest. */
    private static String key(Order order) {
        return String.format("%019d.%s", order.sequence(), order.id());
    }
}
