package dev.muster.agent.server;

import java.time.Duration;
import java.util.Optional;

/**
 * What a door answered.
 *
 * @param status 100 to 599
 * @param mediaType as sent, empty when there is none
 * @param body all of it, within the limit that the request named
 * @param retryAfter the server's wish (RFC 9110 §10.2.3, seconds form)
 */
public record Reply(int status, String mediaType, byte[] body, Optional<Duration> retryAfter) {

    /** Whether the door did what was asked. */
    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** @throws ServerRefused when it is anything but a success */
    public Reply orRefused(String what) throws ServerRefused {
        if (!isSuccess()) {
            throw ServerRefused.of(what, this);
        }
        return this;
    }
}
