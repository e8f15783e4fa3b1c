package dev.muster.core.joining;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Refusing;
import dev.muster.core.ledger.Refusing.Kind;
import java.time.Instant;
import java.util.Optional;

/** Settles what a person says to devices that wait. */
public final class ApprovalDesk {

    /** What became of a word. */
    public sealed interface Answer {
        record Said(Waiting waiting) implements Answer {}

        /** @param reason {@code not-waiting} */
        record Refused(Kind kind, String reason, String detail) implements Answer, Refusing {}
    }

    private ApprovalDesk() {}

    /** Lets a device in, or not. The word may be changed until the device has a certificate. */
    public static Decision<Answer> say(
            DeviceId device, boolean admit, JoiningStore store, String issuer, String reason, Instant now) {
        Optional<Waiting> waiting = store.waiting(device);
        if (waiting.isEmpty()) {
            return Decision.of(
                    new Answer.Refused(Kind.ABSENT, "not-waiting", "device " + device + " does not wait for a word"));
        }
        JoiningAnswered event = new JoiningAnswered(waiting.get().factory(), admit, reason);
        return Decision.of(new Answer.Said(waiting.get()), new Draft(device.subject(), now, issuer, event));
    }
}
