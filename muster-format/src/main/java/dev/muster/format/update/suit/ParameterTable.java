package dev.muster.format.update.suit;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Parameters set so far: one set for each component (manifest §8.4.8). */
final class ParameterTable {
    private final Map<Integer, Map<Class<? extends Parameter>, Parameter>> byComponent = new HashMap<>();

    void set(int component, Parameter parameter) {
        byComponent.computeIfAbsent(component, c -> new HashMap<>()).put(parameter.getClass(), parameter);
    }

    <P extends Parameter> Optional<P> find(int component, Class<P> kind) {
        Parameter parameter = byComponent.getOrDefault(component, Map.of()).get(kind);
        return Optional.ofNullable(kind.cast(parameter));
    }

    /** @throws Missing when the manifest did not set it: a command that needs it cannot succeed */
    <P extends Parameter> P need(int component, Class<P> kind) {
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
