package dev.muster.agent;

import java.io.IOException;

/** The clock of this device and that of its server disagree so much that a certificate is good for one of them only. */
final class ClockWrong extends IOException {
    private static final long serialVersionUID = 1L;

    ClockWrong(String message) {
        super(message);
    }
}
