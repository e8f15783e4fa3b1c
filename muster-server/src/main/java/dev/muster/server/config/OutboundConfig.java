package dev.muster.server.config;

/**
 * How this server reaches others: makers, customers, and whoever is told of what happens.
 *
 * @param privateAddresses whether addresses of private networks may be asked
 * @param authorities PEM file with the authorities of their servers, within the data directory; empty for the platform's
 */
public record OutboundConfig(boolean privateAddresses, String authorities) {
    /** Hosts in the Internet. */
    public static final OutboundConfig STANDARD = new OutboundConfig(false, "");

    static OutboundConfig read(Settings settings) {
        return new OutboundConfig(
                settings.yes("outbound.private-addresses", "no"),
                settings.text("outbound.authorities", STANDARD.authorities));
    }
}
