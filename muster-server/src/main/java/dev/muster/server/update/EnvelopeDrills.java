package dev.muster.server.update;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.drills.DrillPlan;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.update.Artifact;
import dev.muster.core.update.Release;
import dev.muster.core.update.Rollout;
import dev.muster.core.update.Rollouts;
import dev.muster.core.update.UpdateStore;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.crypto.Keys;
import dev.muster.format.update.suit.Envelope;
import dev.muster.format.update.suit.EnvelopeBuilder;
import dev.muster.format.update.suit.Manifest;
import dev.muster.ledger.sequence.Shell;
import dev.muster.ledger.sql.Database;
import dev.muster.server.topic.DeviceDrills;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;

/** Makes bad envelopes of a product's current release and has a device try them: a drill as a person would order it. */
final class EnvelopeDrills implements DeviceDrills {
    private final ArtifactStore artifacts;
    private final Database database;
    private final Shell shell;
    private final InstantSource clock;
    private final SecureRandom random;

    EnvelopeDrills(ArtifactStore artifacts, Database database, Shell shell, InstantSource clock, SecureRandom random) {
        this.artifacts = artifacts;
        this.database = database;
        this.shell = shell;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public Optional<String> begin(OrgId org, DeviceId device, DrillPlan.Kind kind) {
        return database.read(tx -> release(new SqlUpdateStore(tx, org), device))
                .flatMap(release -> artifacts.find(org, release.envelope().sha256()))
                .flatMap(file -> ask(org, device, bad(file, kind)));
    }

    /** What its product rolls out now; nothing for a device that is held or out of service. */
    private static Optional<Release> release(UpdateStore known, DeviceId device) {
        return known.productOf(device)
                .filter(_ -> !known.held(device))
                .flatMap(known::currentRollout)
                .filter(rollout -> known.target(rollout.id(), device)
                        .filter(target -> target.life().inService())
                        .isPresent())
                .map(Rollout::release);
    }

    private byte[] bad(Path file, DrillPlan.Kind kind) {
        try {
            byte[] good = Files.readAllBytes(file);
            return switch (kind) {
                case TAMPERED -> tampered(good);
                case FOREIGN_SIGNER ->
                    EnvelopeBuilder.of(Manifest.parse(Envelope.parse(good)))
                            .sign(CoseSigner.of(
                                    CoseAlgorithm.ESP256,
                                    Keys.generateP256(random).getPrivate(),
                                    Optional.empty()));
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * One bit of the signed manifest is changed and the signature stays as it was. Near the end of a manifest lie digests and
     * texts: a change there leaves the CBOR readable, so that it is the digest that gives it away.
     */
    static byte[] tampered(byte[] good) {
        byte[] manifest = Envelope.parse(good).manifestBytes();
        byte[] changed = good.clone();
        for (int at = 0; at <= changed.length - manifest.length; at++) {
            if (Arrays.equals(changed, at, at + manifest.length, manifest, 0, manifest.length)) {
                changed[at + manifest.length - 2] ^= 1;
                return changed;
            }
        }
        throw new IllegalArgumentException("the envelope does not hold its manifest");
    }

    private Optional<String> ask(OrgId org, DeviceId device, byte[] envelope) {
        try {
            if (!(artifacts.putPassing(org, new ByteArrayInputStream(envelope), clock.instant())
                    instanceof ArtifactStore.Put.Stored stored)) {
                // An organisation without room is not drilled, and the next one is.
                return Optional.empty();
            }
            Artifact artifact = stored.artifact();
            Rollouts.Answer answer = shell.<UpdateStore, Rollouts.Answer>run(
                    org,
                    tx -> new SqlUpdateStore(tx, org),
                    known -> Rollouts.drill(
                            device, artifact, ArtifactDoor.path(org, artifact.sha256()), BY, known, clock.instant()));
            return answer instanceof Rollouts.Answer.Refused ? Optional.empty() : Optional.of(artifact.sha256());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
