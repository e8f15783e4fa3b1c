package dev.muster.format.devices.manifest;

/**
 * A file that may not change while the device runs.
 *
 * @param path below the device's root, without {@code ..}
 * @param sha256 of its content, 32 bytes
 */
public record Held(String path, byte[] sha256) {
    public Held {
        DeviceManifest.path(path);
        DeviceManifest.digest(sha256);
    }
}
