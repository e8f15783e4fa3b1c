package dev.muster.agent;

import dev.muster.agent.server.Backoff;
import dev.muster.agent.server.DeviceConnection;
import dev.muster.agent.server.OrdersClient;
import dev.muster.agent.server.ServerRefused;
import dev.muster.agent.state.Credential;
import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.KeyPlace;
import dev.muster.agent.state.WipeJournal;
import dev.muster.agent.wipe.Eraser;
import dev.muster.agent.wipe.Wipe;
import dev.muster.format.MalformedException;
import dev.muster.format.devices.maintenance.WipeProof;
import dev.muster.format.devices.orders.OrderList;
import dev.muster.format.devices.orders.OrderOutcome;
import dev.muster.format.devices.orders.OrderReport;
import java.io.IOException;
import java.util.Optional;

/** A wipe from its order to the server's word that it has the proof; goes on where a power cut ended it. */
final class Wiping {
    private final DeviceRoots roots;
    private final String org;
    private final AgentGround ground;
    private final Service.Teller teller;
    private final Backoff backoff;
    private final WipeJournal journal;
    private final Wipe wipe;

    Wiping(DeviceRoots roots, String org, AgentGround ground, AgentSettings settings, Service.Teller teller) {
        this.roots = roots;
        this.org = org;
        this.ground = ground;
        this.teller = teller;
        this.backoff = new Backoff(settings.retryFirst(), settings.retryMost(), ground.jitter());
        this.journal = new WipeJournal(roots);
        this.wipe = new Wipe(roots, Eraser.OVERWRITING);
    }

    /** Whether this comes before everything else. */
    boolean isOrdered() throws IOException {
        return journal.ordered().isPresent();
    }

    /** Whether nothing is left. Otherwise the device goes on as it is, and people must see to it. */
    boolean run(Enrolment enrolment) throws IOException, InterruptedException {
        WipeJournal.Ordered ordered = journal.ordered().orElseThrow();
        // Once it is delivered the last key may be half destroyed, and is not asked for.
        if (!journal.isDelivered()) {
            Credential identity = Credential.operational(roots, new KeyPlace(ground.tpm()))
                    .orElseThrow(() -> new IOException("a wipe was ordered, and this device has no key to prove it"));
            byte[] proof = wipe.destroy(identity, ground.clock());
            deliver(enrolment, identity, ordered, proof, WipeProof.parse(proof).complete());
        }
        Optional<byte[]> proof = journal.proof();
        boolean complete = proof.isEmpty() || WipeProof.parse(proof.get()).complete();
        wipe.finish();
        teller.tell(
                complete ? Notice.What.WIPED : Notice.What.WIPE_FAILED,
                complete ? "nothing of its organisation is left" : "some of it could not be destroyed");
        return complete;
    }

    /** Until the server has it: without that nobody would know, and the key that signs it is the last one. */
    private void deliver(
            Enrolment enrolment, Credential identity, WipeJournal.Ordered ordered, byte[] proof, boolean complete)
            throws InterruptedException {
        while (true) {
            try (DeviceConnection connection = enrolment.connect(identity)) {
                connection
                        .post("/devices/" + org + "/wipes/" + ordered.custody(), WipeProof.MEDIA_TYPE, proof)
                        .orRefused("the proof of a wipe");
                report(connection, ordered.order(), complete);
                return;
            } catch (IOException | MalformedException e) {
                boolean no = e instanceof ServerRefused refused && !refused.isTemporary();
                teller.tell(no ? Notice.What.REFUSED : Notice.What.SERVER_AWAY, String.valueOf(e.getMessage()));
                Thread.sleep(backoff.failed());
            }
        }
    }

    /** An order that was taken back meanwhile is settled all the same. */
    private void report(DeviceConnection connection, String order, boolean complete)
            throws IOException, InterruptedException {
        OrderReport report = new OrderReport(
                complete ? OrderOutcome.DONE : OrderOutcome.FAILED,
                complete ? "" : "wipe-incomplete",
                "",
                Optional.of(roots.strength()),
                ground.clock().instant());
        try {
            connection
                    .post(OrdersClient.reportPath(org, order), OrderList.MEDIA_TYPE, report.encode())
                    .orRefused("a report");
        } catch (ServerRefused refused) {
            if (refused.isTemporary()) {
                throw refused;
            }
        }
    }
}
