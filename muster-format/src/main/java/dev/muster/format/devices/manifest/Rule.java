package dev.muster.format.devices.manifest;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * What sensors mean together, as a program: a WebAssembly module whose function {@code judge} makes one whole number of theirs. It
 * has nothing but the sensors that are named here, and moves nothing: a {@link Reflex} whose sensor is {@code rules/NAME} does.
 *
 * @param module file below the device's folder
 * @param sha256 of the file; another one is not run
 * @param sensors files below the root of sensors, in the order in which the module numbers them
 */
public record Rule(String name, String module, byte[] sha256, List<String> sensors) {
    /** What a reflex's sensor begins with that is a rule's number. */
    public static final String FOLDER = "rules/";

    /** A rule of more is several. */
    public static final int SENSORS_MAX = 16;

    public Rule {
        sha256 = sha256.clone();
        sensors = List.copyOf(sensors);
        DeviceManifest.require(name.matches("[a-z0-9][a-z0-9-]{0,31}"), "a rule's name has letters, digits and dashes");
        DeviceManifest.path(module);
        DeviceManifest.digest(sha256);
        DeviceManifest.require(sensors.size() <= SENSORS_MAX, "a rule has at most " + SENSORS_MAX + " sensors");
        sensors.forEach(DeviceManifest::path);
    }

    @Override
    public byte[] sha256() {
        return sha256.clone();
    }

    /** What a reflex calls it. */
    public String sensor() {
        return FOLDER + name;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Rule that
                && name.equals(that.name)
                && module.equals(that.module)
                && sensors.equals(that.sensors)
                && Arrays.equals(sha256, that.sha256);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, module, sensors, Arrays.hashCode(sha256));
    }
}
