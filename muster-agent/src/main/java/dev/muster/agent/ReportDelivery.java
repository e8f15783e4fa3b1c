package dev.muster.agent;

import dev.muster.agent.network.FlowTable;
import dev.muster.agent.report.FailureReports;
import dev.muster.agent.report.HostTable;
import dev.muster.agent.report.Outbox;
import dev.muster.agent.server.DeviceConnection;
import dev.muster.agent.server.ServerRefused;
import dev.muster.agent.state.Credential;
import dev.muster.agent.state.DeviceClock;
import dev.muster.agent.state.DeviceRoots;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.devices.host.HostFact;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Takes reports from the outbox to the server, in order. */
final class ReportDelivery {
    private final HostTable host;
    private final Optional<FlowTable> flows;
    private final String org;
    private final CoseSigner signer;
    private final FailureReports failures;
    private final Outbox outbox;
    private final DeviceConnection connection;
    private final Consumer<Exception> refused;

    /**
     * @param ground looks at this host, and sees what goes wrong on it and what the packet filter saw
     * @param refused told of a report that the server does not want
     */
    ReportDelivery(
            String org,
            Credential identity,
            AgentGround ground,
            DeviceRoots roots,
            Outbox outbox,
            DeviceConnection connection,
            Consumer<Exception> refused) {
        this.signer = CoseSigner.of(CoseAlgorithm.ES256, identity.key(), Optional.empty());
        this.host = new HostTable(() -> looked(ground), outbox, org, signer);
        this.failures = new FailureReports(ground.failures(), outbox, roots, org, signer);
        this.flows = ground.flows();
        this.org = org;
        this.outbox = outbox;
        this.connection = connection;
        this.refused = refused;
    }

    /** What holds on this host, and how the device's clock stands, which only the agent knows. */
    private static List<HostFact> looked(AgentGround ground) {
        List<HostFact> facts = ground.host().get();
        return ground.clock() instanceof DeviceClock held && !facts.isEmpty()
                ? Stream.concat(facts.stream(), Stream.of(held.fact())).toList()
                : facts;
    }

    /** Adds what there is to say, and delivers all that wait; what the server could not take now stays. */
    void deliver(Instant now) throws IOException, InterruptedException {
        host.offer(now);
        failures.offer(now);
        if (flows.isPresent()) {
            flows.get().offer(outbox, org, signer, now);
        }
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
