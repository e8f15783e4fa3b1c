package dev.muster.agent.maintenance;

/** A function that this device cannot do now, which is nobody's fault. */
public final class LocalRefused extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;

    /** @param code one of those that {@link dev.muster.format.devices.maintenance.Reply} lists */
    public LocalRefused(String code, String detail) {
        super(detail);
        this.code = code;
    }

    /** Stable word. */
    public String code() {
        return code;
    }
}
