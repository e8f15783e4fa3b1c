package dev.muster.cli.governance;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.api.ApiClient;
import dev.muster.cli.api.ApiRefused;
import dev.muster.cli.device.Workplace;
import dev.muster.format.devices.maintenance.Call;
import dev.muster.format.devices.maintenance.Reply;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/** A person's side of a session by way of the server. */
final class RemoteWork implements Workplace {
    private static final Duration LOOK = Duration.ofMillis(200);

    /** A device that is there looks every two seconds. */
    private static final Duration BEGINS_WITHIN = Duration.ofMinutes(1);

    private final ApiClient api;
    private final String line;

    /** @param line path of the session's line */
    RemoteWork(ApiClient api, String line) {
        this.api = api;
        this.line = line;
    }

    @Override
    public Reply ask(Call call) throws IOException {
        try {
            byte[] bytes = call.encode();
            if (bytes.length > Call.MAX_LINE_BYTES) {
                return Reply.refused(
                        "file-too-large", "through the server a call has up to " + Call.MAX_LINE_BYTES + " bytes");
            }
            int number = api.send(line, "POST", "application/octet-stream", bytes)
                    .path("number")
                    .asInt();
            long begun = System.nanoTime();
            for (byte[] reply = api.bytes(line + "/" + number); ; reply = api.bytes(line + "/" + number)) {
                if (reply.length > 0) {
                    return Reply.parse(reply);
                }
                if (call instanceof Call.Open && System.nanoTime() - begun > BEGINS_WITHIN.toNanos()) {
                    throw CommandFailed.because("The device does not answer: is it on, and reaches it its server?");
                }
                Thread.sleep(LOOK);
            }
        } catch (ApiRefused refused) {
            if (refused.code().equals("session-over")) {
                throw new EOFException(refused.getMessage());
            }
            throw refused;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    @Override
    public void close() {
        // The agent ends a session that nobody closes at the end of its window.
    }
}
