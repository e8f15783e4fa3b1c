package dev.muster.core.drills;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Refusing;
import dev.muster.core.ledger.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The desk for what is drilled, and when it is time again. */
public final class DrillPlan {
    /** Each drill costs a device a download and a report. */
    public static final long LEAST_HOURS = 1;

    /** The checks forget a refusal after half a year. */
    public static final long MOST_HOURS = 24L * 183;

    /** A few canaries of each product; what all devices should show is no drill. */
    public static final int MOST_DEVICES = 50;

    /** The doors are tried about daily: often enough that what they did is fresh for {@code DoorCheck}. */
    public static final Duration DOORS_EVERY = Duration.ofHours(20);

    private DrillPlan() {}

    /** What a device must refuse. */
    public enum Kind {
        TAMPERED("tampered"),
        FOREIGN_SIGNER("foreign-signer");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** As entries and people say it. */
        public String word() {
            return word;
        }
    }

    /** What became of a request. */
    public sealed interface Answer {
        record Done(DrillsSet set) implements Answer {}

        record Refused(Refusing.Kind kind, String reason, String detail) implements Answer, Refusing {}
    }

    /** Decides which devices are drilled from now on. */
    public static Decision<Answer> set(OrgId org, long everyHours, List<String> devices, String by, Instant now) {
        if (everyHours < LEAST_HOURS || everyHours > MOST_HOURS) {
            return refused("hours-invalid", "every " + LEAST_HOURS + " to " + MOST_HOURS + " hours");
        }
        List<String> once = devices.stream().distinct().sorted().toList();
        if (once.size() > MOST_DEVICES || once.stream().anyMatch(id -> !DeviceId.isDeviceId(id))) {
            return refused("devices-invalid", "at most " + MOST_DEVICES + " ids of devices");
        }
        DrillsSet set = new DrillsSet(everyHours, once);
        return Decision.of(new Answer.Done(set), new Draft(Subject.org(org), now, by, set));
    }

    /** Whether a drill that began then is due again; one that never began is. */
    public static boolean due(Optional<Instant> begun, DrillsSet set, Instant now) {
        return begun.filter(at -> now.isBefore(at.plus(Duration.ofHours(set.everyHours()))))
                .isEmpty();
    }

    /** A device was asked. */
    public static Draft begun(DeviceId device, Kind kind, String envelope, String by, Instant now) {
        return new Draft(device.subject(), now, by, new DrillBegun(kind.word(), envelope));
    }

    private static Decision<Answer> refused(String reason, String detail) {
        return Decision.of(new Answer.Refused(Refusing.Kind.INVALID, reason, detail));
    }
}
