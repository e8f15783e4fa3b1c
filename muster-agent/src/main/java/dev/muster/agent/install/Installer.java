package dev.muster.agent.install;

import dev.muster.agent.state.BootState;
import dev.muster.format.update.suit.Envelope;
import dev.muster.format.update.suit.EnvelopeVerifier;
import dev.muster.format.update.suit.EnvelopeVerifier.Verification;
import dev.muster.format.update.suit.FirmwareTemplate;
import dev.muster.format.update.suit.Manifest;
import dev.muster.format.update.suit.Outcome;
import dev.muster.format.update.suit.Processor;
import dev.muster.format.update.suit.Reason;
import dev.muster.format.update.suit.Report;
import dev.muster.format.update.suit.SuitDigest;
import dev.muster.format.update.suit.SuitException;
import dev.muster.format.update.suit.TextMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * Installs envelopes: signature, manifest, payload, slot record, boot choice, in this order. What it is interrupted in, it
 * does again from the start; only the download continues. One thread at a time.
 */
public final class Installer {
    private final DeviceClass kind;
    private final EnvelopeVerifier verifier;
    private final Disk disk;
    private final Slots slots;
    private final ArtifactSource source;
    private final BootControl control;

    public Installer(
            DeviceClass kind, EnvelopeVerifier verifier, Disk disk, ArtifactSource source, BootControl control) {
        this.kind = kind;
        this.verifier = verifier;
        this.disk = disk;
        this.slots = new Slots(disk);
        this.source = source;
        this.control = control;
    }

    /**
     * Installs into the slot that does not run, and asks that the next start takes it.
     *
     * @param uri where the envelope came from, repeated in the report
     * @param bytes the envelope as received; nothing in it is believed before its signature was checked
     * @throws ArtifactSource.Away when the payload could not be had now: nothing changed, the same again continues
     * @throws IOException when the device cannot read its own boot state
     */
    public InstallResult install(String uri, byte[] bytes) throws IOException {
        Envelope envelope;
        try {
            envelope = Envelope.parse(bytes);
        } catch (SuitException e) {
            // There is no manifest digest to refer to: the digest of what was received stands in.
            return refused(uri, SuitDigest.sha256(bytes), Reason.CBOR_PARSE, e.reason() + " at " + e.path());
        }
        SuitDigest digest = envelope.authentication().digest();
        return switch (verifier.verify(envelope)) {
            case Verification.Refused refused -> refused(uri, digest, refused.reason(), refused.detail());
            case Verification.Verified verified -> run(uri, envelope);
        };
    }

    private InstallResult run(String uri, Envelope envelope) throws IOException {
        SuitDigest digest = envelope.authentication().digest();
        Manifest manifest;
        try {
            manifest = Manifest.parse(envelope);
        } catch (SuitException e) {
            return refused(uri, digest, Reason.CBOR_PARSE, e.reason() + " at " + e.path());
        }
        BootState state = control.read();
        SlotDevice device = new SlotDevice(kind, disk, slots, source, control, state);
        Outcome outcome;
        try {
            outcome = Processor.update(manifest, envelope, device);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        if (outcome instanceof Outcome.Stopped) {
            return new InstallResult(Report.of(uri, digest, outcome), Optional.empty());
        }
        Optional<SuitDigest> measured = device.measured();
        if (measured.isEmpty()) {
            return refused(uri, digest, Reason.CONDITION_FAILED, "the manifest never matched the image it installed");
        }
        slots.record(
                device.target(),
                new SlotRecord(
                        measured.get(),
                        slots.size(device.target()),
                        manifest.sequenceNumber(),
                        TextMap.version(manifest, envelope, FirmwareTemplate.FIRMWARE)
                                .orElse("")));
        Outcome invoked = Processor.invoke(manifest, device);
        if (invoked instanceof Outcome.Stopped) {
            return new InstallResult(Report.of(uri, digest, invoked), Optional.empty());
        }
        return new InstallResult(Report.of(uri, digest, outcome), control.read().next());
    }

    private static InstallResult refused(String uri, SuitDigest digest, Reason reason, String detail) {
        return new InstallResult(Report.refused(uri, digest, reason, detail), Optional.empty());
    }
}
