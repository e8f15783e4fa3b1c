package dev.muster.server.attestation.tpm;

import dev.muster.core.attestation.tpm.Activations;
import dev.muster.core.attestation.tpm.CertifiedKey;
import dev.muster.core.attestation.tpm.Endorsement;
import dev.muster.core.attestation.tpm.KeyProved;
import dev.muster.core.attestation.tpm.TpmDesk;
import dev.muster.core.attestation.tpm.TpmRefusal;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Refusing;
import dev.muster.format.attest.tpm.CredentialProtection;
import dev.muster.format.attest.tpm.TpmActivation;
import dev.muster.format.attest.tpm.TpmPublic;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.join.x509.CertificateReader;
import dev.muster.ledger.sequence.Shell;
import dev.muster.ledger.sql.Database;
import dev.muster.server.attestation.RatsDoor;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;

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
    private final Activations activations;
    private final Certificates certificates;
    private final Database database;
    private final Shell shell;
    private final InstantSource clock;
    private final SecureRandom random;

    public TpmDoor(
            RatsDoor.Devices devices,
            Activations activations,
            Certificates certificates,
            Database database,
            Shell shell,
            InstantSource clock,
            SecureRandom random) {
        this.devices = devices;
        this.activations = activations;
        this.certificates = certificates;
        this.database = database;
        this.shell = shell;
        this.clock = clock;
        this.random = random;
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
        TpmPublic key = TpmPublic.parse(claim.attestationKey());
        if (!key.isAttestationKey()) {
            throw refused(new TpmRefusal(
                    Refusing.Kind.UNACCEPTABLE,
                    "ak-not-restricted",
                    "the attestation key may sign what no TPM made: it is not a restricted signing key that is fixed"
                            + " to its TPM"));
        }
        Endorsement endorsement = endorsement(org, client.device(), claim);
        Activations.Made made =
                activations.make(org, client.device(), endorsement.digest(), key.name(), clock.instant(), random);
        CredentialProtection sealed = CredentialProtection.make(endorsement.key(), key.name(), made.secret(), random);
        return Response.ok(TpmActivation.MEDIA_TYPE, new TpmActivation.Riddle(made.ticket(), sealed).encode());
    }

    private Endorsement endorsement(OrgId org, DeviceId device, TpmActivation.Claim claim) {
        TpmPublic key = TpmPublic.parse(claim.endorsementKey());
        if (claim.chain().size() > Endorsement.CHAIN_MAX) {
            throw refused(new TpmRefusal(
                    Refusing.Kind.INVALID, "ek-untrusted", "a chain has at most " + Endorsement.CHAIN_MAX));
        }
        Endorsement.Judged judged = Endorsement.judge(
                claim.chain().stream().map(CertificateReader::parse).toList(),
                key,
                database.read(tx -> new SqlTpmStore(tx, org).makers()),
                clock.instant());
        return switch (judged) {
            case Endorsement.Judged.Refused(TpmRefusal why) -> throw refused(why);
            case Endorsement.Judged.Believed(Endorsement believed) -> {
                Optional<TpmRefusal> another = database.read(tx ->
                        new TpmDesk(new SqlTpmStore(tx, org), clock.instant()).another(device, believed.digest()));
                if (another.isPresent()) {
                    throw refused(another.get());
                }
                yield believed;
            }
        };
    }

    private Response activation(Request request) {
        OrgId org = request.org();
        RatsDoor.Client client = devices.require(request, org);
        TpmActivation.Proof proof = TpmActivation.Proof.parse(body(request));
        TpmPublic key = TpmPublic.parse(proof.claim().attestationKey());
        Endorsement endorsement = endorsement(org, client.device(), proof.claim());
        Instant ends = Activations.ends(proof.ticket());
        if (clock.instant().isAfter(ends)) {
            throw refused(
                    new TpmRefusal(Refusing.Kind.CONFLICT, "activation-expired", "the activation ended at " + ends));
        }
        if (!activations.holds(
                org, client.device(), endorsement.digest(), key.name(), proof.ticket(), proof.secret())) {
            throw refused(new TpmRefusal(
                    Refusing.Kind.FORBIDDEN,
                    "activation-failed",
                    "the secret is not the one that this TPM was given for this attestation key and device"));
        }
        CertifiedKey certified = new CertifiedKey(key, proof.attest(), proof.signature(), TpmPublic.parse(proof.key()));
        certified.unproved(client.key(), proof.secret()).ifPresent(why -> {
            throw refused(why);
        });
        X509Certificate certificate = certificates.attestationKey(org, client.device(), key.key());
        KeyProved event = new KeyProved(
                proof.claim().attestationKey(),
                HexFormat.of().formatHex(key.name()),
                CertificateReader.encoded(certificate),
                Endorsement.digest(client.key()),
                endorsement.digest(),
                endorsement.maker().fingerprint(),
                endorsement.maker().maker(),
                endorsement.maker().home().word(),
                HexFormat.of().formatHex(Sha256.of(proof.ticket())),
                ends);
        return entered(org, client.device(), event);
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
