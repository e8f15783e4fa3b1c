package dev.muster.server.attestation;

import static dev.muster.server.attestation.AttestationSite.release;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.attest.eat.ConnectionBinding;
import dev.muster.format.attest.eat.EatToken;
import dev.muster.format.cbor.Cbor;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.testing.BothDatabases;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Evidence that is bound to a TLS connection is worth nothing over another one, resumed or not. */
class BindingTest {
    /** A connection of which the test knows what its two ends know. */
    private static final class Line implements AutoCloseable {
        private final SSLSocket socket;
        private final byte[] exported;

        Line(SSLContext tls, URI server) throws IOException {
            socket = (SSLSocket) tls.getSocketFactory().createSocket("localhost", server.getPort());
            socket.setEnabledProtocols(new String[] {"TLSv1.3"});
            socket.startHandshake();
            exported = ((ExtendedSSLSession) socket.getSession())
                    .exportKeyingMaterialData(ConnectionBinding.LABEL, new byte[0], ConnectionBinding.EXPORTED_BYTES);
        }

        record Answer(int status, byte[] body) {}

        Answer post(String path, String type, byte[] body, String more) throws IOException {
            String head = "POST " + path + " HTTP/1.1\r\nHost: localhost:" + socket.getPort()
                    + "\r\nX-Test-Device: cam-07\r\nContent-Type: " + type + "\r\nContent-Length: " + body.length
                    + "\r\n" + more + "\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
            socket.getOutputStream().flush();
            InputStream in = socket.getInputStream();
            ByteArrayOutputStream lines = new ByteArrayOutputStream();
            while (!lines.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
                lines.write(in.read());
            }
            String answer = lines.toString(StandardCharsets.US_ASCII);
            String length = answer.toLowerCase(Locale.ROOT)
                    .split("content-length: ", 2)[1]
                    .split("\r", 2)[0];
            return new Answer(Integer.parseInt(answer.substring(9, 12)), in.readNBytes(Integer.parseInt(length)));
        }

        byte[] challenge() throws IOException {
            var answer = Cbor.parse(post("/rats/city/challenge", "application/cbor", new byte[0], "")
                            .body())
                    .asMap();
            assertThat(answer.require(4).asBoolean()).isTrue();
            return answer.require(1).asBytes();
        }

        Answer show(AttestationSite site, byte[] challenge, byte[] madeFor) throws IOException {
            byte[] token = site.token(madeFor, "1.0.0", release("1.0.0"));
            String named = Base64.getUrlEncoder().withoutPadding().encodeToString(challenge);
            return post(
                    "/rats/city/evidence",
                    EatToken.MEDIA_TYPE,
                    token,
                    ConnectionBinding.HEADER + ": " + named + "\r\n");
        }

        byte[] bound(byte[] challenge) {
            return ConnectionBinding.nonce(exported, challenge);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static String reason(Line.Answer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    @BothDatabases
    void evidenceForOneConnectionIsRefusedOverAnother(Database database) throws IOException {
        try (AttestationSite site = new AttestationSite(database)) {
            site.publish("1.0.0");
            SSLContext tls = site.server.clientTls(null);
            URI server = site.server.device("/");
            try (Line first = new Line(tls, server)) {
                byte[] challenge = first.challenge();
                try (Line second = new Line(tls, server)) {
                    assertThat(second.exported).isNotEqualTo(first.exported);
                    Line.Answer relayed = second.show(site, challenge, first.bound(challenge));
                    assertThat(relayed.status()).isBetween(400, 499);
                    assertThat(reason(relayed)).contains("binding-mismatch");
                    byte[] own = second.challenge();
                    assertThat(second.show(site, own, second.bound(own)).status())
                            .isEqualTo(200);
                }
                Line.Answer good = first.show(site, challenge, first.bound(challenge));
                assertThat(good.status()).as(reason(good)).isEqualTo(200);
                assertThat(reason(first.show(site, challenge, first.bound(challenge))))
                        .contains("nonce-used");
                assertThat(reason(first.show(site, first.challenge(), challenge)))
                        .contains("binding-mismatch");
                assertThat(reason(first.show(site, new byte[32], first.bound(new byte[32]))))
                        .contains("nonce-unknown");
            }
            assertThat(site.appraised()).allMatch(event -> event.isBound());
            assertThat(new Reappraisal(site.ledger, site.keys.seal())
                            .run(AttestationSite.ORG)
                            .mismatches())
                    .isEmpty();
        }
    }

    @BothDatabases
    void evidenceWithoutABindingIsTakenAsBefore(Database database) {
        try (AttestationSite site = new AttestationSite(database)) {
            site.publish("1.0.0");
            site.evidence(site.token(site.nonce(), "1.0.0", release("1.0.0")));
            assertThat(site.appraised()).hasSize(1).noneMatch(event -> event.isBound());
        }
    }
}
