package dev.muster.core.joining;

import dev.muster.core.devices.DeviceId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What joining must remember, for one organisation. */
public interface JoiningStore {

    /** Anchors an organisation may have; each one is tried for each chain. */
    int MAX_ANCHORS = 256;

    /** The anchors in force. */
    List<Anchor> anchors();

    /** The anchor in force with this fingerprint. */
    Optional<Anchor> anchor(String fingerprint);

    /** The present certificate of a device. */
    Optional<Enrolment> enrolment(DeviceId device);

    /** The token with this digest, used or not, unless it was withdrawn. */
    Optional<Token> token(String digest);

    /** How many tokens could still be used. */
    long openTokens(Instant now);

    /** The device that asked for a person's word and has no certificate yet. */
    Optional<Waiting> waiting(DeviceId device);

    /** How many devices wait for a word. */
    long waitingCount();

    /** The device whose present certificate has this key. */
    Optional<DeviceId> holder(String key);

    /** The device that joined by a factory certificate with this key, and was not let go. */
    Optional<DeviceId> factoryHolder(String key);

    /** Vouchers, who is believed to sign them, and who asks for one. */
    Vouchers vouchers();

    /** Whether it is on record that this device shares this key with another one; not after it was let go. */
    boolean shared(DeviceId device, String key);
}
