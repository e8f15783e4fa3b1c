package dev.muster.format.devices.manifest;

/**
 * From a sensor to an actuator, on the device alone.
 *
 * @param name for people, such as {@code fire} or {@code emergency-light}
 * @param sensor file below the root of sensors that holds a whole number, such as {@code hwmon0/temp1_input}
 * @param low below it, or above {@code high}, the actuator is set; in the sensor's unit
 * @param high see {@code low}
 * @param actuator file below the root of actuators
 * @param safe what is written when the sensor is out of its range, or cannot be read
 * @param normal what is written when it is back in range; empty when a person has to reset it
 */
public record Reflex(String name, String sensor, long low, long high, String actuator, String safe, String normal) {
    private static final int VALUE_MAX = 64;

    public Reflex {
        DeviceManifest.path(sensor);
        DeviceManifest.path(actuator);
        DeviceManifest.require(!name.isEmpty() && name.length() <= VALUE_MAX, "a reflex has a name");
        DeviceManifest.require(low <= high, "low is not above high");
        DeviceManifest.require(
                !safe.isEmpty() && safe.length() <= VALUE_MAX && normal.length() <= VALUE_MAX,
                "values have at most " + VALUE_MAX + " characters, and the safe one at least one");
    }
}
