package dev.muster.core.attestation;

import dev.muster.core.attestation.corim.Comparison;
import dev.muster.format.attest.corim.MeasuredElement;
import dev.muster.format.attest.corim.Measurement;
import dev.muster.format.attest.corim.MeasurementValues;
import dev.muster.format.attest.tpm.BootComponents;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a boot loaded, by register: the components to which a proved log leads ({@link BootComponents}). A release may state
 * the value of a register, or the components in it, which then have to be all of them.
 *
 * @param components by the number of their register, each with the name that releases state it under
 */
public record BootEvents(Map<Integer, Map<MeasuredElement, MeasurementValues>> components) {
    /** No log, or none that leads to registers with components. */
    public static final BootEvents NONE = new BootEvents(Map.of());

    private static final Pattern NAMES = Pattern.compile("(\\d+|pcr-\\d+/\\S+) digest(: .*)?");

    public BootEvents {
        Map<Integer, Map<MeasuredElement, MeasurementValues>> copy = new LinkedHashMap<>();
        components.forEach((pcr, some) -> copy.put(pcr, new LinkedHashMap<>(some)));
        components = java.util.Collections.unmodifiableMap(copy);
    }

    /** Whether a release names something of the boot under this key: a register, or a component in one. */
    public static boolean isOf(Optional<MeasuredElement> key) {
        return key.filter(element -> element instanceof MeasuredElement.Numbered
                        || BootComponents.PCRS.stream().anyMatch(pcr -> isIn(element, pcr)))
                .isPresent();
    }

    /** Whether a difference, as comparisons name it, is one of the boot and of no file. */
    public static boolean isOf(Difference difference) {
        return isOf(difference.path());
    }

    static boolean isOf(String text) {
        return NAMES.matcher(text).matches();
    }

    private static boolean isIn(MeasuredElement element, int pcr) {
        return element instanceof MeasuredElement.Name name && name.value().startsWith(BootComponents.prefix(pcr));
    }

    /** What is measured under a key, when it is a component. */
    Optional<MeasurementValues> of(MeasuredElement key) {
        return components.values().stream()
                .flatMap(some -> Optional.ofNullable(some.get(key)).stream())
                .findFirst();
    }

    /** Whether a component was to be in a register whose components are known, and is not. */
    boolean isAbsent(MeasuredElement key) {
        return components.entrySet().stream()
                .anyMatch(register ->
                        isIn(key, register.getKey()) && !register.getValue().containsKey(key));
    }

    /** Whether a register needs no value in a release because its components are stated. */
    boolean isExplained(MeasuredElement register, Set<MeasuredElement> stated) {
        return register instanceof MeasuredElement.Numbered numbered
                && components.containsKey((int) numbered.value())
                && stated.stream().anyMatch(key -> isIn(key, (int) numbered.value()));
    }

    /** What of a boot is not as a release states it, where it was measured. */
    List<String> differing(List<Measurement> conditions, Map<MeasuredElement, List<MeasurementValues>> elements) {
        List<String> differing = new ArrayList<>(besides(conditions));
        for (Measurement condition : conditions) {
            MeasuredElement key = condition.key().orElse(MeasuredElement.UNNAMED);
            List<MeasurementValues> values =
                    elements.getOrDefault(key, of(key).map(List::of).orElse(List.of()));
            boolean measured = isOf(condition.key()) && !values.isEmpty();
            if (isAbsent(key)
                    || (measured && values.stream().noneMatch(one -> Comparison.meets(condition.values(), one)))) {
                differing.add(key.toString());
            }
        }
        return differing;
    }

    /** What was loaded besides what a release states, where it states components of a register and not its value. */
    List<String> besides(List<Measurement> conditions) {
        if (components.isEmpty()) {
            return List.of();
        }
        Set<MeasuredElement> stated = new LinkedHashSet<>();
        conditions.forEach(condition -> condition.key().ifPresent(stated::add));
        List<String> besides = new ArrayList<>();
        components.forEach((pcr, some) -> {
            boolean byValue = stated.contains(new MeasuredElement.Numbered(pcr));
            if (!byValue && stated.stream().anyMatch(key -> isIn(key, pcr))) {
                some.forEach((key, values) -> {
                    if (!stated.contains(key)) {
                        besides.add(key + " digest: expected " + Difference.ABSENT + ", found " + values.digests());
                    }
                });
            }
        });
        return besides;
    }
}
