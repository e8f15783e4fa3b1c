package dev.muster.format.update.suit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Parameters set so far: one set for each component (manifest §8.4.8). They are kept by component, not by index, so that
 * what a dependency sets is there for its dependent (trust-domains §5).
 */
final class ParameterTable {
    private final Map<ComponentId, Map<Class<? extends Parameter>, Parameter>> byComponent = new HashMap<>();

    void set(ComponentId component, Parameter parameter) {
        Map<Class<? extends Parameter>, Parameter> own = byComponent.computeIfAbsent(component, c -> new HashMap<>());
        own.values().removeIf(other -> other.key() == parameter.key());
        own.put(parameter.getClass(), parameter);
    }

    void setIfUnset(ComponentId component, Parameter parameter) {
        if (byKey(component, parameter.key()).isEmpty()) {
            set(component, parameter);
        }
    }

    /** Takes parameters of another component over; those that it does not have are not touched. */
    void copy(ComponentId from, List<Long> keys, ComponentId to) {
        keys.forEach(key -> byKey(from, key).ifPresent(parameter -> set(to, parameter)));
    }

    private Optional<Parameter> byKey(ComponentId component, long key) {
        return byComponent.getOrDefault(component, Map.of()).values().stream()
                .filter(parameter -> parameter.key() == key)
                .findFirst();
    }

    <P extends Parameter> Optional<P> find(ComponentId component, Class<P> kind) {
        Parameter parameter = byComponent.getOrDefault(component, Map.of()).get(kind);
        return Optional.ofNullable(kind.cast(parameter));
    }

    /** @throws Missing when the manifest did not set it: a command that needs it cannot succeed */
    <P extends Parameter> P need(ComponentId component, Class<P> kind) {
        return find(component, kind)
                .orElseThrow(() -> new Missing(kind.getSimpleName() + " is not set for component " + component));
    }

    /** A command needs a parameter that was never set. */
    static final class Missing extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Missing(String message) {
            super(message, null, false, false);
        }
    }
}
