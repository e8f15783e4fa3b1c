package dev.muster.core.devices;

import java.util.Locale;
import java.util.Optional;

/**
 * What a device is called here. A serial number is only unique for its maker: the first maker's device keeps the bare
 * serial number, another maker's with the same one gets its maker's name as well, and so on for a third. The answer
 * depends on the register alone, so it is the same at every later time.
 */
public final class DeviceNames {

    private static final int MAX_CHARS = 64;
    private static final int MAX_MAKER_CHARS = 20;

    /** Makers whose names become the same word and who count alike; more of them is a mistake. */
    private static final int MAX_ALIKE = 9;

    private DeviceNames() {}

    /**
     * The id of a maker's device: the one that it has, or the one that it would get.
     *
     * @param serial what {@link DeviceId#isDeviceId} accepts
     * @return empty when there is no room for another name, or the serial number is too long to carry one
     */
    public static Optional<DeviceId> of(String maker, String serial, DeviceRegister register) {
        if (isFreeFor(maker, serial, register)) {
            return Optional.of(new DeviceId(serial));
        }
        String word = word(maker);
        for (int i = 1; i <= MAX_ALIKE; i++) {
            String name = serial + "." + word + (i == 1 ? "" : "-" + i);
            if (name.length() > MAX_CHARS) {
                return Optional.empty();
            }
            if (isFreeFor(maker, name, register)) {
                return Optional.of(new DeviceId(name));
            }
        }
        return Optional.empty();
    }

    /** The maker's own number in an id: what {@link #of} was given. */
    public static String serial(DeviceId id, String maker) {
        return id.value().replaceFirst("\\." + word(maker) + "(-[2-9])?$", "");
    }

    /** Nobody has the name, or a device of this maker does. */
    private static boolean isFreeFor(String maker, String name, DeviceRegister register) {
        Optional<Device> holder = register.device(new DeviceId(name));
        return holder.isEmpty()
                || register.product(holder.get().product())
                        .filter(product -> product.maker().equals(maker))
                        .isPresent();
    }

    /** {@code Bolt & Söhne} becomes {@code bolt-s-hne}. */
    private static String word(String maker) {
        String word =
                maker.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        String cut = word.length() > MAX_MAKER_CHARS ? word.substring(0, MAX_MAKER_CHARS) : word;
        return cut.isEmpty() ? "maker" : cut;
    }
}
