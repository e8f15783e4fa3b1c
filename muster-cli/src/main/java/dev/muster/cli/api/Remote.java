package dev.muster.cli.api;

import dev.muster.cli.CommandFailed;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A server elsewhere.
 *
 * @param server of the console's listener, such as {@code https://muster.example:8443}
 * @param token an operator's
 * @param ca what its certificate must chain to, a PEM file; empty for what this machine trusts
 */
public record Remote(URI server, String token, Optional<Path> ca) {
    public Remote {
        if (!"https".equals(server.getScheme()) || server.getHost() == null) {
            throw CommandFailed.usage("A server is named like https://muster.example:8443, not " + server + ".");
        }
        token = token.strip();
    }
}
