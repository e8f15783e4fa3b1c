package dev.muster.agent.server;

import dev.muster.format.update.keys.SignedKeyList;
import java.io.IOException;
import java.util.List;

/** The door where a device hears who signs its updates now. */
public final class ReleaseKeysClient {
    private static final int NOT_FOUND = 404;

    private final DeviceConnection connection;
    private final String org;

    /** @param org the organisation's slug */
    public ReleaseKeysClient(DeviceConnection connection, String org) {
        this.connection = connection;
        this.org = org;
    }

    /**
     * The lists after an epoch, the oldest first; at most {@link SignedKeyList#MOST_AT_ONCE}. A server that is older than
     * this door has none.
     *
     * @throws dev.muster.format.update.keys.KeyListException when the answer cannot be read
     */
    public List<SignedKeyList> after(long epoch) throws IOException, InterruptedException {
        Reply reply = connection.get("/update/" + org + "/release-keys?after=" + epoch);
        return reply.status() == NOT_FOUND
                ? List.of()
                : SignedKeyList.parseSeveral(reply.orRefused("release keys").body(), SignedKeyList.MOST_AT_ONCE);
    }
}
