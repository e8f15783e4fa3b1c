package dev.muster.server.joining;

import dev.muster.core.joining.Channel;
import dev.muster.format.join.est.CertsOnly;
import dev.muster.format.join.est.EstBase64;
import dev.muster.format.join.est.EstBase64.Form;
import dev.muster.format.join.est.EstMessage;
import dev.muster.format.join.est.ServerMadeKey;
import dev.muster.server.config.JoiningConfig.Layout;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Refused;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/** What EST answers look like on the wire. Every client that we know reads them so; see docs/guides/joining.md. */
final class EstAnswers {
    /** Within it one line is read by every client that we know. */
    private static final int SHORT_CHARS = 1_000;

    /** A person is quick while somebody stands beside the device, and asking costs one read. */
    static final int RETRY_SECONDS = 15;

    private EstAnswers() {}

    /** What has no request to mirror. */
    static Response unasked(Request request, String type, byte[] message, Layout layout) {
        Form form = switch (layout) {
            case LINE -> Form.LINE;
            case LINES -> Form.LINES;
            case AUTO -> isShort(message) || saysNothing(request) ? Form.LINE : Form.LINES;
        };
        return base64(type, EstBase64.encode(message, form));
    }

    /** strongSwan 5.9 sends a host and nothing else, and reads one line and nothing else. */
    private static boolean saysNothing(Request request) {
        return request.header("user-agent").isEmpty()
                && request.header("accept").isEmpty();
    }

    private static boolean isShort(byte[] message) {
        return message.length * 4L / 3 < SHORT_CHARS;
    }

    /** The connection that a request came over. */
    static Channel channel(Request request) {
        return new Channel(request.tlsVersion(), request.tlsCipher());
    }

    /** The certificate, laid out as the request was. */
    static Response issued(X509Certificate certificate, Form form) {
        byte[] message = new CertsOnly(List.of(certificate)).encode();
        return base64(EstMessage.CERTS_ONLY, EstBase64.encode(message, form));
    }

    /** Several certificates that were issued at a time, in one line. */
    static Response together(List<X509Certificate> certificates) {
        byte[] message = new CertsOnly(certificates).encode();
        return base64(EstMessage.CERTS_ONLY, EstBase64.encode(message, Form.LINE));
    }

    /** The certificate with the key that was made for it. */
    static Response made(X509Certificate certificate, PrivateKey key, Form form) {
        byte[] message = new CertsOnly(List.of(certificate)).encode();
        return Response.ok(ServerMadeKey.MEDIA_TYPE, new ServerMadeKey(key.getEncoded(), message).encode(form))
                .with("cache-control", "no-store");
    }

    /**
     * RFC 7030 §4.2.3: a person has to let the device in, come back. In seconds, because strongSwan reads no dates; without
     * a body, because BouncyCastle's client cannot go on from one.
     */
    static Response waits() {
        return Response.of(202).with("retry-after", Integer.toString(RETRY_SECONDS));
    }

    /**
     * RFC 9110 §11.6.1: 401 says how to authenticate; old clients have HTTP Basic for a bootstrap token. BouncyCastle's
     * client (1.86) cannot go on from a 401 that has a body, and says nothing of itself; it gets the code in a header.
     */
    static Refused refused(Request request, Problem problem, String org) {
        Response response = Response.problem(problem, request);
        if (problem.status() == 503) {
            return new Refused(response.with("retry-after", "1"), problem);
        }
        if (problem.status() != 401) {
            return new Refused(response, problem);
        }
        Response challenge = request.header("user-agent").isEmpty() ? Response.of(401) : response;
        return new Refused(
                challenge.with("www-authenticate", challenge(org)).with("muster-problem", problem.code()), problem);
    }

    /** How to authenticate instead. */
    static String challenge(String org) {
        return "Basic realm=\"muster " + org + "\"";
    }

    /** BouncyCastle's client fails without the transfer encoding, which RFC 8951 makes meaningless. */
    private static Response base64(String type, byte[] body) {
        return Response.ok(type, body).with("content-transfer-encoding", "base64");
    }
}
