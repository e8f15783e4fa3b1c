package dev.muster.agent.report;

import dev.muster.format.cose.CoseSigner;
import dev.muster.format.devices.host.HostFact;
import dev.muster.format.devices.host.HostReport;
import dev.muster.format.devices.host.SignedStatement;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** Tells the server what holds on this host: at the start, when something changed, and once a day. One thread at a time. */
public final class HostTable {
    /** Half of what the server takes as fresh. */
    private static final Duration AT_LEAST = Duration.ofHours(24);

    /** Changes of ports and processes are many; one report for all of them in this time. */
    private static final Duration AT_MOST = Duration.ofMinutes(10);

    private final Supplier<List<HostFact>> host;
    private final Outbox outbox;
    private final String path;
    private final CoseSigner device;
    private List<String> told = List.of();
    private Instant toldAt = Instant.MIN;

    /**
     * @param host looks; nothing is told where it finds nothing
     * @param org the organisation in the door's path
     * @param device signs with the enrolled key
     */
    public HostTable(Supplier<List<HostFact>> host, Outbox outbox, String org, CoseSigner device) {
        this.device = device;
        this.host = host;
        this.outbox = outbox;
        this.path = "/devices/" + org + "/host";
    }

    /** Puts a report into the outbox when one is due. */
    public void offer(Instant now) throws IOException {
        boolean early = now.isBefore(toldAt.plus(AT_MOST)) && !now.isBefore(toldAt);
        if (!toldAt.equals(Instant.MIN) && early) {
            return;
        }
        List<HostFact> facts = host.get();
        List<String> values =
                facts.stream().map(f -> f.key() + f.value() + f.standing()).toList();
        boolean due = toldAt.equals(Instant.MIN) || !now.isBefore(toldAt.plus(AT_LEAST)) || now.isBefore(toldAt);
        if (facts.isEmpty() || (values.equals(told) && !due)) {
            return;
        }
        byte[] report = new HostReport(now, facts).encode();
        outbox.add(new Outbox.Report(
                path, HostReport.MEDIA_TYPE, SignedStatement.sign(HostReport.MEDIA_TYPE, report, device)));
        told = values;
        toldAt = now;
    }
}
