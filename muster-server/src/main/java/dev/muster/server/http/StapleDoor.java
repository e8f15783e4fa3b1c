package dev.muster.server.http;

import dev.muster.format.join.x509.OcspAnswer;
import java.util.Base64;

/**
 * What is stapled, for who asks for it (RFC 6960): {@code POST /pki/ocsp}, and {@code GET /pki/ocsp/} with the request in base64.
 * It is where the server's own certificate says that its state is told.
 */
public final class StapleDoor {
    /** Below what {@code joining.status-url} names. */
    public static final String PATH = "/pki/ocsp";

    private static final String RESPONSE = "application/ocsp-response";

    private final Stapling stapling;

    public StapleDoor(Stapling stapling) {
        this.stapling = stapling;
    }

    public void addTo(Routes devices) {
        devices.post(PATH, Need.NOTHING, this::asked).get(PATH + "/{request**}", Need.NOTHING, this::kept);
    }

    private Response asked(Request request) {
        if (!request.contentType().equals("application/ocsp-request")) {
            throw Problem.of(415, "content-type", "The body must be application/ocsp-request.")
                    .refuse();
        }
        return Response.ok(RESPONSE, stapling.answer(request.body(OcspAnswer.MAX_REQUEST_BYTES)));
    }

    private Response kept(Request request) {
        byte[] asked;
        try {
            asked = Base64.getDecoder().decode(request.parameter("request"));
        } catch (IllegalArgumentException e) {
            throw Problem.of(400, "ocsp-malformed", "The question is not base64.")
                    .refuse();
        }
        Response response = Response.ok(RESPONSE, stapling.answer(asked));
        return OcspAnswer.hasNonce(asked)
                ? response.with("cache-control", "no-store")
                : response.with(
                        "cache-control",
                        "max-age=" + stapling.valid().dividedBy(2).toSeconds() + ", public, no-transform");
    }
}
