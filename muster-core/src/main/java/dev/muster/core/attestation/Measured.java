package dev.muster.core.attestation;

import dev.muster.format.attest.corim.MeasuredElement;
import dev.muster.format.attest.corim.MeasurementValues;
import dev.muster.format.attest.coswid.FileEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What evidence measured.
 *
 * @param elements by key, with every value that is stated; several of one kind may have one key, as the software
 *     components of a PSA token have
 * @param whole the element whose digest stands for all others, when there is one: agreeing with it is agreeing with all
 * @param files what a person is shown when the whole differs; empty when the elements are all there is
 * @param quoted registers whose values are not sent, only a digest over them
 * @param ran what was used since boot, with the register that its log leads to
 * @param booted what was loaded at boot, where a log leads to its registers
 */
public record Measured(
        Map<MeasuredElement, List<MeasurementValues>> elements,
        Optional<MeasuredElement> whole,
        List<FileEntry> files,
        Optional<QuotedRegisters> quoted,
        Optional<RanFiles> ran,
        BootEvents booted) {
    public Measured(
            Map<MeasuredElement, List<MeasurementValues>> elements,
            Optional<MeasuredElement> whole,
            List<FileEntry> files) {
        this(elements, whole, files, Optional.empty(), Optional.empty(), BootEvents.NONE);
    }

    /** The same with what was used since boot. */
    public Measured with(Optional<RanFiles> used) {
        return new Measured(elements, whole, files, quoted, used, booted);
    }

    /** The same with what was loaded at boot. */
    public Measured with(BootEvents events) {
        return new Measured(elements, whole, files, quoted, ran, events);
    }

    /** The same with the registers of a quote beside it, and what a log proves of them. */
    public Measured beside(Measured quote) {
        Map<MeasuredElement, List<MeasurementValues>> both = new LinkedHashMap<>(elements);
        quote.elements.forEach((key, values) -> {
            if (key instanceof MeasuredElement.Numbered) {
                both.put(key, values);
            }
        });
        return new Measured(both, whole, files, quoted, ran, quote.booted);
    }

    /** Whether a log explains what an element is, so that no release has to state it. */
    boolean isExplained(MeasuredElement element) {
        return ran.filter(used -> used.register().equals(element)).isPresent();
    }

    /** Registers of which only the digest over all is known; it is also the element without a key. */
    public static Measured quoted(QuotedRegisters registers) {
        return new Measured(
                Map.of(MeasuredElement.UNNAMED, List.of(MeasurementValues.ofDigest(registers.asDigest()))),
                Optional.empty(),
                List.of(),
                Optional.of(registers),
                Optional.empty(),
                BootEvents.NONE);
    }

    public Measured {
        Map<MeasuredElement, List<MeasurementValues>> copy = new LinkedHashMap<>();
        elements.forEach((key, values) -> copy.put(key, List.copyOf(values)));
        elements = java.util.Collections.unmodifiableMap(copy);
        files = List.copyOf(files);
    }

    /** Elements with a key each, and perhaps one that stands for all. */
    public static Measured of(
            Map<MeasuredElement, MeasurementValues> elements, Optional<MeasuredElement> whole, List<FileEntry> files) {
        Map<MeasuredElement, List<MeasurementValues>> lists = new LinkedHashMap<>();
        elements.forEach((key, values) -> lists.put(key, List.of(values)));
        return new Measured(lists, whole, files);
    }

    /** Elements of which each must agree. */
    public static Measured each(Map<MeasuredElement, MeasurementValues> elements) {
        return of(elements, Optional.empty(), List.of());
    }

    /** Elements of one kind, of which each must agree. */
    public static Measured each(MeasuredElement key, List<MeasurementValues> values) {
        return new Measured(Map.of(key, new ArrayList<>(values)), Optional.empty(), List.of());
    }
}
