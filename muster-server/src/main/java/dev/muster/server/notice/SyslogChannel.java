package dev.muster.server.notice;

import dev.muster.core.ledger.NoticeKind;
import dev.muster.server.outbound.SafeFetch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Lines of syslog (RFC 5424) with CEF in them, counted in octets, over TLS (RFC 5425) or TCP (RFC 6587 §3.4.1). Syslog has no
 * answer: what was written before the other side closed counts as arrived, and may be lost there.
 */
final class SyslogChannel implements Channel {
    private static final int MILLIS_MOST = 10_000;
    private static final int FACILITY_AUDIT = 13;

    private final SSLSocketFactory tls;
    private final boolean privateAddresses;
    private final String host;

    /** @param host what this server calls itself */
    SyslogChannel(SSLSocketFactory tls, boolean privateAddresses, String host) {
        this.tls = tls;
        this.privateAddresses = privateAddresses;
        this.host = host;
    }

    /** Whether a text is {@code tls://HOST:PORT} or {@code tcp://HOST:PORT}. */
    static boolean isTarget(String text) {
        try {
            URI uri = URI.create(text);
            return List.of("tls", "tcp").contains(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getPort() > 0
                    && uri.getRawUserInfo() == null
                    && uri.getRawPath().isEmpty();
        } catch (IllegalArgumentException | NullPointerException none) {
            return false;
        }
    }

    @Override
    public void send(Recipient to, List<Message> messages) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Message message : messages) {
            byte[] line = line(message).getBytes(StandardCharsets.UTF_8);
            out.writeBytes((line.length + " ").getBytes(StandardCharsets.US_ASCII));
            out.writeBytes(line);
        }
        URI uri = URI.create(to.target());
        String name = uri.getHost().replaceAll("[\\[\\]]", "");
        InetAddress address = SafeFetch.address(name, privateAddresses);
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(address, uri.getPort()), MILLIS_MOST);
            plain.setSoTimeout(MILLIS_MOST);
            if (uri.getScheme().equals("tls")) {
                try (SSLSocket socket = (SSLSocket) tls.createSocket(plain, name, uri.getPort(), true)) {
                    SSLParameters parameters = socket.getSSLParameters();
                    parameters.setEndpointIdentificationAlgorithm("HTTPS");
                    socket.setSSLParameters(parameters);
                    socket.startHandshake();
                    write(socket, out.toByteArray());
                }
            } else {
                write(plain, out.toByteArray());
            }
        }
    }

    private static void write(Socket socket, byte[] lines) throws IOException {
        socket.getOutputStream().write(lines);
        socket.getOutputStream().flush();
    }

    String line(Message message) {
        int priority = FACILITY_AUDIT * 8 + severity(message);
        return "<" + priority + ">1 " + message.at() + " " + word(host) + " muster - " + word(message.kind()) + " - "
                + cef(message);
    }

    private static int severity(Message message) {
        return message.settled()
                ? 5
                : switch (message.weight()) {
                    case INFO -> 6;
                    case WARNING -> 4;
                    case URGENT -> 1;
                };
    }

    /** Header fields escape bars, extensions equal signs; both backslashes and line ends. */
    private static String cef(Message message) {
        int weight = message.weight() == NoticeKind.Weight.URGENT
                ? 9
                : message.weight() == NoticeKind.Weight.WARNING ? 6 : 3;
        return "CEF:0|Muster|muster|0.1|" + field(message.kind(), '|') + "|" + field(message.kind(), '|') + "|"
                + (message.settled() ? 1 : weight) + "|rt=" + message.at().toEpochMilli() + " externalId="
                + field(message.id(), '=') + " suid=" + field(message.org(), '=') + " duid="
                + field(message.subject(), '=')
                + " outcome=" + (message.settled() ? "settled" : "open") + " msg=" + field(message.says(), '=');
    }

    private static String field(String text, char special) {
        return text.replace("\\", "\\\\").replace("" + special, "\\" + special).replaceAll("[\\p{Cntrl}]+", " ");
    }

    /** PRINTUSASCII without blanks. */
    private static String word(String text) {
        String safe = text.replaceAll("[^!-~]", "_");
        return safe.isEmpty() ? "-" : safe.substring(0, Math.min(safe.length(), 32));
    }
}
