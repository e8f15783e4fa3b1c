package dev.muster.agent;

import dev.muster.agent.install.ArtifactSource;
import dev.muster.agent.server.ServerAway;
import dev.muster.agent.server.ServerRefused;
import java.io.IOException;

/** An order that cannot be followed yet: the server was away or busy, or the user is asked. It stays open and is taken up again. */
final class Postponed extends Exception {
    private static final long serialVersionUID = 1L;

    Postponed(IOException cause) {
        super(cause.getMessage(), cause);
    }

    /** Whether it is the device's user who is waited for. */
    boolean forUser() {
        return getCause() instanceof UserWaits;
    }

    /** Whether the same again may succeed without anything changing on this device. */
    static boolean mayHelp(IOException e) {
        return switch (e) {
            case ServerAway away -> true;
            case UserWaits user -> true;
            case ArtifactSource.Away away -> true;
            case ServerRefused refused -> refused.isTemporary();
            default -> false;
        };
    }
}
