package dev.muster.format.network.mud;

/** Whom a rule means by MUD's own words (RFC 8520 §8); what these are is known only where the device is. */
public sealed interface Party {

    /** The word in the module. */
    String word();

    /** Devices whose MUD URL has this host. */
    record Manufacturer(String host) implements Party {
        @Override
        public String word() {
            return "manufacturer";
        }
    }

    /** Devices whose MUD URL has the host of this file's. */
    record SameManufacturer() implements Party {
        @Override
        public String word() {
            return "same-manufacturer";
        }
    }

    /** Devices with exactly this MUD URL. */
    record Model(String url) implements Party {
        @Override
        public String word() {
            return "model";
        }
    }

    /** What the administrator calls local. */
    record LocalNetworks() implements Party {
        @Override
        public String word() {
            return "local-networks";
        }
    }

    /** Hosts that the administrator assigned to this class, a URL or URN. */
    record Controller(String uri) implements Party {
        @Override
        public String word() {
            return "controller";
        }
    }

    /** Hosts that the administrator assigned to this file's MUD URL. */
    record MyController() implements Party {
        @Override
        public String word() {
            return "my-controller";
        }
    }
}
