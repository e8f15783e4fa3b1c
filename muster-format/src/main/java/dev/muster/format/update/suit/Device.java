package dev.muster.format.update.suit;

import java.util.Optional;

/**
 * What a manifest may ask of a device: the port of {@link Processor}. Components are named, slots are the device's affair.
 * Every operation must be safe to run again from its start, because power may fail at any point.
 *
 * <p>An operation that cannot be done throws {@link Failed}; any other exception passes through the processor untouched.
 */
public interface Device {

    /** 16 bytes, compared with the manifest's vendor id. */
    byte[] vendorId();

    /** 16 bytes, compared with the manifest's class id. */
    byte[] classId();

    /** 16 bytes, when this device has a UUID of its own. */
    Optional<byte[]> deviceId();

    /** Manifests below this sequence number are a rollback and refused; the number itself may be installed again. */
    long sequenceFloor();

    /** Whether the device has this component. */
    boolean has(ComponentId component);

    /** Whether {@code slot} is where the component would be written now. */
    boolean slotIs(ComponentId component, long slot);

    /** Whether the component's bytes have this size and digest now. Reads them; never answers from a stored value. */
    boolean imageMatches(ComponentId component, Expected expected);

    /** Whether the component's bytes are exactly these; constant time. */
    boolean contentIs(ComponentId component, byte[] content);

    /**
     * Gets bytes from a URI into the component.
     *
     * @param expected what the manifest says it must become: the device stops at its size; the digest is checked by a
     *     condition and may be checked here
     */
    void fetch(ComponentId component, String uri, Optional<byte[]> arguments, Expected expected);

    /** Makes these the component's bytes (a payload that came in the envelope or in the manifest). */
    void write(ComponentId component, byte[] content, Optional<Expected> expected);

    /** Makes {@code source}'s bytes also {@code target}'s. */
    void copy(ComponentId target, ComponentId source);

    /** Exchanges two components' bytes. */
    void swap(ComponentId one, ComponentId other);

    /** Hands control to the component: for a bootable image, arranges that it starts next. */
    void invoke(ComponentId component, Optional<byte[]> arguments);

    /** What the manifest says the image is. */
    record Expected(SuitDigest digest, long bytes) {}

    /** The device understood but could not do it: a download broke off, the disk is full. */
    final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public Failed(String message) {
            super(message);
        }

        public Failed(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
