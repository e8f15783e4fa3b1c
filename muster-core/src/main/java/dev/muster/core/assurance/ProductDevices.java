package dev.muster.core.assurance;

import dev.muster.core.ledger.Subject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which devices are of which product. Not safe for several threads. */
final class ProductDevices {
    private final Map<Subject, Set<DeviceFold>> devices = new HashMap<>();

    Set<DeviceFold> of(Subject product) {
        return devices.getOrDefault(product, Set.of());
    }

    /** This device is of this product; whether it was of another one before. */
    boolean moved(DeviceFold device, Optional<Subject> now) {
        if (now.equals(device.product())) {
            return false;
        }
        device.product().ifPresent(before -> of(before).remove(device));
        now.ifPresent(product ->
                devices.computeIfAbsent(product, _ -> new HashSet<>()).add(device));
        device.product(now);
        return true;
    }
}
