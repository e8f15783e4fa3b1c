package dev.muster.core.facts;

/**
 * Where a check finds an input.
 *
 * @param scope whose fact it is
 * @param key the fact's key, as the topic that states it writes it
 */
public record FactKey(Scope scope, String key) {
    /** A fact about the device. */
    public static FactKey device(String key) {
        return new FactKey(Scope.DEVICE, key);
    }

    /** A fact about the device's product. */
    public static FactKey product(String key) {
        return new FactKey(Scope.PRODUCT, key);
    }

    /** A fact about the organisation. */
    public static FactKey org(String key) {
        return new FactKey(Scope.ORG, key);
    }

    @Override
    public String toString() {
        return scope == Scope.DEVICE ? key : scope.name().toLowerCase(java.util.Locale.ROOT) + " " + key;
    }
}
