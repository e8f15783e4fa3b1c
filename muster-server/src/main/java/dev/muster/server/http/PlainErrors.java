package dev.muster.server.http;

import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What the engine refuses by itself (unreadable request lines, headers too large) is answered in our words too. */
final class PlainErrors implements Request.Handler {
    private final RandomGenerator random;

    PlainErrors(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus() >= 400 ? response.getStatus() : 400;
        String correlationId = HexFormat.of().toHexDigits(random.nextLong());
        var answer = Problem.of(status, "bad-request", "The request could not be understood.")
                .toResponse(correlationId);
        response.setStatus(status);
        SecurityHeaders.ALL.forEach(response.getHeaders()::put);
        response.getHeaders().put("x-correlation-id", correlationId);
        answer.headers().forEach(response.getHeaders()::put);
        if (answer.body() instanceof dev.muster.server.http.Response.Bytes(byte[] bytes)) {
            response.write(true, java.nio.ByteBuffer.wrap(bytes), callback);
        } else {
            Content.Sink.write(response, true, "", callback);
        }
        return true;
    }
}
