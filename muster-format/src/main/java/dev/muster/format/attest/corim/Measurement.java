package dev.muster.format.attest.corim;

import java.util.List;
import java.util.Optional;

/**
 * One measured element with its values (CoRIM -11 §5.1.4.1.3 measurement-map).
 *
 * @param authorizedBy keys; a condition that names some asks that one of them vouches for the claim
 */
public record Measurement(Optional<MeasuredElement> key, MeasurementValues values, List<TypedBytes> authorizedBy) {
    public Measurement {
        authorizedBy = List.copyOf(authorizedBy);
        if (values.isEmpty()) {
            throw new IllegalArgumentException("a measurement claims at least one value");
        }
    }

    public static Measurement of(MeasuredElement key, MeasurementValues values) {
        return new Measurement(Optional.of(key), values, List.of());
    }
}
