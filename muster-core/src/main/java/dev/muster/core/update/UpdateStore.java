package dev.muster.core.update;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.ProductId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What updates must know of one organisation. Everything here is a fold over its entries. */
public interface UpdateStore {
    boolean hasProduct(ProductId product);

    /** The keys that sign releases of a product: those that are not revoked. */
    List<Signer> signers(ProductId product);

    /** How many of them must have signed a release, at least 1. */
    int signersNeeded(ProductId product);

    /** The newest signed list of a product's release keys, as it was published. */
    Optional<byte[]> newestKeyList(ProductId product);

    /** What a product's devices can run: what was declared first, then the reports of most devices in service. */
    List<DeviceClasses.Reported> deviceClasses(ProductId product);

    Optional<Release> release(String id);

    /** The release with this envelope. */
    Optional<Release> releaseOfEnvelope(String sha256);

    /** The highest sequence number published for a product; -1 when none. */
    long newestSequence(ProductId product);

    /** The version with the highest sequence number of a product. */
    Optional<String> newestVersion(ProductId product);

    Optional<Rollout> rollout(String id);

    /** The rollout of a product that is not stopped, if any: there is at most one. */
    Optional<Rollout> currentRollout(ProductId product);

    /** Rollouts that are not stopped. */
    List<Rollout> active();

    /** Whether somebody holds the device: it is offered nothing. */
    boolean held(DeviceId device);

    /** How many rollouts there have ever been. */
    int rollouts();

    /**
     * Targets that may change now, at most this many: at least all those that {@link Settling} would settle. Those that
     * evidence settles come first, so that a long queue of silent devices hides none of them.
     */
    List<Target> unsettled(Rollout rollout, Instant now, int most);

    /**
     * Overdue devices and such as left, in service and not held now, that show something else than the release and whose order has ended:
     * overdue ones only when evidence came after that, or a poll of a device that only polls. At most this many.
     */
    List<Target> returned(Rollout rollout, int most);

    /** Targets whose order is open, at most this many. */
    List<Target> withOpenOrders(String rollout, int most);

    /** Devices in service and not held that failed, fell back, were overdue or left, at most this many. */
    List<Target> lost(String rollout, int most);

    Optional<Target> target(String rollout, DeviceId device);

    WaveCount count(String rollout, int wave);

    WaveCount count(String rollout);

    /** Devices of the rollout's product and group that are in service or will be: those that percentages are of. */
    int devices(Rollout rollout);

    /** How many offers a rollout has made since then. */
    int offeredSince(String rollout, Instant since);

    /** How many bytes an hour all rollouts together may offer; 0 for any number. */
    long bytesPerHour();

    /** What all rollouts together have offered since then, each offer with all bytes of its release. */
    long bytesOfferedSince(Instant since);

    /** How far the rollout can see its product's devices. */
    Coverage coverage(Rollout rollout);

    /**
     * Devices in service, not held, that are not in the rollout and show something else than its release, in order of id. A device of
     * which no evidence ever came is one only when it has no attesting agent and the plan accepts claims.
     *
     * @param registeredBefore only those that were registered until then
     */
    List<DeviceId> candidates(Rollout rollout, Optional<Instant> registeredBefore, int most);

    /** The release that the device's last accepted evidence shows. */
    Optional<Release> attestedRelease(DeviceId device);

    /** The product of a device. */
    Optional<ProductId> productOf(DeviceId device);

    /**
     * A key that signs releases.
     *
     * @param key COSE_Key
     */
    record Signer(String name, String thumbprint, byte[] key, SignerMay may) {}
}
