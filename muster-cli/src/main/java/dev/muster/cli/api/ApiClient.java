package dev.muster.cli.api;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.DataDir;
import dev.muster.format.HowFar;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongConsumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** A client of one server's API. */
public final class ApiClient implements AutoCloseable {

    /** Long enough for a question on a busy machine; a hang still ends. */
    private static final Duration ANSWER_TIME_MAX = Duration.ofMinutes(2);

    /** The first byte of a pack, or of what reads a whole ledger, comes when all of it was made. */
    private static final Duration LONG_WORK_TIME_MAX = Duration.ofHours(2);

    /** A busy small machine takes seconds for a handshake; a server that is not there refuses at once. */
    private static final Duration CONNECT_TIME_MAX = Duration.ofSeconds(30);

    private static final int REFUSED_LEAST = 400;

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final HttpClient http;
    private final URI server;
    private final String token;

    ApiClient(HttpClient http, URI server, String token) {
        this.http = http;
        this.server = server;
        this.token = token;
    }

    /** The server whose data directory this is: its address, its certificate and the operator's token are read there. */
    public static ApiClient open(DataDir data) {
        return open(data, Optional.empty());
    }

    /** The same in the name of somebody else. */
    public static ApiClient open(DataDir data, Optional<String> token) {
        if (token.isEmpty() && !Files.isReadable(data.operatorToken())) {
            throw CommandFailed.because("No operator token in " + data.path()
                    + "; start the server with `muster up` or name its data directory with --data.");
        }
        try {
            return to(
                    address(data),
                    data.tlsCa(),
                    token.isPresent()
                            ? token.get()
                            : Files.readString(data.operatorToken()).strip());
        } catch (IOException e) {
            throw new CommandFailed(
                    dev.muster.cli.Status.UNKNOWN, "Cannot read " + data.path() + ": " + e.getMessage(), e);
        }
    }

    /** A server at a known address. */
    public static ApiClient to(URI server, Path tlsCa, String token) throws IOException {
        HttpClient http = HttpClient.newBuilder()
                .sslContext(PinnedTls.trusting(tlsCa))
                .connectTimeout(CONNECT_TIME_MAX)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        return new ApiClient(http, server, token);
    }

    /**
     * A server elsewhere.
     *
     * @throws CommandFailed when its certificate file cannot be used
     */
    public static ApiClient to(Remote remote) {
        if (remote.ca().isEmpty()) {
            HttpClient http = HttpClient.newBuilder()
                    .connectTimeout(CONNECT_TIME_MAX)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
            return new ApiClient(http, remote.server(), remote.token());
        }
        try {
            return to(remote.server(), remote.ca().get(), remote.token());
        } catch (IOException e) {
            throw new CommandFailed(
                    dev.muster.cli.Status.USAGE,
                    "The file that --ca names cannot be used: " + remote.ca().get() + " holds no certificate.",
                    e);
        }
    }

    private static URI address(DataDir data) throws IOException {
        if (!Files.isReadable(data.endpoints())) {
            return URI.create("https://localhost:8443");
        }
        return URI.create(
                json(Files.readAllBytes(data.endpoints())).path("console").asString());
    }

    /** The console's address, with scheme and port. */
    public URI server() {
        return server;
    }

    /**
     * The whole answer: where the server gives a long list in pages, all of them as one.
     *
     * @throws ApiRefused when the server says no
     */
    public JsonNode get(String path) {
        HttpResponse<byte[]> page = answered(request(path).GET().build());
        JsonNode whole = json(page.body());
        Optional<String> next = Next.of(page);
        while (next.isPresent()) {
            page = answered(request(next.get()).GET().build());
            Next.append(whole, json(page.body()));
            next = Next.of(page);
        }
        return whole;
    }

    /** Sends a JSON document (a record, a map or a node). */
    public JsonNode post(String path, Object body) {
        return send(path, "POST", "application/json", JSON.writeValueAsBytes(body));
    }

    /** Puts a JSON document in place of the one that is there. */
    public JsonNode put(String path, Object body) {
        return send(path, "PUT", "application/json", JSON.writeValueAsBytes(body));
    }

    public JsonNode post(String path) {
        return json(send(request(path).POST(BodyPublishers.noBody()).build()));
    }

