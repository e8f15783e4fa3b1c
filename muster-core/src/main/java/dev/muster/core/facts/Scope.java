package dev.muster.core.facts;

/** Whose facts a check asks for when it judges a device. */
public enum Scope {
    /** The device's own. */
    DEVICE,
    /** Those of the product that the device is one of. */
    PRODUCT,
    /** Those of the organisation that owns the device. */
    ORG
}
