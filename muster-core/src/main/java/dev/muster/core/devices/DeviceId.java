package dev.muster.core.devices;

import dev.muster.core.ledger.Subject;
import java.util.regex.Pattern;

/**
 * A device's name within its organisation: the serialNumber (2.5.4.5) of its IDevID certificate's subject at first
 * enrolment, and of every LDevID certificate after it.
 *
 * @param value 1 to 64 of {@code A-Z a-z 0-9 . _ : -}, beginning with a letter or digit; safe in paths and file names
 */
public record DeviceId(String value) implements Comparable<DeviceId> {

    /** Subject kind of a device's entries. */
    public static final String KIND = "device";

    /** What a device id may be, for refusals. */
    public static final String SHAPE_IN_WORDS =
            "1 to 64 of A-Z a-z 0-9 . _ : - are allowed, a letter or digit first (no spaces, no slashes)";

    /** 64 is the upper bound of serialNumber in X.520. */
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,63}");

    /** @throws IllegalArgumentException when the text does not have the shape above */
    public DeviceId {
        if (!isDeviceId(value)) {
            throw new IllegalArgumentException("device id: " + SHAPE_IN_WORDS);
        }
    }

    /** Whether the text can be a device id. */
    public static boolean isDeviceId(String text) {
        return SHAPE.matcher(text).matches();
    }

    /**
     * The device an entry is about.
     *
     * @throws IllegalArgumentException when the subject is not a device
     */
    public static DeviceId of(Subject subject) {
        if (!subject.kind().equals(KIND)) {
            throw new IllegalArgumentException("not a device: " + subject);
        }
        return new DeviceId(subject.id());
    }

    /** {@code device/<id>}. */
    public Subject subject() {
        return new Subject(KIND, value);
    }

    @Override
    public int compareTo(DeviceId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
