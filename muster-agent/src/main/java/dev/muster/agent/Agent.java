package dev.muster.agent;

import dev.muster.agent.server.Backoff;
import dev.muster.agent.server.DeviceConnection;
import dev.muster.agent.server.ServerRefused;
import dev.muster.agent.state.Baseline;
import dev.muster.agent.state.Credential;
import dev.muster.agent.state.DeviceClock;
import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.Factory;
import dev.muster.format.MalformedException;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The device agent. It enrols, then serves its server for as long as it runs; whatever the server does, refuses to do
 * or stops doing, the agent waits and comes back.
 */
public final class Agent implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

    private final DeviceRoots roots;
    private final AgentSettings settings;
    private final AgentGround ground;
    private final Notice.Listener listener;

    public Agent(DeviceRoots roots, AgentSettings settings, AgentGround ground, Notice.Listener listener) {
        this.roots = roots;
        this.settings = settings;
        this.ground = ground;
        this.listener = listener;
    }

    /**
     * Runs until its thread is interrupted, or the device is wiped. A device that cannot be understood (no factory material)
     * ends at once.
     */
    @Override
    public void run() {
        try {
            Factory factory = Factory.read(roots);
            Enrolment enrolment = new Enrolment(roots, factory, ground);
            Wiping wiping = new Wiping(roots, factory.org(), ground, settings, this::notice);
            do {
                if (wiping.isOrdered() && wiping.run(enrolment)) {
                    return;
                }
                putBack();
                Machine machine = new Machine(roots, factory, ground, this::notice);
                machine.boot();
                serve(factory, enrolment, machine);
            } while (wiping.isOrdered());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | MalformedException e) {
            LOG.error("this device cannot start: {}", e.getMessage());
            LOG.debug("where", e);
            failed(e);
        }
    }

    /** A device that cannot finish that is served all the same: its server must be able to see to it. */
    private void putBack() {
        try {
            new Baseline(roots)
                    .goOn()
                    .ifPresent(restored -> notice(Notice.What.MAINTENANCE, "the baseline is back: " + restored));
        } catch (IOException e) {
            notice(Notice.What.MAINTENANCE, "the baseline could not be put back: " + e.getMessage());
        }
    }

    /** Returns when the thread is interrupted, or all that the device holds is to be destroyed. */
    private void serve(Factory factory, Enrolment enrolment, Machine machine) throws IOException, InterruptedException {
        try (MaintenanceDesk maintenance = new MaintenanceDesk(machine, ground, factory.org(), this::notice)) {
            maintenance.open();
            Backoff backoff = new Backoff(settings.retryFirst(), settings.retryMost(), ground.jitter());
            boolean accepted = true;
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    Credential identity = identity(enrolment, accepted);
                    if (ground.clock() instanceof DeviceClock held) {
                        held.signed(identity.certificate().getNotBefore().toInstant());
                    }
                    try (DeviceConnection connection = enrolment.connect(identity)) {
                        enrolment.learn(connection, identity);
                        machine.proveKey(connection, identity);
                        machine.learnKeys(connection);
                        Service service = new Service(
                                factory,
                                identity,
                                enrolment,
                                connection,
                                machine,
                                maintenance,
                                settings,
                                ground,
                                this::notice);
                        Ending ending = service.run();
                        if (ending == Ending.WIPE) {
                            return;
                        }
                        accepted = ending != Ending.NOT_ACCEPTED;
                    }
                    if (accepted) {
                        backoff.succeeded();
                    } else {
                        notice(
                                Notice.What.CERTIFICATE_REFUSED,
                                "the server does not take the certificate of this device; its factory identity asks"
                                        + " for another");
                        Thread.sleep(backoff.failed());
                    }
                } catch (IOException | MalformedException e) {
                    failed(e);
                    Thread.sleep(backoff.failed());
                }
            }
        }
    }

    private Credential identity(Enrolment enrolment, boolean accepted) throws IOException, InterruptedException {
        var present = enrolment.present();
        if (accepted && present.isPresent()) {
            return present.get();
        }
        Credential enrolled;
        ground.turns().acquire();
        try {
            enrolled = enrolment.enroll();
        } finally {
            ground.turns().release();
        }
        notice(
                Notice.What.ENROLLED,
                enrolled.certificate().getSubjectX500Principal().getName());
        return enrolled;
    }

    private void failed(Exception e) {
        boolean no = e instanceof ServerRefused refused && !refused.isTemporary();
        Notice.What what =
                e instanceof ClockWrong ? Notice.What.CLOCK_WRONG : no ? Notice.What.REFUSED : Notice.What.SERVER_AWAY;
        notice(what, String.valueOf(e.getMessage()));
    }

    private void notice(Notice.What what, String detail) {
        LOG.debug("{} {}", what.word(), detail);
        listener.noticed(new Notice(ground.clock().instant(), what, detail));
    }
}
