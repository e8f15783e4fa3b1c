package dev.muster.agent;

import dev.muster.agent.maintenance.RemoteLine;
import dev.muster.agent.server.DeviceConnection;
import dev.muster.agent.server.Reply;
import dev.muster.agent.server.ServerRefused;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries one session over this device's connection to its server, whichever that is now.
 *
 * @param connection null while there is none
 */
record ServerLine(Supplier<@Nullable DeviceConnection> connection, String org, String session)
        implements RemoteLine.Carrier {
    private static final int NO_CONTENT = 204;

    @Override
    public Optional<byte[]> call(int number) throws IOException, InterruptedException, RemoteLine.SessionOver {
        Reply reply = done(server().get(path(number)));
        return reply.status() == NO_CONTENT ? Optional.empty() : Optional.of(reply.body());
    }

    @Override
    public void reply(int number, byte[] bytes) throws IOException, InterruptedException, RemoteLine.SessionOver {
        done(server().post(path(number), "application/octet-stream", bytes));
    }

    private DeviceConnection server() throws IOException {
        DeviceConnection now = connection.get();
        if (now == null) {
            throw new IOException("there is no connection now");
        }
        return now;
    }

    private static Reply done(Reply reply) throws IOException, RemoteLine.SessionOver {
        try {
            return reply.orRefused("a session through the server");
        } catch (ServerRefused refused) {
            if (refused.isTemporary()) {
                throw refused;
            }
            throw new RemoteLine.SessionOver();
        }
    }

    private String path(int number) {
        return "/devices/" + org + "/sessions/" + session + "/line/" + number;
    }
}