    /** Asks for work that reads everything there is, and waits as long as that takes. */
    public JsonNode longWork(String path) {
        return json(send(request(path)
                .timeout(LONG_WORK_TIME_MAX)
                .POST(BodyPublishers.noBody())
                .build()));
    }

    public JsonNode delete(String path) {
        return json(send(request(path).DELETE().build()));
    }

    /** Sends bytes of a media type, for example {@code application/suit-envelope+cose}. */
    public JsonNode send(String path, String method, String mediaType, byte[] body) {
        return json(send(request(path)
                .method(method, BodyPublishers.ofByteArray(body))
                .header("Content-Type", mediaType)
                .build()));
    }

    /** Sends a file without holding it in memory. */
    public JsonNode send(String path, String method, String mediaType, Path file) throws IOException {
        return send(path, method, mediaType, file, _ -> {});
    }

    /** @param sent told how many bytes the connection has taken */
    public JsonNode send(String path, String method, String mediaType, Path file, LongConsumer sent)
            throws IOException {
        BodyPublisher body = new CountedBody(BodyPublishers.ofFile(file), sent);
        return json(send(request(path)
                .method(method, body)
                .header("Content-Type", mediaType)
                .build()));
    }

    /** The bytes of an answer that is not JSON, such as an audit pack. */
    public byte[] bytes(String path) {
        return send(request(path).GET().build());
    }

    /**
     * The bytes of an answer that may be larger than memory, into a file that is there only when all of it came.
     *
     * @param howFar told of the bytes that have come, of as many as the server announced
     * @return how many they are
     */
    public long save(String path, Path file, HowFar howFar) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.deleteIfExists(beside); // what a broken-off download left would stand behind a shorter one
            answered(
                    request(path).timeout(LONG_WORK_TIME_MAX).GET().build(),
                    answer -> answer.statusCode() >= REFUSED_LEAST
                            ? BodySubscribers.ofByteArray()
                            : new CountedAnswer<>(
                                    BodySubscribers.mapping(BodySubscribers.ofFile(beside), _ -> new byte[0]),
                                    answer.headers()
                                            .firstValueAsLong("content-length")
                                            .orElse(0),
                                    howFar));
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
            return Files.size(file);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    /** An answer that goes on, such as server-sent events; the caller closes it. */
    public InputStream stream(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server.resolve(path))
                .header("Authorization", "Bearer " + token)
                .GET()
                .build();
        return http.send(request, BodyHandlers.ofInputStream()).body();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.resolve(path))
                .timeout(ANSWER_TIME_MAX)
                .header("Accept", "application/json, */*")
                .header("Authorization", "Bearer " + token);
    }

    private byte[] send(HttpRequest request) {
        return answered(request).body();
    }

    private HttpResponse<byte[]> answered(HttpRequest request) {
        return answered(request, BodyHandlers.ofByteArray());
    }

    private HttpResponse<byte[]> answered(HttpRequest request, BodyHandler<byte[]> body) {
        HttpResponse<byte[]> response;
        try {
            response = http.send(request, body);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailed.because("Interrupted while waiting for the server.");
        }
        if (response.statusCode() >= REFUSED_LEAST) {
            throw refused(response);
        }
        response.headers()
                .firstValue("Muster-Left-Out")
                .ifPresent(rows -> System.err.println("muster: the answer was too long; rows left out: " + rows));
        return response;
    }

    private static JsonNode json(byte[] body) {
        if (body.length == 0) {
            return JSON.createObjectNode();
        }
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            throw CommandFailed.because("The server answered with something that is not JSON.");
        }
    }

    private static ApiRefused refused(HttpResponse<byte[]> response) {
        try {
            JsonNode problem = JSON.readTree(response.body());
            String title = problem.path("title").asString("");
            String detail = problem.path("detail").asString("");
            String code = problem.path("code").asString(problem.path("reason").asString(""));
            String before = title.endsWith(".") ? title.substring(0, title.length() - 1) : title;
            String sentence = detail.isEmpty() ? title : title.isEmpty() ? detail : before + ": " + detail;
            return new ApiRefused(response.statusCode(), code, "The server refused: " + sentence);
        } catch (JacksonException e) {
            String text = new String(response.body(), StandardCharsets.UTF_8).strip();
            return new ApiRefused(
                    response.statusCode(), "", "The server answered " + response.statusCode() + " " + text);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
