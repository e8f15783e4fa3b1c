package dev.muster.server.attestation.tpm;

import dev.muster.core.attestation.tpm.Activations;
import dev.muster.core.attestation.tpm.KeyProved;
import dev.muster.core.attestation.tpm.TpmDesk;
import dev.muster.core.attestation.tpm.TpmRefusal;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.attest.tpm.TpmActivation;
import dev.muster.ledger.sequence.Shell;
import dev.muster.ledger.sql.Database;
import dev.muster.server.attestation.RatsDoor;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import dev.muster.server.topic.EndorsedDevices;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * The attestation authority. {@code POST /tpm/{org}/credential} takes which TPM a device has and gives a secret that only
 * this TPM can open, for this attestation key; {@code POST /tpm/{org}/activation} takes the secret with the attestation key's
 * word about the key of the connection, and gives a certificate for the attestation key ({@link TpmActivation}). The device is
 * the one that its client certificate names. Nothing is remembered in between.
 */
public final class TpmDoor {
    private static final String CERTIFICATE = "application/pkix-cert";

    /** Where certificates come from. */
    public interface Certificates {
        /** A certificate for a device's attestation key. */
        X509Certificate attestationKey(OrgId org, DeviceId device, PublicKey key);
    }

    private final RatsDoor.Devices devices;
    private final TpmProofs proofs;
    private final Shell shell;
    private final InstantSource clock;

    public TpmDoor(
            RatsDoor.Devices devices,
            Activations activations,
            Certificates certificates,
            Database database,
            Shell shell,
            InstantSource clock,
            SecureRandom random) {
        this.devices = devices;
        this.proofs = new TpmProofs(activations, certificates, database, clock, random);
        this.shell = shell;
        this.clock = clock;
    }

    /** The same judging for devices that have no certificate yet. */
    public EndorsedDevices endorsed() {
        return new ListedTpms(proofs, clock);
    }

    /** On the listener for devices. */
    public Routes addTo(Routes routes) {
        return routes.post("/tpm/{org}/credential", Need.NOTHING, this::credential)
                .post("/tpm/{org}/activation", Need.NOTHING, this::activation);
    }

    private Response credential(Request request) {
        OrgId org = request.org();
        RatsDoor.Client client = devices.require(request, org);
        TpmActivation.Claim claim = TpmActivation.Claim.parse(body(request));
        TpmActivation.Riddle riddle =
                believed(() -> proofs.riddle(org, proofs.shown(org, client.device(), claim), claim));
        return Response.ok(TpmActivation.MEDIA_TYPE, riddle.encode());
    }

    private Response activation(Request request) {
        OrgId org = request.org();
        RatsDoor.Client client = devices.require(request, org);
        TpmActivation.Proof proof = TpmActivation.Proof.parse(body(request));
        KeyProved event =
                believed(() -> proofs.prove(org, proofs.opened(org, client.device(), proof), proof, client.key()));
        return entered(org, client.device(), event);
    }

    private static <T> T believed(Supplier<T> judging) {
        try {
            return judging.get();
        } catch (Unproved unproved) {
            throw refused(unproved.why());
        }
    }

    private Response entered(OrgId org, DeviceId device, KeyProved event) {
        TpmDesk.Answer answer = shell.run(
                org, tx -> new TpmDesk(new SqlTpmStore(tx, org), clock.instant()), desk -> desk.prove(device, event));
        return switch (answer) {
            case TpmDesk.Answer.Refused(TpmRefusal why) -> throw refused(why);
            case TpmDesk.Answer.Done _, TpmDesk.Answer.Already _ -> Response.ok(CERTIFICATE, event.certificate());
        };
    }

    private static byte[] body(Request request) {
        return request.body(TpmActivation.MAX_BYTES);
    }

    static RuntimeException refused(TpmRefusal why) {
        return Problem.refused(why, "The key is not believed to be in a TPM.").refuse();
    }
}
