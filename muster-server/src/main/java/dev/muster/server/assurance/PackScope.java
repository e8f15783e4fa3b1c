package dev.muster.server.assurance;

import dev.muster.core.assurance.FactRegister;
import dev.muster.core.ledger.Subject;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which devices a pack is about.
 *
 * @param product the devices of this product only
 * @param devices these only, sorted; none: no such bound
 */
record PackScope(Optional<String> product, List<String> devices) {
    static final PackScope ALL = new PackScope(Optional.empty(), List.of());

    PackScope {
        devices = devices.stream().distinct().sorted().toList();
    }

    /** Those that something was known of, in order of id. */
    Collection<Subject> of(FactRegister register) {
        return register.devices().stream()
                .filter(device -> product.isEmpty()
                        || register.productOf(device)
                                .filter(one -> one.id().equals(product.get()))
                                .isPresent())
                .filter(device -> devices.isEmpty() || devices.contains(device.id()))
                .toList();
    }

    /** As the pack says it; empty for all devices. */
    Optional<String> words() {
        List<String> words = devices.isEmpty()
                ? product.map(id -> "product/" + id).stream().toList()
                : devices.stream().map(id -> "device/" + id).toList();
        return words.isEmpty() ? Optional.empty() : Optional.of(words.stream().collect(Collectors.joining(" ")));
    }
}
