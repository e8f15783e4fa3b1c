package dev.muster.server.config;

/**
 * How makers' descriptions are got.
 *
 * @param fetch whether this server asks makers for the descriptions that devices name
 * @param privateAddresses whether addresses of private networks may be asked, for a maker's server inside
 * @param authorities PEM file with the authorities of such servers, within the data directory; empty for the platform's
 */
public record NetworkConfig(boolean fetch, boolean privateAddresses, String authorities) {
    /** Makers are asked, in the Internet. */
    public static final NetworkConfig STANDARD = new NetworkConfig(true, false, "");

    static NetworkConfig read(Settings settings) {
        return new NetworkConfig(
                yes(settings, "network.fetch", "yes"),
                yes(settings, "network.fetch-private", "no"),
                settings.text("network.fetch-authorities", STANDARD.authorities));
    }

    private static boolean yes(Settings settings, String key, String fallback) {
        return switch (settings.text(key, fallback)) {
            case "yes" -> true;
            case "no" -> false;
            case String other -> throw new StartFailure(key + " is yes or no, not \"" + other + "\".");
        };
    }
}
