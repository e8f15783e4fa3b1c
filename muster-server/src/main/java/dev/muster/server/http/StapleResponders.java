package dev.muster.server.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLDecoder;
import java.net.URLStreamHandler;
import java.net.spi.URLStreamHandlerProvider;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Where the JDK's TLS finds {@link Stapling}: it asks OCSP responders by URL only, and this one is in the same process. Found by
 * the JDK as a service. An OCSP request comes in the path (RFC 6960 A.1) or as the body.
 */
public final class StapleResponders extends URLStreamHandlerProvider {
    /** Of the responder inside. */
    static final String SCHEME = "muster-staple";

    @Override
    public @Nullable URLStreamHandler createURLStreamHandler(String scheme) {
        return scheme.equals(SCHEME) ? new Inside() : null;
    }

    private static final class Inside extends URLStreamHandler {
        @Override
        protected URLConnection openConnection(URL url) {
            return new Question(url);
        }
    }

    private static final class Question extends HttpURLConnection {
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private byte @Nullable [] answer;

        private Question(URL url) {
            super(url);
        }

        @Override
        public OutputStream getOutputStream() {
            return body;
        }

        @Override
        public void connect() throws IOException {
            if (connected) {
                return;
            }
            connected = true;
            try {
                byte[] request = body.size() > 0
                        ? body.toByteArray()
                        : Base64.getDecoder()
                                .decode(URLDecoder.decode(url.getPath().substring(1), StandardCharsets.UTF_8));
                answer = Stapling.inside(request).orElse(null);
            } catch (IllegalArgumentException | IndexOutOfBoundsException noRequest) {
                throw new IOException("no OCSP request", noRequest);
            }
        }

        @Override
        public int getResponseCode() throws IOException {
            connect();
            return answer == null ? HTTP_NOT_FOUND : HTTP_OK;
        }

        @Override
        public InputStream getInputStream() throws IOException {
            connect();
            if (answer == null) {
                throw new IOException("nobody here issued it");
            }
            return new ByteArrayInputStream(answer);
        }

        @Override
        public void disconnect() {
            // There is no connection.
        }

        @Override
        public boolean usingProxy() {
            return false;
        }
    }
}
