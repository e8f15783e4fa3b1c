package dev.muster.server.joining;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.MalformedException;
import dev.muster.format.join.x509.CertificationRequest;
import dev.muster.format.join.x509.CertificationRequest.Reading;
import dev.muster.server.config.JoiningConfig;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Refused;
import dev.muster.server.http.Request;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads what a certificate is asked for: a key of a kind that is taken, whose holder signed the request. */
record Requests(TurnedAway turnedAway, JoiningConfig config) {

    /**
     * @param bytes PKCS #10 in DER; what it throws is counted
     * @param device that asks, when it proved who it is
     */
    CertificationRequest read(Request request, OrgId org, Supplier<byte[]> bytes, Optional<DeviceId> device) {
        Reading reading;
        try {
            reading = CertificationRequest.read(bytes.get());
        } catch (MalformedException e) {
            String detail = String.valueOf(e.getMessage());
            Problem problem = Problem.of(400, "request-malformed", "The request could not be understood.", detail);
            turnedAway.note(request, org, problem, claimed(device), device);
            throw e;
        }
        return switch (reading) {
            case Reading.Unsupported unsupported ->
                throw refused(request, org, device, 403, Reading.Unsupported.REASON, unsupported.detail());
            case Reading.Found(CertificationRequest csr) -> {
                if (!csr.provesPossession()) {
                    throw refused(
                            request,
                            org,
                            device,
                            400,
                            "possession-unproven",
                            "The request is not signed by its own key.");
                }
                if (!config.keys().contains(csr.keyType())) {
                    throw refused(
                            request,
                            org,
                            device,
                            403,
                            Reading.Unsupported.REASON,
                            "a key of " + csr.keyType().word() + " is not taken here (joining.keys)");
                }
                yield csr;
            }
        };
    }

    private Refused refused(
            Request request, OrgId org, Optional<DeviceId> device, int status, String reason, String detail) {
        Problem problem = Problem.of(status, reason, "No certificate is issued.", detail);
        return turnedAway.refused(request, org, problem, claimed(device), device);
    }

    private static String claimed(Optional<DeviceId> device) {
        return device.map(DeviceId::value).orElse("");
    }
}
