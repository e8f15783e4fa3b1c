package dev.muster.server.attestation.veraison;

import dev.muster.core.attestation.References;
import dev.muster.format.attest.corim.CorimReader;
import dev.muster.server.attestation.ReferencesDoor;
import dev.muster.server.http.Accepts;
import dev.muster.server.http.Json;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code /endorsement-provisioning/v1/submit}: a manifest, answered at once by a session that is over. Manifests without a
 * signature are refused in words: here a maker speaks, and not who holds a token.
 */
public final class ProvisioningDoor {
    private static final String SESSION = "application/vnd.veraison.provisioning-session+json";
    private static final String PREFIX = "/veraison/{org}";
    private static final String SUBMIT = "/endorsement-provisioning/v1/submit";

    /** Signed manifests, under their registered type and those that tools use. */
    private static final List<String> MEDIA_TYPES =
            List.of("application/rim+cose", "application/corim+cose", "application/corim-signed+cbor");

    private final ReferencesDoor submissions;
    private final InstantSource clock;

    public ProvisioningDoor(ReferencesDoor submissions, InstantSource clock) {
        this.submissions = submissions;
        this.clock = clock;
    }

    /** On the listener for people. */
    public Routes addTo(Routes routes) {
        return routes.post(PREFIX + SUBMIT, Need.WRITE, Accepts.upTo(CorimReader.MAX_BYTES), this::submit)
                .get(PREFIX + "/.well-known/veraison/provisioning", Need.READ, this::discovery);
    }

    private Response submit(Request request) {
        byte[] bytes = request.body(CorimReader.MAX_BYTES);
        if (bytes.length == 0) {
            throw Problem.of(400, "empty", "There is no manifest in the request.")
                    .refuse();
        }
        return switch (submissions.submit(request.org(), bytes)) {
            case References.Answer.Added added -> session("success", Optional.empty());
            case References.Answer.Known known -> session("success", Optional.empty());
            case References.Answer.Refused refused ->
                session("failed", Optional.of(refused.refusal().code() + ": " + refused.detail()));
        };
    }

    private Response session(String status, Optional<String> failure) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("status", status);
        told.put("expiry", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        failure.ifPresent(reason -> told.put("failure-reason", reason));
        return Response.of(200, SESSION, Json.bytes(told));
    }

    private Response discovery(Request request) {
        return Discovery.of(
                Map.of("provisioningSubmit", "/veraison/" + request.org().value() + SUBMIT),
                MEDIA_TYPES,
                Optional.empty());
    }
}
