package dev.muster.core.update;

/**
 * How far a rollout can see the product's devices, besides those it offered the release to.
 *
 * @param devices in service: those that percentages are of
 * @param already evidence shows the release on them although this rollout never offered it
 * @param unseen in service, but no evidence of them ever came: what they run is not known
 */
public record Coverage(int devices, int already, int unseen) {
    /** Whether the release is shown on every device, so that there is nothing to do. An empty fleet shows nothing. */
    public boolean complete() {
        return devices > 0 && already == devices;
    }
}
