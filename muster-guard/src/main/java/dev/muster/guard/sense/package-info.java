/**
 * Reflexes: from a sensor to an actuator by the guard alone, without server or agent. Sensors and actuators are files below
 * injected roots (hwmon, iio, gpio, leds), so that the same code runs over a tree that stands for hardware.
 *
 * <p>Not done: the GPIO character device, conditions over several sensors.
 */
@NullMarked
package dev.muster.guard.sense;

import org.jspecify.annotations.NullMarked;
