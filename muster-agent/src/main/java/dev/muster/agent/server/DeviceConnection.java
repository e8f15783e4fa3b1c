package dev.muster.agent.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** One device's way to its server, authenticated by one certificate. A new certificate needs a new connection. */
public final class DeviceConnection implements AutoCloseable {

    /** Beyond any honest answer of a door except an artifact, which is streamed. */
    private static final int BODY_BYTES_MAX = 1024 * 1024;

    /** A gateway-class processor, or a crowded one, takes seconds for a handshake; a server that is not there refuses at once. */
    private static final Duration CONNECT_TIME_MAX = Duration.ofSeconds(30);

    /** What a door may take beyond the wait that was asked for. */
    private static final Duration ANSWER_TIME_MAX = Duration.ofSeconds(30);

    private final HttpClient http;
    private final ExecutorService threads;
    private final URI server;
    private final SSLContext tls;

    private volatile Advice advice = Advice.NONE;

    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes ([0-9]{1,18})-");

    /** @param tls with the device's key and the server's anchors, see {@link DeviceTls} */
    public DeviceConnection(URI server, SSLContext tls) {
        this.server = server;
        this.tls = tls;
        this.threads = Executors.newVirtualThreadPerTaskExecutor();
        SSLParameters only = new SSLParameters();
        only.setProtocols(new String[] {"TLSv1.3"});
        this.http = HttpClient.newBuilder()
                .sslContext(tls)
                .sslParameters(only)
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIME_MAX)
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(threads)
                .build();
    }

    public Reply get(String path) throws IOException, InterruptedException {
        return get(path, Duration.ZERO);
    }

    /** @param wait how long the door may hold the answer back */
    public Reply get(String path, Duration wait) throws IOException, InterruptedException {
        return send(request(path, wait).GET().build());
    }

    public Reply post(String path, String mediaType, byte[] body) throws IOException, InterruptedException {
        return send(request(path, Duration.ZERO)
                .header("Content-Type", mediaType)
                .POST(BodyPublishers.ofByteArray(body))
                .build());
    }

    /** A body on its way here, and the offset in the artifact of its first byte. */
    public record Download(InputStream body, long from) {}

    /**
     * An artifact's bytes from an offset on (RFC 9110 §14.2), as they arrive, or all of them from the first one when the
     * server ignores the range, or has nothing at this offset (416): then what is here was no part of it. The caller closes
     * the stream and bounds how much it reads.
     *
     * @param path on this server, or an absolute URL of this server
     */
    public Download download(String path, long offset) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path, Duration.ZERO).GET();
        if (offset > 0) {
            request.header("Range", "bytes=" + offset + "-");
        }
        HttpResponse<InputStream> response = exchange(request.build(), BodyHandlers.ofInputStream());
        if (response.statusCode() == 200) {
            return new Download(response.body(), 0);
        }
        if (offset > 0 && response.statusCode() == 206 && from(response) == offset) {
            return new Download(response.body(), offset);
        }
        try (InputStream in = response.body()) {
            Reply reply = reply(response, in.readNBytes(BODY_BYTES_MAX));
            if (offset == 0 || response.statusCode() != 416) {
                throw ServerRefused.of("fetching " + path, reply);
            }
        }
        return download(path, 0);
    }

    /** Where a partial body begins; -1 when it does not say. */
    private static long from(HttpResponse<?> response) {
        Matcher range = CONTENT_RANGE.matcher(
                response.headers().firstValue("content-range").orElse(""));
        return range.lookingAt() ? Long.parseLong(range.group(1)) : -1;
    }

    private HttpRequest.Builder request(String path, Duration wait) throws IOException {
        URI target = server.resolve(path);
        if (!server.getScheme().equals(target.getScheme())
                || !server.getAuthority().equals(target.getAuthority())) {
            throw new IOException("only this device's own server is asked, not " + target.getAuthority());
        }
        return HttpRequest.newBuilder(target).timeout(ANSWER_TIME_MAX.plus(wait));
    }

    private Reply send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response =
                exchange(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), BODY_BYTES_MAX));
        return reply(response, response.body());
    }

    private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> body)
            throws ServerAway, InterruptedException {
        try {
            return http.send(request, body);
        } catch (IOException e) {
            throw new ServerAway(e);
        }
    }

    /** A connection of its own to the same server, as the same device, to which evidence can be bound. */
    BoundLine line() throws ServerAway {
        try {
            return BoundLine.open(server, tls, CONNECT_TIME_MAX);
        } catch (IOException e) {
            throw new ServerAway(e);
        }
    }

    /** A request over such a connection. */
    Reply post(BoundLine line, String path, String mediaType, byte[] body, Map<String, String> headers)
            throws ServerAway {
        try {
            BoundLine.Answer answer = line.post(path, mediaType, body, headers, BODY_BYTES_MAX);
            return reply(answer.status(), answer.headers(), answer.body());
        } catch (IOException e) {
            throw new ServerAway(e);
        }
    }

    /** What the server last said beside an answer. */
    public Advice advice() {
        return advice;
    }

    private Reply reply(HttpResponse<?> response, byte[] body) {
        return reply(response.statusCode(), response.headers(), body);
    }

    private Reply reply(int status, HttpHeaders headers, byte[] body) {
        Advice.of(headers).ifPresent(said -> advice = said);
        return new Reply(
                status,
                headers.firstValue("content-type").orElse(""),
                body,
                retryAfter(headers.firstValue("retry-after").orElse("")));
    }

    private static Optional<Duration> retryAfter(String text) {
        return text.matches("[0-9]{1,6}") ? Optional.of(Duration.ofSeconds(Long.parseLong(text))) : Optional.empty();
    }

    @Override
    public void close() {
        http.shutdownNow();
        threads.shutdownNow();
    }
}
