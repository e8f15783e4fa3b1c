package dev.muster.format.update.suit;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a manifest may ask of a device: the port of {@link Processor}. Components are named, slots are the device's affair.
 * Every operation must be safe to run again from its start, because power may fail at any point.
 *
 * <p>A device says which conditions and directives it can do; a manifest with any other is refused before its first command
 * runs. An operation that cannot be done throws {@link Failed}; any other exception passes through the processor untouched.
 */
public interface Device {

    /** 16 bytes, compared with the manifest's vendor id. */
    byte[] vendorId();

    /** 16 bytes, compared with the manifest's class id. */
    byte[] classId();

    /** 16 bytes, when this device has a UUID of its own. */
    Optional<byte[]> deviceId();

    /** Manifests below this sequence number (unsigned) are a rollback and refused; the number itself may come again. */
    long sequenceFloor();

    /** Conditions that it can judge. */
    default Set<Command.Condition> conditions() {
        return Command.Condition.BASE;
    }

    /** Directives that it can do. */
    default Set<Command.Action> actions() {
        return Command.Action.BASE;
    }

    /** Whether it has keys for encrypted payloads. */
    default boolean decrypts() {
        return false;
    }

    /** Whether the device has this component. */
    boolean has(ComponentId component);

    /** Whether {@code slot} is where the component would be written now. */
    boolean slotIs(ComponentId component, long slot);

    /**
     * Whether the component's bytes have this digest, and this size when one is given, now. Reads them; never answers from
     * a stored value.
     */
    boolean imageMatches(ComponentId component, Expected expected);

    /** Whether the component's bytes are exactly these; constant time. */
    boolean contentIs(ComponentId component, byte[] content);

    /** Gets bytes from a URI into the component, decrypted when the payload says how. */
    void fetch(ComponentId component, String uri, Optional<byte[]> arguments, Payload payload);

    /** Makes these the component's bytes (a payload that came in the envelope or in the manifest). */
    void write(ComponentId component, byte[] content, Payload payload);

    /** Makes {@code source}'s bytes also {@code target}'s. */
    void copy(ComponentId target, ComponentId source, Payload payload);

    /** Exchanges two components' bytes. */
    void swap(ComponentId one, ComponentId other);

    /** Hands control to the component: for a bootable image, arranges that it starts next. */
    void invoke(ComponentId component, Optional<byte[]> arguments);

    /** Forgets a component that no manifest uses any more (trust-domains). */
    default void unlink(ComponentId component) {
        throw new Failed("this device cannot unlink");
    }

    /** The bytes of a component that holds a dependency's envelope; empty when there are none (trust-domains). */
    default Optional<byte[]> envelope(ComponentId component) {
        return Optional.empty();
    }

    /** Whether the signers of a dependency may command here (trust-domains). */
    default EnvelopeVerifier.Verification authenticate(Envelope dependency) {
        return new EnvelopeVerifier.Verification.Refused(Reason.UNAUTHORISED, "this device takes no dependencies");
    }

    /** Seconds since 1970, by a clock that the device trusts; empty when it has none. */
    default OptionalLong clockSeconds() {
        return OptionalLong.empty();
    }

    /** Whether the battery holds this much (mWh). */
    default boolean batteryHolds(long milliwattHours) {
        return false;
    }

    /** Whether an update of this priority may begin now; smaller is more urgent. */
    default boolean authorized(long priority) {
        return false;
    }

    /** The component's version now, most significant number first; empty when it has none. */
    default List<Long> version(ComponentId component) {
        return List.of();
    }

    /**
     * Waits until these events came to pass, or throws an exception that is not {@link Failed} to be asked again later.
     *
     * @param events an encoded SUIT_Wait_Event (update-management §5.5)
     */
    default void await(byte[] events) {
        throw new Failed("this device cannot wait");
    }

    /**
     * What the manifest says an image is.
     *
     * @param bytes its size; empty when the manifest leaves it to the digest
     */
    record Expected(SuitDigest digest, OptionalLong bytes) {
        public Expected(SuitDigest digest, long bytes) {
            this(digest, OptionalLong.of(bytes));
        }
    }

    /**
     * What the manifest says about bytes that are on their way into a component. Neither may be relied on to be there: the
     * device sets a limit of its own for what has no size.
     *
     * @param digest what a condition will ask for. It is that of the bytes as they are stored in the end, or not checked
     *     here when they are encrypted
     * @param bytes size, as the digest
     * @param encryption an encoded COSE_Encrypt that opens them
     */
    record Payload(Optional<SuitDigest> digest, OptionalLong bytes, Optional<byte[]> encryption) {
        public static final Payload UNDESCRIBED = new Payload(Optional.empty(), OptionalLong.empty(), Optional.empty());
    }

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
