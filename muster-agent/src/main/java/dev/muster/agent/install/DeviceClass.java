package dev.muster.agent.install;

import dev.muster.format.update.suit.ClassIds;

/**
 * Which devices a manifest must be for.
 *
 * @param vendorId 16 bytes
 * @param classId 16 bytes
 */
public record DeviceClass(byte[] vendorId, byte[] classId) {
    /**
     * By names, as SUIT derives them.
     *
     * @param vendorDomain the maker's domain name, for example {@code acme.example}
     * @param product the maker's word for the device class
     */
    public static DeviceClass of(String vendorDomain, String product) {
        byte[] vendor = ClassIds.vendor(vendorDomain);
        return new DeviceClass(vendor, ClassIds.deviceClass(vendor, product));
    }
}
