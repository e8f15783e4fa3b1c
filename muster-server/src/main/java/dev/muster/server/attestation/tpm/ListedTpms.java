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
import java.util.function.Supplier;

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
        return judging(
                () -> proofs.named(org, claim), device -> proofs.riddle(org, proofs.shown(org, device, claim), claim));
    }

    @Override
    public Outcome<Opened> open(OrgId org, TpmActivation.Proof proof) {
        return judging(() -> proofs.named(org, proof.claim()), device -> {
            TpmProofs.Shown shown = proofs.opened(org, device, proof);
            return requested -> judging(() -> device, _ -> proved(org, shown, proof, requested));
        });
    }

    private Proved proved(OrgId org, TpmProofs.Shown shown, TpmActivation.Proof proof, PublicKey requested) {
        KeyProved proved = proofs.prove(org, shown, proof, requested);
        Instant now = clock.instant();
        DeviceId device = shown.device();
        return new Proved(
                proved.endorsement(),
                proved.anchor(),
                CertificateReader.parse(proved.certificate()),
                new Draft(device.subject(), now, "muster", proved),
                tx -> new TpmDesk(new SqlTpmStore(tx, org), now).unfit(device, proved));
    }

    private static <T> Outcome<T> judging(Supplier<DeviceId> named, Function<DeviceId, T> work) {
        DeviceId device;
        try {
            device = named.get();
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
