package dev.muster.core.attestation;

/**
 * A file, or another measured element, that is not as the nearest release has it.
 *
 * @param path of the file in the slot, or name of the element
 * @param expected digest and size, or {@code absent}
 * @param found digest and size, or {@code absent}
 */
public record Difference(String path, String expected, String found) {
    public static final String ABSENT = "absent";
}
