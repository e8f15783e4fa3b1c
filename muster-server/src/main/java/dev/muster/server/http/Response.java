package dev.muster.server.http;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a handler answers. Security headers, the correlation id and, for files, ranges are added by the server.
 *
 * @param headers as they go out, in this order; the content type is one of them
 */
public record Response(int status, Map<String, String> headers, Body body) {
    public static final String JSON = "application/json";
    public static final String HTML = "text/html; charset=utf-8";
    public static final String TEXT = "text/plain; charset=utf-8";
    public static final String CBOR = "application/cbor";

    /** Where the bytes come from. */
    public sealed interface Body permits Bytes, Document, File, Spooled, Events, Later {}

    /** Bytes in memory. */
    @SuppressWarnings("ArrayRecordComponent") // never compared; owned by the response from here on
    public record Bytes(byte[] bytes) implements Body {}

    /** Becomes JSON, and pages when what it lists is long: see {@link Pages}. */
    public record Document(Object value) implements Body {}

    /** A file that does not change while it is served; one range of it may be asked for (RFC 9110 §14). */
    public record File(Path path) implements Body {}

    /**
     * A file that was made for this answer alone: it is gone from its folder when the answer begins, and from the disk when
     * all of it was taken or the peer is gone.
     *
     * @param departed told of the latter, at least once
     */
    public record Spooled(Path path, Runnable departed) implements Body {}

    /** Server-sent events; whoever is given the stream keeps it, returns at once and ends it some day. */
    public record Events(Consumer<EventStream> opened) implements Body {}

    /**
     * An answer that is not there yet. No thread waits for it; whoever completes it does so within a time of its own,
     * and with an answer that is there. It fails as a handler fails, by a {@link RuntimeException}.
     */
    public record Later(CompletionStage<Response> answer) implements Body {}

    public static Response of(int status, String contentType, byte[] bytes) {
        return new Response(status, Map.of("content-type", contentType), new Bytes(bytes));
    }

    public static Response of(int status) {
        return new Response(status, Map.of(), new Bytes(new byte[0]));
    }

    public static Response ok(String contentType, byte[] bytes) {
        return of(200, contentType, bytes);
    }

    /**
     * An answer whose lists are bounded by bytes, and go on at the {@code Link} beside it.
     *
     * @param value a record, map or list: see {@link Json#bytes}; what may be as long as a fleet is {@link Keyed}, by
     *     itself or as a member of a map
     */
    public static Response json(Object value) {
        return new Response(200, Map.of("content-type", JSON), new Document(value));
    }

    /** @param value a record, map or list: see {@link Json#bytes} */
    public static Response json(int status, Object value) {
        return of(status, JSON, Json.bytes(value));
    }

    public static Response html(String page) {
        return html(200, page);
    }

    public static Response html(int status, String page) {
        return of(status, HTML, page.getBytes(StandardCharsets.UTF_8));
    }

    public static Response text(String text) {
        return of(200, TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** As this client reads it: see {@link Routes#showing}. */
    public static Response problem(Problem problem, Request request) {
        return request.forms().stream()
                .flatMap(form -> form.form(problem, request).stream())
                .findFirst()
                .orElseGet(() -> problem.toResponse(request.correlationId()));
    }

    /** The file must exist. */
    public static Response file(Path path, String contentType) {
        return new Response(200, Map.of("content-type", contentType), new File(path));
    }

    /** The file must exist, and is nobody else's; see {@link Spooled}. */
    public static Response spooled(Path path, String contentType, Runnable departed) {
        return new Response(200, Map.of("content-type", contentType), new Spooled(path, departed));
    }

    public static Response events(Consumer<EventStream> opened) {
        return new Response(200, Map.of("content-type", "text/event-stream"), new Events(opened));
    }

    /** The engine's thread is free until there is an answer: for long polls. */
    public static Response later(CompletionStage<Response> answer) {
        return new Response(200, Map.of(), new Later(answer));
    }

    /** See Other: after a form was handled. */
    public static Response seeOther(String location) {
        return of(303).with("location", location);
    }

    /**
     * There is more, which the same question gives with other values of some parameters (RFC 8288).
     *
     * @param changed of characters that need no encoding
     */
    public Response next(Request request, Map<String, String> changed) {
        String given = request.engine().getHttpURI().getQuery();
        Stream<String> kept = Stream.of((given == null ? "" : given).split("&", -1))
                .filter(part -> !part.isEmpty() && !part.startsWith(Pages.PAGE + "="))
                .filter(part -> !changed.containsKey(part.split("=", 2)[0]));
        Stream<String> others = changed.entrySet().stream().map(one -> one.getKey() + "=" + one.getValue());
        String at = (request.path() + "?" + Stream.concat(kept, others).collect(Collectors.joining("&")))
                .replace("<", "%3C")
                .replace(">", "%3E")
                .replace("\"", "%22");
        return with("link", "<" + at + ">; rel=\"next\"");
    }

    public Response with(String header, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(header, value);
        return new Response(status, all, body);
    }
}
