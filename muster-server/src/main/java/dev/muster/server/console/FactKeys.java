package dev.muster.server.console;

/** The facts that have a place of their own on the pages; every other fact is listed under its key. */
final class FactKeys {
    static final String STATE = "devices.state";
    static final String PRODUCT = "devices.product";
    static final String VERDICT = "attestation.status";
    static final String VERSION = "attestation.version";
    static final String SOFTWARE = "attestation.software";
    static final String STRENGTH = "attestation.strength";
    static final String REFUSED = "attestation.refused";

    static final String ROLLOUT = "update.rollout";

    private FactKeys() {}
}
