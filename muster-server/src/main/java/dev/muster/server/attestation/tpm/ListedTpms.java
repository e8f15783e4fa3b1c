package dev.muster.server.attestation.tpm;

import dev.muster.core.attestation.tpm.KeyProved;
import dev.muster.core.attestation.tpm.TpmDesk;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.attest.tpm.TpmActivation;
import dev.muster.format.join.x509.CertificateReader;
import dev.muster.server.topic.EndorsedDevices;
import java.security.PublicKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/** Devices by the lists of endorsement keys. */
final class ListedTpms implements EndorsedDevices {
    private final TpmProofs proofs;
    private final InstantSource clock;

    ListedTpms(TpmProofs proofs, InstantSource clock) {
        this.proofs = proofs;
        this.clock = clock;
    }

    @Override
    public Outcome<TpmActivation.Riddle> riddle(OrgId org, TpmActivation.Claim claim) {
        return judging(org, claim, device -> proofs.riddle(org, device, claim));
    }

    @Override
    public Outcome<Proved> prove(OrgId org, TpmActivation.Proof proof, PublicKey requested) {
        return judging(org, proof.claim(), device -> {
            KeyProved proved = proofs.prove(org, device, proof, requested);
            Instant now = clock.instant();
            return new Proved(
                    proved.endorsement(),
                    proved.anchor(),
                    CertificateReader.parse(proved.certificate()),
                    new Draft(device.subject(), now, "muster", proved),
                    tx -> new TpmDesk(new SqlTpmStore(tx, org), now).unfit(device, proved));
        });
    }

    private <T> Outcome<T> judging(OrgId org, TpmActivation.Claim claim, Function<DeviceId, T> work) {
        DeviceId device;
        try {
            device = proofs.listed(org, claim);
        } catch (Unproved unknown) {
            return new Outcome.Bad<>(unknown.why(), Optional.empty());
        }
        try {
            return new Outcome.Good<>(device, work.apply(device));
        } catch (Unproved unproved) {
            return new Outcome.Bad<>(unproved.why(), Optional.of(device));
        }
    }
}
