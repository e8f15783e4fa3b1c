package dev.muster.agent.install;

import dev.muster.agent.state.Slot;
import dev.muster.format.attest.eat.SlotMeasurement;
import dev.muster.format.update.suit.Capabilities;
import dev.muster.format.update.suit.EnvelopeVerifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What runs on this device, whatever it lies on: which slot, what is in it, how it is replaced. One thread at a time, and one
 * process ({@link InstallLock}).
 */
public interface Software {
    /**
     * @param slot that runs since the last start
     * @param version what its record calls it; a claim, not a measurement; may be empty
     * @param boots how often the device was started
     */
    record Running(Slot slot, String version, long boots) {}

    /**
     * What an install needs from outside.
     *
     * @param kind which devices a manifest must be for
     * @param makers whose signatures are obeyed
     * @param source where payloads come from
     */
    record Wish(DeviceClass kind, EnvelopeVerifier makers, ArtifactSource source) {}

    Running running() throws IOException;

    /**
     * Starts the device: decides the slot and keeps the decision.
     *
     * @throws IOException when neither slot holds what its record says: then nothing is started
     */
    Running start() throws IOException;

    /** Reads all of the slot that runs. */
    SlotMeasurement measure() throws IOException;

    /** The running slot has proved itself (its evidence was accepted): it stays, and nothing older is obeyed. */
    void confirm() throws IOException;

    /** Asks that the next start is from the other slot; false when nothing good lies there. */
    boolean rollBack() throws IOException;

    /**
     * Installs into the slot that does not run, and asks that the next start takes it.
     *
     * @param uri where the envelope came from, repeated in the report
     * @throws ArtifactSource.Away when a payload could not be had now: the same again continues
     */
    InstallResult install(Wish wish, String uri, byte[] envelope) throws IOException;

    /**
     * Which manifests {@link #install} can run.
     *
     * @param envelopeBytes the longest envelope that is given to it
     */
    Capabilities capabilities(long envelopeBytes) throws IOException;

    /** The folder of the slot that runs, when its files are files: changes there are noticed at once. */
    Optional<Path> folder() throws IOException;
}
