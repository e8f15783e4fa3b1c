package dev.muster.server.http;

import dev.muster.core.ledger.Acting;
import dev.muster.core.ledger.Actor;
import dev.muster.core.ledger.OrgId;
import java.io.InputStream;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request, for one thread. The body is there when the handler is called, unless the route accepts a stream. */
public final class Request {
    /** Enough for every protocol message we take; uploads say their own limit. */
    public static final int BODY_BYTES_MAX = 1 << 20;

    private final org.eclipse.jetty.server.Request engine;
    private final Peer peer;
    private final String template;
    private final Map<String, String> parameters;
    private final String correlationId;
    private final @Nullable Exchange exchange;
    private @Nullable Map<String, String> query;
    private byte[] gathered = new byte[0];
    private @Nullable InputStream coming;
    private @Nullable Gate gate;
    private final List<ProblemForm> forms;
    private Caller caller = Caller.NOBODY;
    private final Acting acting = new Acting();

    Request(org.eclipse.jetty.server.Request engine, Peer peer, String correlationId, List<ProblemForm> forms) {
        this(engine, peer, "(no route)", Map.of(), correlationId, null, forms);
    }

    private Request(
            org.eclipse.jetty.server.Request engine,
            Peer peer,
            String template,
            Map<String, String> parameters,
            String correlationId,
            @Nullable Exchange exchange,
            List<ProblemForm> forms) {
        this.engine = engine;
        this.peer = peer;
        this.template = template;
        this.parameters = parameters;
        this.correlationId = correlationId;
        this.exchange = exchange;
        this.forms = forms;
    }

    /** The same for the route that was found. */
    Request routed(String itsTemplate, Map<String, String> itsParameters, Exchange on) {
        return new Request(engine, peer, itsTemplate, itsParameters, correlationId, on, forms);
    }

    org.eclipse.jetty.server.Request engine() {
        return engine;
    }

    void arrived(byte[] body) {
        gathered = body;
    }

    void streaming(Patience patience, HttpLimits limits, Exchange on) {
        coming = new PacedStream(org.eclipse.jetty.io.Content.Source.asInputStream(engine), patience, limits, on);
    }

    /** The route's path template: for logs, because a path may contain a secret. */
    String template() {
        return template;
    }

    public String method() {
        return engine.getMethod();
    }

    /** The path as received, percent-encoded, without the query. */
    public String path() {
        return engine.getHttpURI().getPath();
    }

    /** A path parameter of the route's template, decoded. */
    public String parameter(String name) {
        String value = parameters.get(name);
        if (value == null) {
            throw new IllegalStateException("the route has no {" + name + "}");
        }
        return value;
    }

    public Optional<String> findParameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    /** The first value of a query parameter. */
    public Optional<String> query(String name) {
        if (query == null) {
            Map<String, String> parsed = new HashMap<>();
            try {
                org.eclipse.jetty.server.Request.extractQueryParameters(engine)
                        .forEach(field -> parsed.put(field.getName(), String.valueOf(field.getValue())));
            } catch (RuntimeException e) {
                throw Problem.of(400, "malformed-query", "The query is not percent-encoded correctly.")
                        .refuse();
            }
            query = parsed;
        }
        return Optional.ofNullable(query.get(name));
    }

    /** @throws Refused 400 when it is there and not a number between the bounds */
    public long query(String name, long fallback, long min, long max) {
        Optional<String> text = query(name);
        if (text.isEmpty()) {
            return fallback;
        }
        try {
            long value = Long.parseLong(text.get());
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // answered below
        }
        throw Problem.of(400, "bad-parameter", name + " must be a number from " + min + " to " + max + ".")
                .refuse();
    }

    /** @throws Refused 400 when it is there and no {@link AskedTime}, or one out of reason */
    public Optional<Instant> time(String name) {
        try {
            Optional<Instant> time =
                    query(name).filter(text -> !text.isBlank()).map(text -> AskedTime.of(text.strip()));
            time.ifPresent(at -> Json.requireReasonable(name, at));
            return time;
        } catch (DateTimeParseException e) {
            throw Problem.of(400, "bad-time", name + " must look like 2026-11-21T20:00:00Z.")
                    .refuse();
        }
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(engine.getHeaders().get(name));
    }

