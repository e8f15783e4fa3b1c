package dev.muster.core.devices;

import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Refusing;
import dev.muster.core.ledger.Refusing.Kind;
import dev.muster.format.devices.orders.OrderKind;
import dev.muster.format.devices.orders.OrderOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Settles which devices are in the register and in which state each of them is. */
public final class DeviceDesk {

    /** What became of a request about a device. */
    public sealed interface Answer {
        /** Done; {@code from} is empty for a device that was just registered. */
        record Changed(DeviceId device, Optional<DeviceState> from, DeviceState to) implements Answer {}

        /** The device is in that state already; nothing was written. */
        record Already(DeviceId device, DeviceState state) implements Answer {}

        /** @param reason {@code device-unknown}, {@code product-unknown}, {@code device-known}, {@code transition-forbidden} */
        record Refused(Kind kind, String reason, String detail) implements Answer, Refusing {}
    }

    /**
     * Who asks for a change and why.
     *
     * @param issuer an operator's name, or {@code muster} for a response
     * @param reason a stable code such as {@code operator}, {@code verdict-contraindicated}
     * @param detail one sentence, may be empty
     */
    public record Cause(String issuer, String reason, String detail) {
        public static final int MAX_REASON_CHARS = 64;
        public static final int MAX_DETAIL_CHARS = 512;

        public Cause {
            if (reason.isEmpty() || reason.length() > MAX_REASON_CHARS || detail.length() > MAX_DETAIL_CHARS) {
                throw new IllegalArgumentException("a cause has a reason code and a detail of bounded length");
            }
        }
    }

    private DeviceDesk() {}

    /** Puts a device on the register before anyone has seen it, from its maker's list. */
    public static Decision<Answer> register(
            DeviceId device, ProductId product, DeviceRegister register, Cause cause, Instant now) {
        if (register.device(device).isPresent()) {
            return refused(Kind.CONFLICT, "device-known", "device " + device + " is on the register already");
        }
        if (register.product(product).isEmpty()) {
            return refused(Kind.ABSENT, "product-unknown", "product " + product + " is not on the register");
        }
        return Decision.of(
                new Answer.Changed(device, Optional.empty(), DeviceState.MANUFACTURED),
                new Draft(device.subject(), now, cause.issuer(), new DeviceRegistered(product.value(), "manifest")));
    }

    /** Cuts a device off: open installations are withdrawn, and its certificate is good for proving itself only. */
    public static Decision<Answer> quarantine(DeviceId device, DeviceRegister register, Cause cause, Instant now) {
        return change(device, DeviceState.QUARANTINED, register, cause, now);
    }

    /**
     * Lets a device back into service. Out of safe-stop and from outside there is no way straight back, see
     * {@link DeviceState#next()}.
     */
    public static Decision<Answer> release(DeviceId device, DeviceRegister register, Cause cause, Instant now) {
        return change(device, DeviceState.OPERATIONAL, register, cause, now);
    }

    /** Takes a device out of service for ever. */
    public static Decision<Answer> retire(DeviceId device, DeviceRegister register, Cause cause, Instant now) {
        return change(device, DeviceState.RETIRED, register, cause, now);
    }

    /** Any other step of the state machine. */
    public static Decision<Answer> change(
            DeviceId id, DeviceState to, DeviceRegister register, Cause cause, Instant now) {
        Optional<Device> found = register.device(id);
        if (found.isEmpty()) {
            return refused(Kind.ABSENT, "device-unknown", "device " + id + " is not on the register");
        }
        DeviceState from = found.get().state();
        if (from == to) {
            return Decision.of(new Answer.Already(id, to));
        }
        if (!from.allows(to)) {
            return refused(
                    Kind.CONFLICT, "transition-forbidden", "from " + from.word() + " no step leads to " + to.word());
        }
        List<Draft> drafts = new ArrayList<>();
        drafts.add(new Draft(
                id.subject(), now, cause.issuer(), new StateChanged(from, to, cause.reason(), cause.detail())));
        for (IssuedOrder open : register.openOrders(id)) {
            if (to == DeviceState.RETIRED || endsWithService(open, to)) {
                drafts.add(new Draft(
                        id.subject(),
                        now,
                        cause.issuer(),
                        OrderDesk.closed(open, OrderOutcome.WITHDRAWN, cause.reason(), "device is " + to.word())));
            }
        }
        return Decision.of(new Answer.Changed(id, Optional.of(from), to), drafts);
    }

    private static boolean endsWithService(IssuedOrder open, DeviceState to) {
        return !to.inService() && open.order().kind() == OrderKind.INSTALL;
    }

    private static Decision<Answer> refused(Kind kind, String reason, String detail) {
        return Decision.of(new Answer.Refused(kind, reason, detail));
    }
}
