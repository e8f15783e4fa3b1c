package dev.muster.format.attest.dice;

import dev.muster.format.cose.CoseSign1;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One certificate of Open DICE in CBOR, not verified yet.
 *
 * @param message to verify under the key before it
 * @param layer what it says
 * @param usage what the key may do: bits as X.509 numbers them, the first byte's lowest first; empty when it is not said
 * @param notBefore claim {@code nbf}, epoch seconds
 * @param notAfter claim {@code exp}, epoch seconds
 */
public record SignedLayer(
        CoseSign1 message, DiceLayer layer, Optional<byte[]> usage, OptionalLong notBefore, OptionalLong notAfter) {
    private static final int DIGITAL_SIGNATURE = 0x01;
    private static final int KEY_CERT_SIGN = 0x20;

    /** Whether its key may certify the next layer. */
    boolean mayCertify() {
        return may(KEY_CERT_SIGN);
    }

    /** Whether its key may speak for the device. Keys of the profile say that they certify, the last one's too. */
    boolean maySpeak() {
        return may(DIGITAL_SIGNATURE | KEY_CERT_SIGN);
    }

    private boolean may(int bits) {
        return usage.isEmpty() || (usage.get().length > 0 && (usage.get()[0] & bits) != 0);
    }

    /** Whether it names itself as who signed it: the certificate of a device's first key. */
    boolean isSelfNamed() {
        return layer.issuer().equals(layer.subject());
    }
}
