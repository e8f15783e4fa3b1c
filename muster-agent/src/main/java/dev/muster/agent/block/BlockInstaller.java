package dev.muster.agent.block;

import dev.muster.agent.install.ArtifactSource;
import dev.muster.agent.install.DeviceClass;
import dev.muster.agent.install.InstallResult;
import dev.muster.agent.state.Slot;
import dev.muster.format.update.suit.ComponentId;
import dev.muster.format.update.suit.Envelope;
import dev.muster.format.update.suit.EnvelopeVerifier;
import dev.muster.format.update.suit.EnvelopeVerifier.Verification;
import dev.muster.format.update.suit.Manifest;
import dev.muster.format.update.suit.Outcome;
import dev.muster.format.update.suit.PayloadCipher;
import dev.muster.format.update.suit.Processor;
import dev.muster.format.update.suit.Reason;
import dev.muster.format.update.suit.Report;
import dev.muster.format.update.suit.SuitDigest;
import dev.muster.format.update.suit.SuitException;
import dev.muster.format.update.suit.TextMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Installs envelopes into the slot that does not run. In this order, each step flushed before the next: journal begun,
 * target withdrawn, payloads written with checkpoints, read back, target recorded, chosen. Whatever it is cut in, the same
 * again continues. One thread at a time.
 */
public final class BlockInstaller {
    private final DeviceClass kind;
    private final EnvelopeVerifier verifier;
    private final BlockDevice device;
    private final ArtifactSource source;
    private final PayloadCipher cipher;
    private final AreaWriter.Pace pace;

    /** @param cipher with this device's keys, none when it opens no encrypted payloads */
    public BlockInstaller(
            DeviceClass kind,
            EnvelopeVerifier verifier,
            BlockDevice device,
            ArtifactSource source,
            PayloadCipher cipher) {
        this(kind, verifier, device, source, cipher, AreaWriter.Pace.STANDARD);
    }

    BlockInstaller(
            DeviceClass kind,
            EnvelopeVerifier verifier,
            BlockDevice device,
            ArtifactSource source,
            PayloadCipher cipher,
            AreaWriter.Pace pace) {
        this.kind = kind;
        this.verifier = verifier;
        this.device = device;
        this.source = source;
        this.cipher = cipher;
        this.pace = pace;
    }

    /**
     * Installs, and asks that the next start takes it.
     *
     * @param uri where the envelope came from, repeated in the report
     * @param bytes the envelope as received; nothing in it is believed before its signature was checked
     * @throws ArtifactSource.Away when a payload could not be had now: the same again continues
     * @throws IOException when the device cannot be read or was never made
     */
    public InstallResult install(String uri, byte[] bytes) throws IOException {
        Envelope envelope;
        try {
            envelope = Envelope.parse(bytes);
        } catch (SuitException e) {
            return refused(uri, SuitDigest.sha256(bytes), Reason.CBOR_PARSE, e.reason() + " at " + e.path());
        }
        SuitDigest digest = envelope.authentication().digest();
        if (verifier.verify(envelope) instanceof Verification.Refused no) {
            return refused(uri, digest, no.reason(), no.detail());
        }
        try {
            return authentic(uri, envelope, Manifest.parse(envelope));
        } catch (SuitException e) {
            return refused(uri, digest, Reason.CBOR_PARSE, e.reason() + " at " + e.path());
        }
    }

    /** What follows when the signature is good. */
    InstallResult authentic(String uri, Envelope envelope, Manifest manifest) throws IOException {
        SuitDigest digest = envelope.authentication().digest();
        Superblocks blocks = Superblocks.open(device);
        Journal journal = Journal.open(device, blocks.geometry());
        BlockTarget target = new BlockTarget(kind, device, blocks, journal, source, cipher, pace);
        begin(journal, new JournalEntry.Begun(digest.value(), manifest.sequenceNumber(), target.target()), blocks);
        Outcome outcome;
        try {
            outcome = Processor.update(manifest, envelope, target);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        if (outcome instanceof Outcome.Stopped stopped) {
            return stopped(journal, uri, digest, stopped);
        }
        if (target.measured().isEmpty()) {
            return refused(uri, digest, Reason.CONDITION_FAILED, "the manifest never matched the image it installed");
        }
        record(blocks, journal, target, manifest, envelope);
        Outcome invoked = Processor.invoke(manifest, target);
        if (invoked instanceof Outcome.Stopped stopped) {
            return stopped(journal, uri, digest, stopped);
        }
        return new InstallResult(Report.of(uri, digest, outcome), blocks.state().next());
    }

    /** The journal goes on when it is about this manifest and the target is still withdrawn; otherwise it is a new one. */
    private static void begin(Journal journal, JournalEntry.Begun begun, Superblocks blocks) throws IOException {
        boolean same = !journal.entries().isEmpty()
                && journal.entries().getFirst() instanceof JournalEntry.Begun before
                && Arrays.equals(before.manifest(), begun.manifest())
                && before.target() == begun.target()
                && blocks.state().image(begun.target()).isEmpty()
                && journal.entries().stream().noneMatch(JournalEntry.Recorded.class::isInstance)
                && journal.entries().stream().noneMatch(JournalEntry.Refused.class::isInstance)
                && journal.hasRoomForCheckpoints();
        if (!same) {
            journal.begin(begun);
        }
    }

    private static void record(
            Superblocks blocks, Journal journal, BlockTarget target, Manifest manifest, Envelope envelope)
            throws IOException {
        Slot slot = target.target();
        // A manifest that found everything in place has written nothing: the state may still be vouching for it.
        target.giveUpTarget();
        for (int area = 0; area < blocks.geometry().areas().size(); area++) {
            if (!target.measured().containsKey(area)) {
                target.carryOver(area);
            }
        }
        ComponentId first = blocks.geometry().areas().getFirst().component();
        SlotImage image = new SlotImage(
                manifest.sequenceNumber(),
                TextMap.version(manifest, envelope, first).orElse(""),
                target.measured().values().stream().toList());
        blocks.write(blocks.state().with(slot, image));
        journal.append(new JournalEntry.Recorded());
    }

    private static InstallResult stopped(Journal journal, String uri, SuitDigest digest, Outcome.Stopped stopped)
            throws IOException {
        journal.append(new JournalEntry.Refused(stopped.reason().word() + ": " + stopped.detail()));
        return new InstallResult(Report.of(uri, digest, stopped), Optional.empty());
    }

    private static InstallResult refused(String uri, SuitDigest digest, Reason reason, String detail) {
        return new InstallResult(Report.refused(uri, digest, reason, detail), Optional.empty());
    }
}
