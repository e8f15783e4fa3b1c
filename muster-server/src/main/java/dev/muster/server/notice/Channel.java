package dev.muster.server.notice;

import java.io.IOException;
import java.util.List;

/** One way out. */
interface Channel {
    /**
     * Hands messages over, all in one when there are several; returns when the other side has them.
     *
     * @param to where to, and who asked for it
     * @param messages at least one
     * @throws IOException when it has them not, or it is not known; they come again
     */
    void send(Recipient to, List<Message> messages) throws IOException;

    /**
     * Where to.
     *
     * @param target address or URL; may be a secret
     * @param generation of the signing secret
     */
    record Recipient(String org, String subscription, String target, long generation) {
        /** Without the target. */
        @Override
        public String toString() {
            return org + "/" + subscription;
        }
    }
}
