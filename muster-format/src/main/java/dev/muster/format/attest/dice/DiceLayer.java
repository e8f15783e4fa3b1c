package dev.muster.format.attest.dice;

import java.security.PublicKey;
import java.util.List;

/**
 * One certificate of a chain.
 *
 * @param issuer name of the layer before
 * @param subject name of this layer
 * @param key that this layer holds
 * @param measurements what the layer before measured of it; empty for the first certificate of a device
 */
public record DiceLayer(String issuer, String subject, PublicKey key, List<LayerMeasurement> measurements) {
    public DiceLayer {
        measurements = List.copyOf(measurements);
    }
}
