package dev.muster.agent;

import java.time.Duration;

/**
 * How often and how patiently an agent does its work.
 *
 * @param attestEvery evidence is sent at least this often, also when nothing seems to have changed
 * @param orderWait how long the server may hold a poll for orders; less than the idle time-out of NAT boxes
 * @param retryFirst upper bound of the first wait after a failure
 * @param retryMost upper bound of every wait after a failure
 * @param settle how long a slot must be quiet after a change before it is measured
 */
public record AgentSettings(
        Duration attestEvery, Duration orderWait, Duration retryFirst, Duration retryMost, Duration settle) {

    /** What a device in the field uses. */
    public static AgentSettings standard() {
        return new AgentSettings(
                Duration.ofHours(1),
                Duration.ofSeconds(50),
                Duration.ofSeconds(1),
                Duration.ofMinutes(5),
                Duration.ofMillis(50));
    }

    /** The same work in a hurry, for a demo or a test that takes seconds. */
    public static AgentSettings quick() {
        return new AgentSettings(
                Duration.ofMinutes(5),
                Duration.ofSeconds(20),
                Duration.ofMillis(200),
                Duration.ofSeconds(3),
                Duration.ofMillis(30));
    }
}
