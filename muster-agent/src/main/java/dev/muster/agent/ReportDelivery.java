package dev.muster.agent;

import dev.muster.agent.report.Outbox;
import dev.muster.agent.server.DeviceConnection;
import dev.muster.agent.server.ServerRefused;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/** Takes reports from the outbox to the server, in order. */
final class ReportDelivery {
    private final Outbox outbox;
    private final DeviceConnection connection;
    private final Consumer<Exception> refused;

    /** @param refused told of a report that the server does not want */
    ReportDelivery(Outbox outbox, DeviceConnection connection, Consumer<Exception> refused) {
        this.outbox = outbox;
        this.connection = connection;
        this.refused = refused;
    }

    /** Delivers all that wait; what the server could not take now stays. */
    void deliver() throws IOException, InterruptedException {
        for (Optional<Outbox.Report> next = outbox.oldest(); next.isPresent(); next = outbox.oldest()) {
            Outbox.Report report = next.get();
            try {
                connection
                        .post(report.path(), report.mediaType(), report.body())
                        .orRefused("a report");
            } catch (ServerRefused e) {
                if (e.isTemporary()) {
                    throw e;
                }
                // The server understood and does not want it; keeping it would block every later one.
                refused.accept(e);
            }
            outbox.removeOldest();
        }
    }
}
