package dev.muster.agent.server;

import java.io.IOException;

/** The server could not be reached, or went away while it was answering. The same again may succeed later. */
public final class ServerAway extends IOException {

    ServerAway(IOException cause) {
        super(cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
    }
}
