package dev.muster.core.update;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.ProductId;
import java.util.List;
import java.util.Optional;

/** What updates must know of one organisation. Everything here is a fold over its entries. */
public interface UpdateStore {
    boolean hasProduct(ProductId product);

    /** The keys that sign releases of a product. */
    List<Signer> signers(ProductId product);

    Optional<Release> release(String id);

    /** The release with this envelope. */
    Optional<Release> releaseOfEnvelope(String sha256);

    /** The highest sequence number published for a product; -1 when none. */
    long newestSequence(ProductId product);

    Optional<Rollout> rollout(String id);

    /** The rollout of a product that is not stopped, if any: there is at most one. */
    Optional<Rollout> currentRollout(ProductId product);

    /** How many rollouts there have ever been. */
    int rollouts();

    /**
     * Targets that may change, at most this many: offered, reported, overdue or fallen back, updated ones that show
     * another version by now, and failed ones that show the release after all.
     */
    List<Target> unsettled(String rollout, int most);

    WaveCount count(String rollout, int wave);

    WaveCount count(String rollout);

    /** Devices of the product that are in service or will be: those that percentages are of. */
    int devices(ProductId product);

    /** Devices in service that are not in the rollout and do not run the release, in order of id. */
    List<DeviceId> candidates(String rollout, ProductId product, String version, int most);

    /** The release that the device's last accepted evidence shows. */
    Optional<Release> attestedRelease(DeviceId device);

    /** The product of a device. */
    Optional<ProductId> productOf(DeviceId device);

    /**
     * A key that signs releases.
     *
     * @param key COSE_Key
     */
    record Signer(String name, String thumbprint, byte[] key) {}
}
