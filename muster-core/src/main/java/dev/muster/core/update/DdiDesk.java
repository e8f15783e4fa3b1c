package dev.muster.core.update;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.OrderClosed;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Refusing.Kind;
import dev.muster.core.ledger.Subject;
import dev.muster.format.devices.orders.OrderKind;
import dev.muster.format.devices.orders.OrderOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The desk for devices that speak hawkBit's device API. What they say about an installation is a claim: it closes their order
 * as done, and evidence, or a plan that accepts claims, decides what it counts for.
 */
public final class DdiDesk {
    /** Characters of a device's last word that are kept: as for an order's detail. */
    static final int MOST_DETAIL_CHARS = 256;

    /** Attributes of one device, and characters of each name and value. */
    public static final int MOST_ATTRIBUTES = 64;

    public static final int MOST_ATTRIBUTE_CHARS = 256;

    /** Clients say it once after each start; a device that says something new every time is not listened to. */
    public static final Duration ATTRIBUTES_EVERY = Duration.ofMinutes(1);

    /** Subject of what concerns the whole organisation. */
    private static final Subject GATEWAY = new Subject("ddi", "gateway");

    /** What became of a request. */
    public sealed interface Answer {
        record Done() implements Answer {}

        /** The offer ended otherwise before: the device may forget it. */
        record Gone() implements Answer {}

        record Refused(Refusal refusal) implements Answer {}
    }

    private DdiDesk() {}

    /** Lets a device of the register ask by this API; a new token replaces the one before. */
    public static Decision<Answer> attach(
            DeviceId device, String tokenSha256, String by, UpdateStore known, Instant now) {
        if (known.productOf(device).isEmpty()) {
            return Decision.of(new Answer.Refused(new Refusal(Kind.ABSENT, "device-unknown", "no device " + device)));
        }
        return Decision.of(new Answer.Done(), new Draft(device.subject(), now, by, new DdiAttached(tokenSha256)));
    }

    public static Decision<Answer> openGateway(String tokenSha256, String by, Instant now) {
        return Decision.of(new Answer.Done(), new Draft(GATEWAY, now, by, new DdiGatewayOpened(tokenSha256)));
    }

    /** Whoever was away is offered what it missed. */
    public static Decision<Answer> back(DeviceId device, DdiStore known, Instant now) {
        return known.action(device)
                .filter(action -> action.glance().returns())
                .map(action -> Decision.<Answer>of(
                        new Answer.Done(),
                        new Draft(
                                device.subject(),
                                now,
                                device.subject().text(),
                                new DdiBack(action.target().order()))))
                .orElseGet(() -> Decision.of(new Answer.Done()));
    }

    /** What attributes that a device says do to those it said before, as hawkBit names it. */
    public enum Mode {
        MERGE,
        REPLACE,
        REMOVE;

        /** What is none of the words is the usual one. */
        public static Mode ofWord(String word) {
            return switch (word) {
                case "replace" -> REPLACE;
                case "remove" -> REMOVE;
                default -> MERGE;
            };
        }

        Map<String, String> of(Map<String, String> before, Map<String, String> said) {
            Map<String, String> after = new TreeMap<>(this == REPLACE ? Map.of() : before);
            if (this == REMOVE) {
                after.keySet().removeAll(said.keySet());
            } else {
                after.putAll(said);
            }
            return after;
        }
    }

    /** Keeps what a device says of itself when it is new. */
    public static Decision<Answer> attributes(
            DeviceId device, Map<String, String> said, Mode mode, DdiStore known, Instant now) {
        Optional<DdiStore.Attached> attached = known.attached(device);
        Map<String, String> attributes =
                mode.of(attached.map(DdiStore.Attached::attributes).orElse(Map.of()), said);
        boolean fits = attributes.size() <= MOST_ATTRIBUTES
                && attributes.entrySet().stream()
                        .allMatch(one -> one.getKey().length() <= MOST_ATTRIBUTE_CHARS
                                && one.getValue().length() <= MOST_ATTRIBUTE_CHARS);
        if (!fits) {
            return Decision.of(new Answer.Refused(new Refusal(
                    Kind.INVALID,
                    "attributes-too-many",
                    "at most " + MOST_ATTRIBUTES + " of " + MOST_ATTRIBUTE_CHARS)));
        }
        boolean same = attached.map(one -> one.attributes().equals(attributes)).orElse(false);
        boolean soon = attached.flatMap(DdiStore.Attached::attributesAt)
                .filter(at -> now.isBefore(at.plus(ATTRIBUTES_EVERY)))
                .isPresent();
        if (same || soon) {
            return Decision.of(new Answer.Done());
        }
        return Decision.of(
                new Answer.Done(),
                new Draft(device.subject(), now, device.subject().text(), new DdiAttributesSaid(attributes)));
    }

    /** Takes what a device says about an offer. Progress writes nothing. */
    public static Decision<Answer> feedback(
            DeviceId device, long number, DdiFeedback said, DdiStore known, Instant now) {
        Optional<DdiStore.Action> action = known.action(device).filter(one -> one.number() == number);
        if (action.isEmpty()) {
            return unknown(number);
        }
        Target target = action.get().target();
        OrderOutcome outcome = outcome(said);
        if (target.ended().isPresent()) {
            boolean same = !said.last() || target.ended().get().outcome() == outcome;
            return Decision.of(same ? new Answer.Done() : new Answer.Gone());
        }
        boolean downloaded = action.get().rollout().plan().terms().firmness() == Firmness.DOWNLOAD_ONLY
                && said.execution().equals("downloaded")
                && said.finished().equals("success");
        if (!said.last() && !downloaded) {
            return Decision.of(new Answer.Done());
        }
        return Decision.of(
                new Answer.Done(),
                new Draft(
                        device.subject(),
                        now,
                        device.subject().text(),
                        new OrderClosed(
                                target.order(),
                                OrderKind.INSTALL,
                                outcome,
                                outcome == OrderOutcome.DONE
                                        ? ""
                                        : "ddi-" + outcome.name().toLowerCase(Locale.ROOT),
                                said.sentence(),
                                "",
                                "")));
    }

    private static OrderOutcome outcome(DdiFeedback said) {
        if (said.execution().equals("rejected") || said.execution().equals("canceled")) {
            return OrderOutcome.REFUSED;
        }
        return said.finished().equals("success") ? OrderOutcome.DONE : OrderOutcome.FAILED;
    }

    /** Takes a device's answer to an offer that was taken back. It may already have installed it: its evidence tells. */
    public static Decision<Answer> cancelled(
            DeviceId device, long number, DdiFeedback said, DdiStore known, Instant now) {
        Optional<DdiStore.Action> action = known.action(device).filter(one -> one.number() == number);
        if (action.isEmpty()) {
            return unknown(number);
        }
        if (!said.last() || action.get().cancelAnswered()) {
            return Decision.of(new Answer.Done());
        }
        boolean accepted = said.execution().equals("canceled")
                || (said.execution().equals("closed") && said.finished().equals("success"));
        return Decision.of(
                new Answer.Done(),
                new Draft(
                        device.subject(),
                        now,
                        device.subject().text(),
                        new DdiCancelAnswered(action.get().target().order(), accepted)));
    }

    private static Decision<Answer> unknown(long number) {
        return Decision.of(new Answer.Refused(new Refusal(Kind.ABSENT, "action-unknown", "no action " + number)));
    }
}
