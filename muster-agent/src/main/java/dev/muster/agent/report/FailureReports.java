package dev.muster.agent.report;

import dev.muster.agent.state.DeviceRoots;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.devices.failure.Failure;
import dev.muster.format.devices.failure.FailureReport;
import dev.muster.format.devices.host.SignedStatement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the server what went wrong on this device: the same failure once, with how often. What was put into the outbox is
 * remembered by its number, so that neither a restart nor a server that is away loses one or tells one twice. One thread at
 * a time.
 */
public final class FailureReports {
    private static final Logger LOG = LoggerFactory.getLogger(FailureReports.class);

    private final FailureSource source;
    private final Outbox outbox;
    private final DeviceRoots roots;
    private final Path kept;
    private final String path;
    private final CoseSigner device;

    /**
     * @param org the organisation in the door's path
     * @param device signs with the enrolled key
     */
    public FailureReports(FailureSource source, Outbox outbox, DeviceRoots roots, String org, CoseSigner device) {
        this.source = source;
        this.outbox = outbox;
        this.roots = roots;
        this.kept = roots.state().resolve("failures-told");
        this.path = "/devices/" + org + "/failures";
        this.device = device;
    }

    /** Puts a report into the outbox when something happened. */
    public void offer(Instant now) throws IOException {
        List<FailureSource.Numbered> fresh = fresh();
        if (fresh.isEmpty()) {
            return;
        }
        Map<List<Object>, Failure> same = new LinkedHashMap<>();
        long last = 0;
        for (FailureSource.Numbered one : fresh) {
            Failure failure = one.failure();
            List<Object> key = List.of(failure.kind(), failure.what(), failure.sign());
            if (same.size() == FailureReport.MAX_FAILURES && !same.containsKey(key)) {
                break;
            }
            same.merge(key, failure, FailureReports::both);
            last = one.number();
        }
        byte[] report = new FailureReport(now, new ArrayList<>(same.values())).encode();
        outbox.add(new Outbox.Report(
                path, FailureReport.MEDIA_TYPE, SignedStatement.sign(FailureReport.MEDIA_TYPE, report, device)));
        // After the outbox: a power cut in between tells these once more, never not at all.
        roots.write(kept, (last + "\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    private List<FailureSource.Numbered> fresh() throws IOException {
        try {
            List<FailureSource.Numbered> fresh = source.after(told());
            // A source that was made anew counts from 1 again.
            return fresh.isEmpty() && told() > 0 && !source.after(0).isEmpty() && newest() < told()
                    ? source.after(0)
                    : fresh;
        } catch (IOException away) {
            LOG.debug("what went wrong is not known now: {}", away.getMessage());
            return List.of();
        }
    }

    private long newest() throws IOException {
        return source.after(0).getLast().number();
    }

    private long told() throws IOException {
        try {
            return Files.exists(kept) ? Long.parseLong(Files.readString(kept).strip()) : 0;
        } catch (NumberFormatException cut) {
            return 0;
        }
    }

    private static Failure both(Failure first, Failure next) {
        return new Failure(
                first.kind(),
                first.what(),
                first.sign(),
                next.culprit().isEmpty() ? first.culprit() : next.culprit(),
                first.first().isBefore(next.first()) ? first.first() : next.first(),
                first.last().isAfter(next.last()) ? first.last() : next.last(),
                Math.min(first.count() + next.count(), Failure.MAX_COUNT));
    }
}
