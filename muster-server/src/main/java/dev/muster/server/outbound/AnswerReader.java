package dev.muster.server.outbound;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLSocket;

/** Reads one answer of HTTP/1.1 (RFC 9112) from a host that may send anything, slowly and for ever. */
final class AnswerReader {
    private static final int HEAD_BYTES_MOST = 16 * 1024;

    private final InputStream in;
    private final SSLSocket socket;
    private final long end;

    /** @param end by {@link System#nanoTime} */
    AnswerReader(SSLSocket socket, long end) throws IOException {
        this.in = new BufferedInputStream(socket.getInputStream());
        this.socket = socket;
        this.end = end;
    }

    record Head(int status, Optional<Long> length, boolean chunked, Optional<String> location) {}

    Head head() throws IOException {
        String status = line(HEAD_BYTES_MOST);
        if (!status.matches("HTTP/1\\.[01] [1-5][0-9][0-9]( .*)?")) {
            throw new SafeFetch.FetchException("fetch-answer", "the answer is not HTTP/1.1");
        }
        Optional<Long> length = Optional.empty();
        Optional<String> location = Optional.empty();
        boolean chunked = false;
        int budget = HEAD_BYTES_MOST;
        for (String line = line(budget); !line.isEmpty(); line = line(budget)) {
            budget -= line.length();
            int colon = line.indexOf(':');
            String name = colon < 0 ? "" : line.substring(0, colon).toLowerCase(Locale.ROOT);
            String value = line.substring(colon + 1).strip();
            switch (name) {
                case "content-length" -> length = Optional.of(length(value, 10));
                case "location" -> location = Optional.of(value);
                case "transfer-encoding" -> {
                    if (!value.equalsIgnoreCase("chunked")) {
                        throw new SafeFetch.FetchException("fetch-answer", "the transfer coding " + value);
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

    private static long length(String text, int radix) throws SafeFetch.FetchException {
        if (!text.matches(radix == 10 ? "[0-9]{1,9}" : "[0-9a-fA-F]{1,7}")) {
            throw new SafeFetch.FetchException("fetch-answer", "a length that is none");
        }
        return Long.parseLong(text, radix);
    }

    private String line(int most) throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            socket.setSoTimeout(SafeFetch.left(end));
            int octet = in.read();
            if (octet < 0 || line.length() > most) {
                throw new SafeFetch.FetchException("fetch-answer", "the answer's head does not end");
            }
            if (octet == '\n') {
                return line.toString().stripTrailing();
            }
            line.append((char) octet);
        }
    }

    byte[] body(Head head, int most) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        if (!head.chunked()) {
            copy(all, head.length().orElse(Long.MAX_VALUE), most);
            if (head.length().filter(length -> length != all.size()).isPresent()) {
                throw new SafeFetch.FetchException("fetch-answer", "the file ends too early");
            }
            return all.toByteArray();
        }
        while (true) {
            long size = length(line(HEAD_BYTES_MOST).split(";", 2)[0].strip(), 16);
            if (size == 0) {
                return all.toByteArray();
            }
            int before = all.size();
            copy(all, size, most);
            if (all.size() - before != size || !line(2).isEmpty()) {
                throw new SafeFetch.FetchException("fetch-answer", "a chunk that does not end where it says");
            }
        }
    }

    private void copy(ByteArrayOutputStream to, long length, int most) throws IOException {
        byte[] piece = new byte[8192];
        long rest = length;
        while (rest > 0) {
            socket.setSoTimeout(SafeFetch.left(end));
            int got = in.read(piece, 0, (int) Math.min(rest, piece.length));
            if (got < 0) {
                return;
            }
            if (to.size() + got > most) {
                throw new SafeFetch.FetchException("fetch-large", "more than " + most + " bytes");
            }
            to.write(piece, 0, got);
            rest -= got;
        }
    }
}