    /** Host and port as the caller named them: the {@code Host} header, or {@code :authority} of HTTP/2. */
    public Optional<String> authority() {
        return Optional.ofNullable(engine.getHttpURI().getAuthority()).or(() -> header("host"));
    }

    /** The media type of the body, lower case, without parameters; empty when there is none. */
    public String contentType() {
        String value = header("content-type").orElse("");
        int semicolon = value.indexOf(';');
        return (semicolon < 0 ? value : value.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
    }

    public Optional<String> cookie(String name) {
        return org.eclipse.jetty.server.Request.getCookies(engine).stream()
                .filter(cookie -> cookie.getName().equals(name))
                .map(org.eclipse.jetty.http.HttpCookie::getValue)
                .findFirst();
    }

    /** @throws Refused 413 beyond {@link #BODY_BYTES_MAX} */
    public byte[] body() {
        return body(BODY_BYTES_MAX);
    }

    /** @throws Refused 413 beyond {@code maxBytes}, which is not more than the route accepts */
    public byte[] body(int maxBytes) {
        if (gathered.length > maxBytes) {
            throw LimitedStream.tooLarge(maxBytes);
        }
        return gathered;
    }

    /** On routes that accept a stream, once: reading past {@code maxBytes} throws {@link Refused} 413. */
    public InputStream bodyStream(long maxBytes) {
        if (coming == null) {
            throw new IllegalStateException("the route " + template + " accepts no stream");
        }
        if (engine.getLength() > maxBytes) {
            throw LimitedStream.tooLarge(maxBytes);
        }
        return new LimitedStream(coming, maxBytes);
    }

    /** @throws Refused 400 when the body is not such a record in JSON */
    public <T> T json(Class<T> type) {
        return Json.read(body(), type);
    }

    /** Whoever sent this. */
    public Peer peer() {
        return peer;
    }

    /** A door knows the device by its certificate: it draws on the share of devices, or is refused (429). */
    public void recognised(Actor device) {
        recognised(device, peer.certificates().isEmpty() ? "" : peer.fingerprint());
    }

    /** The same by a token; {@code credential} is unlike any fingerprint and any other device's, or empty for none. */
    public void recognised(Actor device, String credential) {
        acting.is(device);
        if (exchange != null && !credential.isEmpty()) {
            exchange.recognised(credential);
        }
    }

    /** See {@link Peer#certificates}. */
    public List<X509Certificate> clientCertificates() {
        return peer.certificates();
    }

    /** See {@link Peer#tlsVersion}. */
    public String tlsVersion() {
        return peer.tlsVersion();
    }

    /** See {@link Peer#tlsCipher}. */
    public String tlsCipher() {
        return peer.tlsCipher();
    }

    /** The host that the client asked for, without a port, lower case; empty when it named none. */
    public String host() {
        String host = engine.getHttpURI().getHost();
        return host == null ? "" : host.toLowerCase(Locale.ROOT);
    }

    public String remoteAddress() {
        return peer.address();
    }

    /** The organisation of the route's {@code {org}}. @throws Refused 404 when it cannot be one */
    public OrgId org() {
        try {
            return new OrgId(parameter("org"));
        } catch (IllegalArgumentException notASlug) {
            throw Problem.notFound().refuse();
        }
    }

    /** 16 hex digits; also in the response, the log and every problem. */
    public String correlationId() {
        return correlationId;
    }

    /** Who the gate found; nobody on routes that need nothing. */
    public Caller caller() {
        return caller;
    }

    /**
     * For a route that anybody may call but this caller may not without a credential.
     *
     * @throws Refused as the {@link Gate} refuses
     */
    public Caller require(Need need) {
        if (gate == null) {
            throw new IllegalStateException("the request came through no gate");
        }
        admitted(gate.admit(this, need));
        return caller;
    }

    void through(Gate asked) {
        gate = asked;
    }

    List<ProblemForm> forms() {
        return forms;
    }

    /** Whether it is a browser that goes somewhere, and no program: only those name HTML among what they take. */
    public boolean asksForPage() {
        return header("accept").filter(types -> types.contains("text/html")).isPresent();
    }

    /** Who is written down as the actor of every entry that comes of this request. */
    Acting acting() {
        return acting;
    }

    void admitted(Caller who) {
        this.caller = who;
        if (!who.equals(Caller.NOBODY)) {
            acting.is(Actor.parse(who.name()));
        }
    }
}
