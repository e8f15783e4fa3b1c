package dev.muster.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.eclipse.jetty.io.EndPoint;
import org.jspecify.annotations.Nullable;

/** One request, for one thread. The body can be read once. */
public final class Request {
    /** Enough for every protocol message we take; uploads say their own limit. */
    public static final int BODY_BYTES_MAX = 1 << 20;

    private final org.eclipse.jetty.server.Request engine;
    private final Map<String, String> parameters;
    private final String correlationId;
    private @Nullable Map<String, String> query;
    private Caller caller = Caller.NOBODY;

    Request(org.eclipse.jetty.server.Request engine, Map<String, String> parameters, String correlationId) {
        this.engine = engine;
        this.parameters = parameters;
        this.correlationId = correlationId;
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

    /** @throws Refused 400 when it is there and no time such as {@code 2026-11-21T20:00:00Z} */
    public Optional<Instant> time(String name) {
        try {
            return query(name).filter(text -> !text.isBlank()).map(text -> Instant.parse(text.strip()));
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

    /** @throws Refused 413 beyond {@code maxBytes} */
    public byte[] body(int maxBytes) {
        try (InputStream in = bodyStream(maxBytes)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For uploads: reading past {@code maxBytes} throws {@link Refused} 413. */
    public InputStream bodyStream(long maxBytes) {
        if (engine.getLength() > maxBytes) {
            throw LimitedStream.tooLarge(maxBytes);
        }
        return new LimitedStream(org.eclipse.jetty.io.Content.Source.asInputStream(engine), maxBytes);
    }

    /** @throws Refused 400 when the body is not such a record in JSON */
    public <T> T json(Class<T> type) {
        return Json.read(body(), type);
    }

    /**
     * The certificates the client showed in the handshake, its own first; empty when it showed none. The handshake
     * proved possession of the first one's key and nothing else: no chain, validity or purpose was judged.
     */
    public List<X509Certificate> clientCertificates() {
        EndPoint.SslSessionData tls =
                engine.getConnectionMetaData().getConnection().getEndPoint().getSslSessionData();
        if (tls == null || tls.peerCertificates() == null) {
            return List.of();
        }
        return List.copyOf(Arrays.asList(tls.peerCertificates()));
    }

    /** The TLS version of the connection, such as {@code TLSv1.3}; empty when the engine does not say. */
    public String tlsVersion() {
        return session().map(session -> session.getProtocol()).orElse("");
    }

    /** The cipher suite of the connection by its IANA name; empty when the engine does not say. */
    public String tlsCipher() {
        return session().map(session -> session.getCipherSuite()).orElse("");
    }

    private Optional<SSLSession> session() {
        EndPoint.SslSessionData tls =
                engine.getConnectionMetaData().getConnection().getEndPoint().getSslSessionData();
        return tls == null ? Optional.empty() : Optional.ofNullable(tls.sslSession());
    }

    /** The host that the client asked for, without a port, lower case; empty when it named none. */
    public String host() {
        String host = engine.getHttpURI().getHost();
        return host == null ? "" : host.toLowerCase(Locale.ROOT);
    }

    public String remoteAddress() {
        return org.eclipse.jetty.server.Request.getRemoteAddr(engine);
    }

    /** 16 hex digits; also in the response, the log and every problem. */
    public String correlationId() {
        return correlationId;
    }

    /** Who the gate found; nobody on routes that need nothing. */
    public Caller caller() {
        return caller;
    }

    void admitted(Caller who) {
        this.caller = who;
    }
}
