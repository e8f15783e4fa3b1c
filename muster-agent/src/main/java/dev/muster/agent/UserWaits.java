package dev.muster.agent;

import java.io.IOException;

/** An update waits for the word of the device's user. */
final class UserWaits extends IOException {
    private static final long serialVersionUID = 1L;

    UserWaits(String message) {
        super(message);
    }
}
