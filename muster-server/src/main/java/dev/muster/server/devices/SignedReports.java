package dev.muster.server.devices;

import dev.muster.core.devices.CertificateUse;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.MalformedException;
import dev.muster.format.cose.Verdict;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.devices.host.SignedStatement;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import java.security.PublicKey;
import java.util.function.Function;

/**
 * Takes what devices tell of themselves at a door of the devices' listener: a statement in a COSE_Sign1 by the enrolled key of the
 * device whose connection it is. A signed word is the device's word still, and no proof.
 */
public final class SignedReports {
    private final Reporters reporters;

    /** Who a device is at such a door; judged by whoever knows about certificates. */
    public interface Reporters {
        /** @throws dev.muster.server.http.Refused when the connection is not that of a device of the organisation */
        Reporter require(Request request, OrgId org);
    }

    /**
     * A device at the door.
     *
     * @param key the enrolled key, which also signs its statements
     */
    public record Reporter(DeviceId device, PublicKey key) {}

    /**
     * A report whose signature is the device's.
     *
     * @param bytes the signed bytes as they came
     */
    public record Signed<R>(DeviceId device, R report, byte[] bytes) {}

    public SignedReports(Reporters reporters) {
        this.reporters = reporters;
    }

    /** Of whoever may fetch orders: a device in quarantine still says what goes on in it, and more than others. */
    public static SignedReports of(DeviceAuthentication authentication) {
        return new SignedReports((request, org) -> {
            DeviceAuthentication.Result.Known known = authentication.require(request, org, CertificateUse.ORDERS);
            return new Reporter(known.device(), known.certificate().getPublicKey());
        });
    }

    /**
     * Takes one.
     *
     * @param mediaType of the request, and of what is signed
     * @param mostBytes a longer one is refused before it is read
     * @param parse reads what is signed; its {@link MalformedException} is the device's fault
     * @throws dev.muster.server.http.Refused 401 or 403 for a stranger, 415, 413, 400 {@code malformed-statement}, and 403 when
     *     another key signed it
     */
    public <R> Signed<R> take(Request request, String mediaType, int mostBytes, Function<byte[], R> parse) {
        Reporter reporter = reporters.require(request, request.org());
        if (!request.contentType().equals(mediaType)) {
            throw Problem.of(415, "media-type", "A report is " + mediaType + " here.")
                    .refuse();
        }
        byte[] bytes = request.body(mostBytes);
        try {
            SignedStatement signed = SignedStatement.parse(mediaType, bytes);
            if (signed.verify(VerificationKey.of(reporter.key())) instanceof Verdict.Invalid invalid) {
                throw Problem.of(
                                403,
                                invalid.reason().code(),
                                "The report is not signed by the device that sends it.",
                                invalid.detail())
                        .refuse();
            }
            return new Signed<>(reporter.device(), parse.apply(signed.payload()), bytes);
        } catch (MalformedException e) {
            throw Problem.of(400, "malformed-statement", "The report cannot be read.", e.reason() + " at " + e.path())
                    .refuse();
        }
    }
}
