package dev.muster.agent;

import dev.muster.agent.attest.ResultRefused;
import dev.muster.agent.report.Outbox;
import dev.muster.agent.server.Backoff;
import dev.muster.agent.server.DeviceConnection;
import dev.muster.agent.server.ServerAway;
import dev.muster.agent.state.Credential;
import dev.muster.format.MalformedException;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * When evidence is due, and what becomes of it when the server cannot be asked for a nonce: it is made over the epoch that is
 * known, kept in the outbox, and told when the server is there again.
 */
final class EvidenceDuty {
    /** Evidence that waits: hours of it at the usual pace. A file that changes all the time must not push other reports out. */
    private static final int MOST_WAITING = 16;

    private final Machine machine;
    private final DeviceConnection connection;
    private final Credential identity;
    private final AgentSettings settings;
    private final InstantSource clock;
    private final Outbox outbox;
    private final Service.Teller teller;
    private final Backoff disputes;
    private Instant next;
    private Instant unaskedNext = Instant.MIN;
    private int waiting;

    EvidenceDuty(
            Machine machine,
            DeviceConnection connection,
            Credential identity,
            AgentSettings settings,
            AgentGround ground,
            Outbox outbox,
            Service.Teller teller) {
        this.machine = machine;
        this.connection = connection;
        this.identity = identity;
        this.settings = settings;
        this.clock = ground.clock();
        this.outbox = outbox;
        this.teller = teller;
        this.disputes = new Backoff(settings.retryFirst(), settings.attestEvery(), ground.jitter());
        this.next = clock.instant();
    }

    /** A clock that was set back must not make the device silent for as long. */
    boolean isDue(Instant now) {
        return !now.isBefore(next) || next.isAfter(now.plus(settings.attestEvery()));
    }

    Instant next() {
        return next;
    }

    /** Something changed. */
    void now() {
        next = clock.instant();
        unaskedNext = Instant.MIN;
    }

    /** What waits has to be delivered before: older evidence after newer looks like a copy of this device. */
    void attest() throws IOException, InterruptedException {
        String verdict;
        try {
            verdict = machine.attest(connection, identity);
        } catch (ResultRefused e) {
            // Not the fault of the connection, so reports and orders go on; the next evidence tells the server.
            next = clock.instant().plus(disputes.failed());
            teller.tell(Notice.What.RESULT_REFUSED, String.valueOf(e.getMessage()));
            throw e;
        }
        disputes.succeeded();
        waiting = 0;
        unaskedNext = Instant.MIN;
        next = clock.instant().plus(settings.attestEvery());
        teller.tell(Notice.What.ATTESTED, verdict);
    }

    /**
     * When the server is away: what runs here now is measured all the same, as often as it would be shown. A server that
     * answers and says no has been asked.
     *
     * @param failed told when it cannot be measured or kept
     */
    void unasked(Exception why, Consumer<Exception> failed) {
        if (!(why instanceof ServerAway)) {
            return;
        }
        try {
            keep();
        } catch (IOException | MalformedException e) {
            failed.accept(e);
        }
    }

    private void keep() throws IOException {
        Instant now = clock.instant();
        if (!isDue(now) || now.isBefore(unaskedNext) || waiting >= MOST_WAITING) {
            return;
        }
        unaskedNext = now.plus(settings.attestEvery());
        if (machine.attestUnasked(identity, outbox)) {
            waiting++;
            teller.tell(Notice.What.EVIDENCE_KEPT, "");
        }
    }
}
