package dev.muster.server.http;

import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the engine refuses by itself (unreadable request lines, headers too large) is answered in our words too. */
final class PlainErrors implements Request.Handler {
    private static final Logger LOG = LoggerFactory.getLogger(PlainErrors.class);

    private final RandomGenerator random;

    PlainErrors(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = status(request);
        String correlationId = HexFormat.of().toHexDigits(random.nextLong());
        LOG.info(
                "{} {} {} answered by the engine: {}",
                correlationId,
                request.getMethod(),
                status,
                String.valueOf(request.getAttribute(ErrorHandler.ERROR_EXCEPTION)));
        Problem problem = status < 500
                ? Problem.of(status, "bad-request", "The request could not be understood.")
                : Problem.of(status, "internal", "Something went wrong on our side.");
        var answer = problem.toResponse(correlationId);
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

    /** What the engine found, which is not yet in the response. A fault without a status is ours. */
    private static int status(Request request) {
        return request.getAttribute(ErrorHandler.ERROR_STATUS) instanceof Integer found && found >= 400 ? found : 500;
    }
}
