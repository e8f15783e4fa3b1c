package dev.muster.core.attestation;

import dev.muster.format.attest.corim.MeasuredElement;
import dev.muster.format.attest.corim.MeasurementValues;
import dev.muster.format.attest.coswid.FileEntry;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What evidence measured.
 *
 * @param elements by key, with every value that is stated
 * @param whole the element whose digest stands for all others, when there is one: agreeing with it is agreeing with all
 * @param files what a person is shown when the whole differs; empty when the elements are all there is
 */
public record Measured(
        Map<MeasuredElement, MeasurementValues> elements, Optional<MeasuredElement> whole, List<FileEntry> files) {
    public Measured {
        elements = Map.copyOf(elements);
        files = List.copyOf(files);
    }

    /** Elements of which each must agree. */
    public static Measured each(Map<MeasuredElement, MeasurementValues> elements) {
        return new Measured(elements, Optional.empty(), List.of());
    }
}
