package dev.muster.core.update;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.OrderClosed;
import dev.muster.core.devices.OrderDesk;
import dev.muster.core.ledger.Draft;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.devices.orders.OrderKind;
import dev.muster.format.devices.orders.OrderOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The orders of one rollout. */
record Offers(Rollout rollout, Function<Artifact, String> url, String by, Instant now) {

    /**
     * A device to offer the release to.
     *
     * @param before what it was in this rollout; empty when it is offered it for the first time
     */
    record To(DeviceId device, Optional<Target> before) {
        static To again(Target target) {
            return new To(target.device(), Optional.of(target));
        }
    }

    static List<To> first(List<DeviceId> devices) {
        return devices.stream().map(device -> new To(device, Optional.empty())).toList();
    }

    /** The order and what says why; an order of before that is still open is taken back. */
    List<Draft> offer(To to, int wave) {
        List<Draft> drafts = new ArrayList<>();
        to.before()
                .filter(target -> target.ended().isEmpty())
                .ifPresent(target -> drafts.add(withdraw(target, "offered-again")));
        int attempt = to.before().map(target -> target.attempt() + 1).orElse(1);
        String order = orderId(to.device(), attempt);
        Artifact envelope = rollout.release().envelope();
        drafts.add(new Draft(
                to.device().subject(),
                now,
                by,
                OrderDesk.issue(
                        order,
                        Rollouts.install(
                                envelope,
                                url.apply(envelope),
                                rollout.plan().terms().ordered()),
                        now.plus(lifetime()),
                        "rollout")));
        drafts.add(new Draft(
                to.device().subject(),
                now,
                by,
                new DeviceOffered(rollout.id(), rollout.release().id(), wave, order)));
        return drafts;
    }

    Draft withdraw(Target target, String reason) {
        return new Draft(
                target.device().subject(),
                now,
                by,
                new OrderClosed(target.order(), OrderKind.INSTALL, OrderOutcome.WITHDRAWN, reason, "", "", ""));
    }

    /** An order lives at least as long as the wave waits for it. */
    private Duration lifetime() {
        Duration deadline = rollout.plan().deadline();
        return deadline.compareTo(OrderDesk.DEFAULT_LIFETIME) > 0 ? deadline : OrderDesk.DEFAULT_LIFETIME;
    }

    /** The same attempt of a device in a rollout has the same order, however often the step runs. */
    private String orderId(DeviceId device, int attempt) {
        byte[] hash = Sha256.of(device.value().getBytes(StandardCharsets.UTF_8));
        String id = rollout.id() + "." + HexFormat.of().formatHex(hash, 0, 8);
        return attempt == 1 ? id : id + "." + attempt;
    }
}
