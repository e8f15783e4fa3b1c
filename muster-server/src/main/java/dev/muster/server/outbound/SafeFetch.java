package dev.muster.server.outbound;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Gets one file that an URL from outside names, or hands a message over there, without being led anywhere: https only, with
 * the host's certificate checked;
 * the address is looked at before it is connected to, and is the one that is connected to; few redirects, each looked at in
 * the same way; bounded bytes and time. It speaks HTTP/1.1 itself, because the platform's client asks for the address again.
 */
public final class SafeFetch {
    /** Makers move their files; more than this is a loop. */
    private static final int REDIRECTS_MOST = 3;

    private static final int CONNECT_MILLIS = 5_000;
    private static final int HTTPS_PORT = 443;
    private static final int NO_CONTENT = 204;

    private final SSLSocketFactory tls;
    private final boolean privateAddresses;
    private final Duration whole;

    /**
     * @param tls with the authorities that may speak for hosts
     * @param privateAddresses whether this machine's own networks may be asked
     * @param whole time for everything together
     */
    public SafeFetch(SSLSocketFactory tls, boolean privateAddresses, Duration whole) {
        this.tls = tls;
        this.privateAddresses = privateAddresses;
        this.whole = whole;
    }

    /** What is refused or did not work. */
    public static final class FetchException extends IOException {
        private static final long serialVersionUID = 1L;
        private final String reason;

        FetchException(String reason, String detail) {
            super(detail);
            this.reason = reason;
        }

        /** Stable code: {@code fetch-url}, {@code fetch-address}, {@code fetch-status}, {@code fetch-large}, … */
        public String reason() {
            return reason;
        }
    }

    /**
     * The bytes behind an URL.
     *
     * @param accept the media type that is asked for
     * @param most bytes of the file
     */
    public byte[] get(String url, String accept, int most) throws IOException {
        long end = System.nanoTime() + whole.toNanos();
        URI at = uri(url);
        for (int i = 0; i <= REDIRECTS_MOST; i++) {
            try (SSLSocket socket = open(at, end)) {
                socket.getOutputStream().write(request("GET", at, Map.of("Accept", accept), 0));
                AnswerReader in = new AnswerReader(socket, end);
                AnswerReader.Head head = in.head();
                if (head.status() == 200) {
                    return in.body(head, most);
                }
                if (head.status() / 100 != 3 || head.location().isEmpty()) {
                    throw new FetchException("fetch-status", at.getHost() + " answers " + head.status());
                }
                at = uri(at.resolve(head.location().get()).toString());
            } catch (IllegalArgumentException e) {
                throw new FetchException("fetch-url", "a redirect to what is no URL");
            } catch (SocketTimeoutException e) {
                throw new FetchException("fetch-slow", at.getHost() + " does not answer in time");
            }
        }
        throw new FetchException("fetch-redirects", "more than " + REDIRECTS_MOST + " redirects");
    }

    /**
     * What a host answered.
     *
     * @param bytes the body, whatever the status is
     */
    public record Answer(int status, byte[] bytes) {}

    /**
     * Hands over one message and reads what is answered. Nothing is followed: what leads elsewhere is an answer like others.
     *
     * @param headers such as the content type; names and values without line ends
     * @param most bytes of the answer
     */
    public Answer post(String url, Map<String, String> headers, byte[] body, int most) throws IOException {
        long end = System.nanoTime() + whole.toNanos();
        URI at = uri(url);
        try (SSLSocket socket = open(at, end)) {
            OutputStream out = socket.getOutputStream();
            out.write(request("POST", at, headers, body.length));
            out.write(body);
            out.flush();
            AnswerReader in = new AnswerReader(socket, end);
            AnswerReader.Head head = in.head();
            return new Answer(head.status(), head.status() == NO_CONTENT ? new byte[0] : in.body(head, most));
        }
    }

    /** @throws FetchException with {@code fetch-url} when this is no URL that would ever be asked */
    public static void requireUrl(String url) throws FetchException {
        uri(url);
    }

    private static URI uri(String url) throws FetchException {
        try {
            URI uri = URI.create(url);
            if (!"https".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null || uri.getRawUserInfo() != null) {
                throw new FetchException("fetch-url", "only https with a host and without a user is asked: " + url);
            }
            return uri;
        } catch (IllegalArgumentException e) {
            throw new FetchException("fetch-url", "no URL: " + url);
        }
    }

    private SSLSocket open(URI at, long end) throws IOException {
        String host = at.getHost().replaceAll("[\\[\\]]", "");
        InetAddress address = address(host, privateAddresses);
        Socket plain = new Socket();
        try {
            int port = at.getPort() < 0 ? HTTPS_PORT : at.getPort();
            plain.connect(new InetSocketAddress(address, port), Math.min(CONNECT_MILLIS, left(end)));
            plain.setSoTimeout(left(end));
            SSLSocket socket = (SSLSocket) tls.createSocket(plain, host, port, true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket;
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    /** The address of a host, which is then the one to connect to. */
    public static InetAddress address(String host, boolean privateAddresses) throws IOException {
        InetAddress address = InetAddress.getByName(host);
        if (!privateAddresses && !open(address)) {
            throw new FetchException(
                    "fetch-address", host + " is " + address.getHostAddress() + ", which is not public");
        }
        return address;
    }

    /** Whether an address is one of the Internet's. */
    static boolean open(InetAddress address) {
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        if (bytes.length == 4) {
            // Shared (RFC 6598), "this" network, benchmarks, protocol assignments, reserved.
            return !(first == 0
                    || (first == 100 && second >= 64 && second < 128)
                    || (first == 198 && (second == 18 || second == 19))
                    || (first == 192 && second == 0 && (bytes[2] & 0xff) == 0)
                    || first >= 240);
        }
        // Global unicast is 2000::/3; of it, 6to4, Teredo and what embeds IPv4 leads elsewhere.
        boolean global = (first & 0xe0) == 0x20;
        boolean embeds = first == 0x20 && (second == 0x02 || (second == 0x01 && bytes[2] == 0 && bytes[3] == 0));
        return global && !embeds;
    }

    private static byte[] request(String method, URI at, Map<String, String> headers, int length)
            throws FetchException {
        String path = at.getRawPath() == null || at.getRawPath().isEmpty() ? "/" : at.getRawPath();
        String query = at.getRawQuery() == null ? "" : "?" + at.getRawQuery();
        StringBuilder head =
                new StringBuilder(method + " " + path + query + " HTTP/1.1\r\nHost: " + at.getRawAuthority());
        for (Map.Entry<String, String> header : headers.entrySet()) {
            String line = header.getKey() + ": " + header.getValue();
            if (line.chars().anyMatch(c -> c < ' ' || c > '~')) {
                throw new FetchException("fetch-url", "a header that is not one line of ASCII: " + header.getKey());
            }
            head.append("\r\n").append(line);
        }
        if (method.equals("POST")) {
            head.append("\r\nContent-Length: ").append(length);
        }
        return head.append("\r\nAccept-Encoding: identity\r\nUser-Agent: muster\r\nConnection: close\r\n\r\n")
                .toString()
                .getBytes(StandardCharsets.US_ASCII);
    }

    static int left(long end) throws FetchException {
        long millis = (end - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
            throw new FetchException("fetch-slow", "it takes too long");
        }
        return (int) Math.min(millis, Integer.MAX_VALUE);
    }
}
