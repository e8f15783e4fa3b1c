package dev.muster.core.update;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Refusing.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The desk where one device is taken out of all rollouts, and let in again. */
public final class Holds {
    /** Why an offer was taken back from a device that is held, and why it left its rollout; it is offered again afterwards. */
    static final String REASON = "device-held";

    public static final int MOST_REASON_CHARS = 200;

    private Holds() {}

    /** Holds a device, or lets it go. Its open offers are taken back. */
    public static Decision<Rollouts.Answer> hold(
            DeviceId device, boolean held, String reason, String by, UpdateStore known, Instant now) {
        if (known.productOf(device).isEmpty()) {
            return refuse(Kind.ABSENT, "device-unknown", "no device " + device);
        }
        if (reason.isBlank() || reason.length() > MOST_REASON_CHARS) {
            return refuse(Kind.INVALID, "reason-missing", "a reason of 1 to " + MOST_REASON_CHARS + " characters");
        }
        Rollouts.Answer done = new Rollouts.Answer.Offered("", List.of(device));
        if (known.held(device) == held) {
            return Decision.of(done);
        }
        List<Draft> drafts = new ArrayList<>();
        drafts.add(new Draft(device.subject(), now, by, new DeviceHeld(held, reason)));
        if (held) {
            for (Rollout rollout : known.active()) {
                known.target(rollout.id(), device)
                        .filter(target -> target.ended().isEmpty() && target.state() == TargetState.OFFERED)
                        .ifPresent(target ->
                                drafts.add(new Offers(rollout, Artifact::sha256, by, now).withdraw(target, REASON)));
            }
        }
        return Decision.of(done, drafts);
    }

    private static Decision<Rollouts.Answer> refuse(Kind kind, String code, String detail) {
        return Decision.of(new Rollouts.Answer.Refused(new Refusal(kind, code, detail)));
    }
}
