package dev.muster.agent.server;

import dev.muster.format.attest.eat.ConnectionBinding;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * One TLS 1.3 connection of which both ends' common secret is known here, for evidence that is worth nothing over any other.
 * The JDK's HTTP client does not say over which of its connections a request goes, and shows no exporter; so this speaks the
 * little HTTP/1.1 that the attestation doors need: requests one after the other, answers with a Content-Length.
 */
final class BoundLine implements AutoCloseable {
    private static final int HEAD_BYTES_MAX = 16 * 1024;
    private static final int MAX_HEADERS = 64;
    private static final int DEFAULT_PORT = 443;

    private final SSLSocket socket;
    private final String authority;
    private final Optional<byte[]> exported;

    /** An answer as it came. */
    record Answer(int status, HttpHeaders headers, byte[] body) {}

    private BoundLine(SSLSocket socket, String authority, Optional<byte[]> exported) {
        this.socket = socket;
        this.authority = authority;
        this.exported = exported;
    }

    /** @param time to connect and to shake hands, and to wait for any answer */
    static BoundLine open(URI server, SSLContext tls, Duration time) throws IOException {
        int port = server.getPort() < 0 ? DEFAULT_PORT : server.getPort();
        String host = server.getHost().replaceAll("[\\[\\]]", "");
        Socket raw = new Socket();
        try {
            raw.connect(new InetSocketAddress(host, port), Math.toIntExact(time.toMillis()));
            raw.setSoTimeout(Math.toIntExact(time.toMillis()));
            raw.setTcpNoDelay(true);
            SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(raw, host, port, true);
            SSLParameters only = socket.getSSLParameters();
            only.setProtocols(new String[] {"TLSv1.3"});
            only.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(only);
            socket.startHandshake();
            return new BoundLine(socket, server.getAuthority(), export(socket));
        } catch (IOException | RuntimeException e) {
            raw.close();
            throw e;
        }
    }

    /** Once, right after the handshake: of a connection that was resumed, JDK 25 may export another one's later. */
    private static Optional<byte[]> export(SSLSocket socket) throws IOException {
        return socket.getSession() instanceof ExtendedSSLSession session
                ? Optional.ofNullable(session.exportKeyingMaterialData(
                        ConnectionBinding.LABEL, new byte[0], ConnectionBinding.EXPORTED_BYTES))
                : Optional.empty();
    }

    /** What only the two ends of this connection know. */
    Optional<byte[]> exported() {
        return exported;
    }

    Answer post(String path, String mediaType, byte[] body, Map<String, String> headers, int bodyMax)
            throws IOException {
        StringBuilder head = new StringBuilder()
                .append("POST ")
                .append(path)
                .append(" HTTP/1.1\r\nHost: ")
                .append(authority)
                .append("\r\nContent-Type: ")
                .append(mediaType)
                .append("\r\nContent-Length: ")
                .append(body.length)
                .append("\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        byte[] bytes = head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
        byte[] all = java.util.Arrays.copyOf(bytes, bytes.length + body.length);
        System.arraycopy(body, 0, all, bytes.length, body.length);
        OutputStream out = socket.getOutputStream();
        out.write(all);
        out.flush();
        return answer(socket.getInputStream(), bodyMax);
    }

    private static Answer answer(InputStream in, int bodyMax) throws IOException {
        String[] lines = head(in).split("\r\n", -1);
        int status = status(lines[0]);
        Map<String, List<String>> fields = new TreeMap<>();
        for (int i = 1; i < lines.length && i <= MAX_HEADERS; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                fields.computeIfAbsent(lines[i].substring(0, colon).toLowerCase(Locale.ROOT), key -> new ArrayList<>())
                        .add(lines[i].substring(colon + 1).strip());
            }
        }
        HttpHeaders headers = HttpHeaders.of(fields, (name, value) -> true);
        long length = headers.firstValueAsLong("content-length")
                .orElseThrow(() -> new IOException("the answer does not say how long it is"));
        if (length < 0 || length > bodyMax) {
            throw new IOException("the answer has " + length + " bytes, more than " + bodyMax);
        }
        byte[] body = in.readNBytes((int) length);
        if (body.length < length) {
            throw new EOFException("the answer was cut");
        }
        return new Answer(status, headers, body);
    }

    private static int status(String line) throws IOException {
        if (!line.matches("HTTP/1\\.1 [1-5][0-9]{2}( .*)?")) {
            throw new IOException("not an answer in HTTP/1.1");
        }
        return Integer.parseInt(line.substring(9, 12));
    }

    /** Up to the empty line, without it. */
    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int end = 0;
        while (end < 4) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the connection ended");
            }
            if (head.size() >= HEAD_BYTES_MAX) {
                throw new IOException("the head of the answer is longer than " + HEAD_BYTES_MAX + " bytes");
            }
            head.write(next);
            end = next == (end % 2 == 0 ? '\r' : '\n') ? end + 1 : next == '\r' ? 1 : 0;
        }
        String text = head.toString(StandardCharsets.US_ASCII);
        return text.substring(0, text.length() - 4);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }
}
