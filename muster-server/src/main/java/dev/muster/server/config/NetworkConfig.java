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
                settings.yes("network.fetch", "yes"),
                settings.yes("network.fetch-private", "no"),
                settings.text("network.fetch-authorities", STANDARD.authorities));
    }
}
