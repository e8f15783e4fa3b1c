package dev.muster.core.facts;

import java.util.Optional;

/** The latest facts about one device, its product and its organisation, as a check sees them. */
@FunctionalInterface
public interface Facts {
    /** The latest fact under this key; empty when nothing was ever said. */
    Optional<Known> latest(FactKey key);

    /** The value of the latest fact under this key. */
    default Optional<String> value(FactKey key) {
        return latest(key).map(Known::value);
    }
}
