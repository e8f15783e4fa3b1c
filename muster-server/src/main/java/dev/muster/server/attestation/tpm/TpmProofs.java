package dev.muster.server.attestation.tpm;

import dev.muster.core.attestation.tpm.Activations;
import dev.muster.core.attestation.tpm.CertifiedKey;
import dev.muster.core.attestation.tpm.Endorsement;
import dev.muster.core.attestation.tpm.KeyProved;
import dev.muster.core.attestation.tpm.TpmDesk;
import dev.muster.core.attestation.tpm.TpmRefusal;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Refusing.Kind;
import dev.muster.format.attest.tpm.CredentialProtection;
import dev.muster.format.attest.tpm.TpmActivation;
import dev.muster.format.attest.tpm.TpmPublic;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.join.x509.CertificateReader;
import dev.muster.ledger.sql.Database;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Judges what devices show of their TPMs, outside of any transaction: the same for one that has a certificate and for one that
 * wants its first. Nothing is remembered between a secret and its answer. What does not hold is an {@link Unproved}.
 */
final class TpmProofs {
    private final Activations activations;
    private final TpmDoor.Certificates certificates;
    private final Database database;
    private final InstantSource clock;
    private final SecureRandom random;

    TpmProofs(
            Activations activations,
            TpmDoor.Certificates certificates,
            Database database,
            InstantSource clock,
            SecureRandom random) {
        this.activations = activations;
        this.certificates = certificates;
        this.database = database;
        this.clock = clock;
        this.random = random;
    }

    /** A TPM that may be believed to be a device's; judged once for a question, for it may be a stranger's. */
    record Shown(DeviceId device, Endorsement endorsement) {}

    /** The device that a list says has this TPM. It is asked first: nobody else's certificates are read. */
    DeviceId named(OrgId org, TpmActivation.Claim claim) {
        TpmPublic key = TpmPublic.parse(claim.endorsementKey());
        Endorsement.unfit(key).ifPresent(why -> {
            throw new Unproved(why);
        });
        String digest = Endorsement.digest(key.key());
        return database.read(tx -> new SqlTpmStore(tx, org).listedFor(digest))
                .orElseThrow(() -> new Unproved(new TpmRefusal(
                        Kind.FORBIDDEN,
                        "ek-unknown",
                        "no list says which device has the TPM with the endorsement key " + digest)));
    }

    /** The TPM that a device shows as its own, when it is one that may be believed. */
    Shown shown(OrgId org, DeviceId device, TpmActivation.Claim claim) {
        Endorsement endorsement = judged(org, device, claim);
        Optional<TpmRefusal> another = database.read(
                tx -> new TpmDesk(new SqlTpmStore(tx, org), clock.instant()).another(device, endorsement.digest()));
        if (another.isPresent()) {
            throw new Unproved(another.get());
        }
        return new Shown(device, endorsement);
    }

    TpmActivation.Riddle riddle(OrgId org, Shown shown, TpmActivation.Claim claim) {
        TpmPublic key = TpmPublic.parse(claim.attestationKey());
        if (!key.isAttestationKey()) {
            throw unacceptable(
                    "ak-not-restricted",
                    "the attestation key may sign what no TPM made: it is not a restricted signing key that is fixed"
                            + " to its TPM");
        }
        Endorsement endorsement = shown.endorsement();
        Activations.Made made =
                activations.make(org, shown.device(), endorsement.digest(), key.name(), clock.instant(), random);
        CredentialProtection sealed = CredentialProtection.make(endorsement.key(), key.name(), made.secret(), random);
        return new TpmActivation.Riddle(made.ticket(), sealed);
    }

    private boolean listed(OrgId org, DeviceId device, String digest) {
        return database.read(tx -> new SqlTpmStore(tx, org).listed(device))
                .filter(digest::equals)
                .isPresent();
    }

    private Endorsement judged(OrgId org, DeviceId device, TpmActivation.Claim claim) {
        TpmPublic key = TpmPublic.parse(claim.endorsementKey());
        if (claim.chain().size() > Endorsement.CHAIN_MAX) {
            throw new Unproved(
                    new TpmRefusal(Kind.INVALID, "ek-untrusted", "a chain has at most " + Endorsement.CHAIN_MAX));
        }
        List<X509Certificate> chain =
                claim.chain().stream().map(CertificateReader::parse).toList();
        boolean vouched = chain.isEmpty() && listed(org, device, Endorsement.digest(key.key()));
        return switch (Endorsement.judge(
                chain, key, database.read(tx -> new SqlTpmStore(tx, org).makers()), vouched, clock.instant())) {
            case Endorsement.Judged.Refused(TpmRefusal why) -> throw new Unproved(why);
            case Endorsement.Judged.Believed(Endorsement believed) -> believed;
        };
    }

    /**
     * The TPM that opened its secret. Whether it did is asked before anything is judged: who was not given a secret for this
     * endorsement key costs two digests.
     */
    Shown opened(OrgId org, DeviceId device, TpmActivation.Proof proof) {
        Instant ends = Activations.ends(proof.ticket());
        if (clock.instant().isAfter(ends)) {
            throw new Unproved(new TpmRefusal(Kind.CONFLICT, "activation-expired", "the activation ended at " + ends));
        }
        String endorsement = Endorsement.digest(
                TpmPublic.parse(proof.claim().endorsementKey()).key());
        byte[] name = TpmPublic.parse(proof.claim().attestationKey()).name();
        if (!activations.holds(org, device, endorsement, name, proof.ticket(), proof.secret())) {
            throw new Unproved(new TpmRefusal(
                    Kind.FORBIDDEN,
                    "activation-failed",
                    "the secret is not the one that this TPM was given for this attestation key and device"));
        }
        return shown(org, device, proof.claim());
    }

    /**
     * @param opened the TPM of this proof
     * @param enrolled the key that the device was, or wants to be, enrolled with
     */
    KeyProved prove(OrgId org, Shown opened, TpmActivation.Proof proof, PublicKey enrolled) {
        TpmPublic key = TpmPublic.parse(proof.claim().attestationKey());
        CertifiedKey certified = new CertifiedKey(key, proof.attest(), proof.signature(), TpmPublic.parse(proof.key()));
        certified.unproved(enrolled, proof.secret()).ifPresent(why -> {
            throw new Unproved(why);
        });
        X509Certificate certificate = certificates.attestationKey(org, opened.device(), key.key());
        Endorsement endorsement = opened.endorsement();
        return new KeyProved(
                proof.claim().attestationKey(),
                HexFormat.of().formatHex(key.name()),
                CertificateReader.encoded(certificate),
                Endorsement.digest(enrolled),
                endorsement.digest(),
                endorsement.anchor(),
                endorsement.maker(),
                endorsement.home().word(),
                HexFormat.of().formatHex(Sha256.of(proof.ticket())),
                Activations.ends(proof.ticket()));
    }

    private static Unproved unacceptable(String reason, String detail) {
        return new Unproved(new TpmRefusal(Kind.UNACCEPTABLE, reason, detail));
    }
}
