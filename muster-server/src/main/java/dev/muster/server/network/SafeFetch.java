package dev.muster.server.network;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Gets one file that an URL from outside names, without being led anywhere: https only, with the host's certificate checked;
 * the address is looked at before it is connected to, and is the one that is connected to; few redirects, each looked at in
 * the same way; bounded bytes and time. It speaks HTTP/1.1 itself, because the platform's client asks for the address again.
 */
public final class SafeFetch {
    /** Makers move their files; more than this is a loop. */
    private static final int REDIRECTS_MOST = 3;

    private static final int HEAD_BYTES_MOST = 16 * 1024;
    private static final int CONNECT_MILLIS = 5_000;
    private static final int HTTPS_PORT = 443;

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

    private record Head(int status, Optional<Long> length, boolean chunked, Optional<String> location) {}

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
                socket.getOutputStream().write(request(at, accept));
                InputStream in = new BufferedInputStream(socket.getInputStream());
                Head head = head(in, socket, end);
                if (head.status() == 200) {
                    return body(in, head, most, socket, end);
                }
                if (head.status() / 100 != 3 || head.location().isEmpty()) {
                    throw new FetchException("fetch-status", at.getHost() + " answers " + head.status());
                }
                at = uri(at.resolve(head.location().get()).toString());
            } catch (IllegalArgumentException e) {
                throw new FetchException("fetch-url", "a redirect to what is no URL");
            }
        }
        throw new FetchException("fetch-redirects", "more than " + REDIRECTS_MOST + " redirects");
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
        InetAddress address = InetAddress.getByName(host);
        if (!privateAddresses && !open(address)) {
            throw new FetchException(
                    "fetch-address", host + " is " + address.getHostAddress() + ", which is not public");
        }
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

    private static byte[] request(URI at, String accept) {
        String path = at.getRawPath() == null || at.getRawPath().isEmpty() ? "/" : at.getRawPath();
        String query = at.getRawQuery() == null ? "" : "?" + at.getRawQuery();
        return ("GET " + path + query + " HTTP/1.1\r\nHost: " + at.getRawAuthority() + "\r\nAccept: " + accept
                        + "\r\nAccept-Encoding: identity\r\nUser-Agent: muster\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static int left(long end) throws FetchException {
        long millis = (end - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
            throw new FetchException("fetch-slow", "it takes too long");
        }
        return (int) Math.min(millis, Integer.MAX_VALUE);
    }

    private static Head head(InputStream in, SSLSocket socket, long end) throws IOException {
        String status = line(in, socket, end, HEAD_BYTES_MOST);
        if (!status.matches("HTTP/1\\.[01] [1-5][0-9][0-9]( .*)?")) {
            throw new FetchException("fetch-answer", "the answer is not HTTP/1.1");
        }
        Optional<Long> length = Optional.empty();
        Optional<String> location = Optional.empty();
        boolean chunked = false;
        int budget = HEAD_BYTES_MOST;
        for (String line = line(in, socket, end, budget); !line.isEmpty(); line = line(in, socket, end, budget)) {
            budget -= line.length();
            int colon = line.indexOf(':');
            String name = colon < 0 ? "" : line.substring(0, colon).toLowerCase(Locale.ROOT);
            String value = line.substring(colon + 1).strip();
            switch (name) {
                case "content-length" -> length = Optional.of(length(value, 10));
                case "location" -> location = Optional.of(value);
                case "transfer-encoding" -> {
                    if (!value.equalsIgnoreCase("chunked")) {
                        throw new FetchException("fetch-answer", "the transfer coding " + value);
                    }
                    chunked = true;
                }
                default -> {
                    // Nothing else matters here.
                }
            }
        }
        return new Head(Integer.parseInt(status.substring(9, 12)), length, chunked, location);
    }

    private static long length(String text, int radix) throws FetchException {
        if (!text.matches(radix == 10 ? "[0-9]{1,9}" : "[0-9a-fA-F]{1,7}")) {
            throw new FetchException("fetch-answer", "a length that is none");
        }
        return Long.parseLong(text, radix);
    }

    private static String line(InputStream in, SSLSocket socket, long end, int most) throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            socket.setSoTimeout(left(end));
            int octet = in.read();
            if (octet < 0 || line.length() > most) {
                throw new FetchException("fetch-answer", "the answer's head does not end");
            }
            if (octet == '\n') {
                return line.toString().stripTrailing();
            }
            line.append((char) octet);
        }
    }

    private static byte[] body(InputStream in, Head head, int most, SSLSocket socket, long end) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        if (!head.chunked()) {
            copy(in, all, head.length().orElse(Long.MAX_VALUE), most, socket, end);
            if (head.length().filter(length -> length != all.size()).isPresent()) {
                throw new FetchException("fetch-answer", "the file ends too early");
            }
            return all.toByteArray();
        }
        while (true) {
            long size = length(
                    line(in, socket, end, HEAD_BYTES_MOST).split(";", 2)[0].strip(), 16);
            if (size == 0) {
                return all.toByteArray();
            }
            int before = all.size();
            copy(in, all, size, most, socket, end);
            if (all.size() - before != size || !line(in, socket, end, 2).isEmpty()) {
                throw new FetchException("fetch-answer", "a chunk that does not end where it says");
            }
        }
    }

    private static void copy(
            InputStream in, ByteArrayOutputStream to, long length, int most, SSLSocket socket, long end)
            throws IOException {
        byte[] piece = new byte[8192];
        long rest = length;
        while (rest > 0) {
            socket.setSoTimeout(left(end));
            int got = in.read(piece, 0, (int) Math.min(rest, piece.length));
            if (got < 0) {
                return;
            }
            if (to.size() + got > most) {
                throw new FetchException("fetch-large", "more than " + most + " bytes");
            }
            to.write(piece, 0, got);
            rest -= got;
        }
    }
}
