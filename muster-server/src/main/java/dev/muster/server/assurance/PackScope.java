package dev.muster.server.assurance;

import dev.muster.core.assurance.FactRegister;
import dev.muster.core.facts.Known;
import dev.muster.core.ledger.Subject;
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

    /** Whether this device may be one of them, as far as its id says. */
    boolean names(Subject device) {
        return devices.isEmpty() || devices.contains(device.id());
    }

    /** Whether a device of which this was known is one of them. */
    boolean isOf(List<Known> known) {
        return product.isEmpty()
                || known.stream()
                        .filter(one -> one.fact().key().equals(FactRegister.PRODUCT_KEY))
                        .reduce((before, one) -> one.supersedes(before) ? one : before)
                        .filter(one -> one.value().equals(product.get()))
                        .isPresent();
    }

    /** As the pack says it; empty for all devices. */
    Optional<String> words() {
        List<String> words = devices.isEmpty()
                ? product.map(id -> "product/" + id).stream().toList()
                : devices.stream().map(id -> "device/" + id).toList();
        return words.isEmpty() ? Optional.empty() : Optional.of(words.stream().collect(Collectors.joining(" ")));
    }
}
