package dev.muster.agent.maintenance;

import dev.muster.agent.state.DeviceRoots;
import dev.muster.format.devices.maintenance.Call;
import dev.muster.format.devices.maintenance.MaintenanceException;
import dev.muster.format.devices.maintenance.Reply;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the calls of a person who is elsewhere to this device's own maintenance door, one after the other. It opens nothing
 * that the door does not: the grant, the person's proof, the tool, the record and the end of the window are the door's.
 */
public final class RemoteLine implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteLine.class);

    /** While somebody works. */
    private static final Duration SOON = Duration.ofMillis(200);

    /** While nobody does: whoever begins waits for so long. */
    private static final Duration IDLE = Duration.ofSeconds(2);

    private final DeviceRoots roots;
    private final InstantSource clock;
    private final Instant until;
    private final Carrier carrier;
    private @Nullable Frames door;

    /** The way to the server. */
    public interface Carrier {
        /**
         * Call {@code number}, counted from 1; empty while there is none.
         *
         * @throws SessionOver when there will be none
         * @throws IOException when the server cannot be asked now
         */
        Optional<byte[]> call(int number) throws IOException, InterruptedException, SessionOver;

        /** Takes the reply to it. */
        void reply(int number, byte[] reply) throws IOException, InterruptedException, SessionOver;
    }

    /** The server knows no such session, or it has ended. */
    public static final class SessionOver extends Exception {
        private static final long serialVersionUID = 1;
    }

    public RemoteLine(DeviceRoots roots, InstantSource clock, Instant until, Carrier carrier) {
        this.roots = roots;
        this.clock = clock;
        this.until = until;
        this.carrier = carrier;
    }

    /** Until the session or its window is over, or the thread is interrupted. */
    @Override
    public void run() {
        try {
            for (int number = 1; clock.instant().isBefore(until); number++) {
                Optional<byte[]> call = await(number);
                if (call.isPresent()) {
                    answer(number, small(exchange(call.get())));
                }
            }
        } catch (SessionOver over) {
            LOG.debug("a session through the server is over");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            hangUp();
        }
    }

    /** One call at the door. A grant begins anew, as a person does who comes to the door again. */
    private byte[] exchange(byte[] call) {
        try {
            Call parsed = Call.parse(call);
            if (parsed instanceof Call.Open || parsed instanceof Call.Present) {
                hangUp();
                SocketChannel fresh = SocketChannel.open(StandardProtocolFamily.UNIX);
                fresh.connect(UnixDomainSocketAddress.of(MaintenanceDoor.socket(roots)));
                door = new Frames(fresh);
            }
            Frames now = door;
            if (now == null) {
                return Reply.refused("order-wrong", "a session begins with a grant")
                        .encode();
            }
            now.write(call);
            return now.read(Call.MAX_BYTES);
        } catch (MaintenanceException e) {
            return Reply.refused("call-malformed", String.valueOf(e.getMessage()))
                    .encode();
        } catch (IOException e) {
            return Reply.refused("session-ended", "the device has ended the session")
                    .encode();
        }
    }

    private void hangUp() {
        Frames now = door;
        door = null;
        if (now != null) {
            try {
                now.close();
            } catch (IOException e) {
                LOG.debug("a connection to the maintenance door was not closed: {}", e.getMessage());
            }
        }
    }

    private Optional<byte[]> await(int number) throws InterruptedException, SessionOver {
        Duration pause = SOON;
        while (clock.instant().isBefore(until)) {
            try {
                Optional<byte[]> call = carrier.call(number);
                if (call.isPresent()) {
                    return call;
                }
            } catch (IOException away) {
                LOG.debug("the server is away: {}", away.getMessage());
            }
            Thread.sleep(pause);
            pause = pause.multipliedBy(5).dividedBy(4);
            pause = pause.compareTo(IDLE) > 0 ? IDLE : pause;
        }
        return Optional.empty();
    }

    private void answer(int number, byte[] reply) throws InterruptedException, SessionOver {
        while (clock.instant().isBefore(until)) {
            try {
                carrier.reply(number, reply);
                return;
            } catch (IOException away) {
                Thread.sleep(IDLE);
            }
        }
    }

    private static byte[] small(byte[] reply) {
        return reply.length <= Call.MAX_LINE_BYTES
                ? reply
                : Reply.refused(
                                "file-too-large",
                                "through the server an answer has up to " + Call.MAX_LINE_BYTES + " bytes")
                        .encode();
    }
}
