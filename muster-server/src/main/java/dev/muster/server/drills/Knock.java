package dev.muster.server.drills;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** One connection to a listener on this machine, with bytes as they are and nobody's credentials. */
final class Knock {
    /** It is this process that answers: who takes longer is not answering. */
    private static final int MILLIS = 5_000;

    /** More than any answer to a stranger. */
    private static final int ANSWER_BYTES = 64 * 1024;

    private static final int FIRST_BYTES = 4;

    private final SSLSocketFactory tls;
    private final String name;

    /** @param name whom the listener's certificate has to be for */
    Knock(SSLSocketFactory tls, String name) {
        this.tls = tls;
        this.name = name;
    }

    /**
     * What came back.
     *
     * @param status of HTTP; 0 when the connection was closed without one
     * @param headers names in lower case
     */
    record Heard(int status, Map<String, String> headers, String body) {
        static final Heard NOTHING = new Heard(0, Map.of(), "");

        static Heard of(String text) {
            int end = text.indexOf("\r\n\r\n");
            if (end < 0 || !text.matches("(?s)HTTP/1\\.[01] [1-5][0-9][0-9].*")) {
                return NOTHING;
            }
            Map<String, String> headers = new TreeMap<>();
            text.substring(0, end).lines().skip(1).forEach(line -> {
                int colon = line.indexOf(':');
                if (colon > 0) {
                    headers.put(
                            line.substring(0, colon).toLowerCase(Locale.ROOT),
                            line.substring(colon + 1).strip());
                }
            });
            return new Heard(Integer.parseInt(text.substring(9, 12)), headers, text.substring(end + 4));
        }
    }

    /** A request as a browser or a program would make it. */
    Heard ask(int port, String method, String path, String type, String body) throws IOException {
        return raw(
                port,
                method + " " + path + " HTTP/1.1\r\nHost: " + name + ":" + port
                        + "\r\nConnection: close\r\nAccept: */*\r\n"
                        + (body.isEmpty()
                                ? ""
                                : "Content-Type: " + type + "\r\nContent-Length: " + body.length() + "\r\n")
                        + "\r\n" + body);
    }

    /** Any text over TLS. */
    Heard raw(int port, String text) throws IOException {
        try (SSLSocket socket = (SSLSocket) tls.createSocket(plain(port), name, port, true)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            if (name.matches(".*[a-zA-Z].*")) {
                parameters.setServerNames(List.of(new SNIHostName(name)));
            }
            socket.setSSLParameters(parameters);
            return Heard.of(new String(
                    spoken(socket, text.getBytes(StandardCharsets.US_ASCII), ANSWER_BYTES), StandardCharsets.UTF_8));
        }
    }

    /** Any bytes without TLS. @return the first few that came back: they tell what kind of answer it is */
    byte[] bare(int port, byte[] bytes) throws IOException {
        try (Socket socket = plain(port)) {
            return spoken(socket, bytes, FIRST_BYTES);
        }
    }

    private static Socket plain(int port) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), MILLIS);
        socket.setSoTimeout(MILLIS);
        return socket;
    }

    /**
     * What came back until the listener closed or fell silent: one that waits for more from us has
     * answered too.
     *
     * @throws IOException when nothing came at all
     */
    private static byte[] spoken(Socket socket, byte[] bytes, int most) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(bytes);
        out.flush();
        byte[] heard = new byte[most];
        int length = 0;
        try {
            InputStream in = socket.getInputStream();
            for (int got = in.read(heard, 0, heard.length);
                    got > 0;
                    got = in.read(heard, length, heard.length - length)) {
                length += got;
            }
        } catch (SocketTimeoutException silent) {
            if (length == 0) {
                throw silent;
            }
        }
        return Arrays.copyOf(heard, length);
    }
}
