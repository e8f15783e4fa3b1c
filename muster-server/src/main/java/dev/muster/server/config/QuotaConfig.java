package dev.muster.server.config;

/**
 * What may be written before somebody is asked to come back later; megabytes are 2^20 bytes.
 *
 * @param deviceEntries entries of one device at once
 * @param deviceEntriesPerHour after that
 * @param deviceMegabytes of one device at once
 * @param deviceMegabytesPerHour after that
 * @param organisationEntries entries of all callers of one organisation at once
 * @param organisationEntriesPerHour after that
 * @param organisationMegabytes of all callers of one organisation at once
 * @param organisationMegabytesPerHour after that
 */
public record QuotaConfig(
        int deviceEntries,
        int deviceEntriesPerHour,
        int deviceMegabytes,
        int deviceMegabytesPerHour,
        int organisationEntries,
        int organisationEntriesPerHour,
        int organisationMegabytes,
        int organisationMegabytesPerHour) {
    private static final int MANY = 1_000_000_000;

    /**
     * A device attests hourly, reports an update in a dozen entries and is offline for days; its token has a kilobyte, and
     * one that names every file of a large root half a megabyte. An organisation has a hundred thousand of them.
     */
    public static final QuotaConfig STANDARD = new QuotaConfig(300, 1_200, 4, 2, 200_000, 1_000_000, 1_024, 1_024);

    static QuotaConfig read(Settings settings) {
        return new QuotaConfig(
                settings.number("quota.device-entries", STANDARD.deviceEntries, 1, MANY),
                settings.number("quota.device-entries-per-hour", STANDARD.deviceEntriesPerHour, 1, MANY),
                settings.number("quota.device-megabytes", STANDARD.deviceMegabytes, 1, MANY),
                settings.number("quota.device-megabytes-per-hour", STANDARD.deviceMegabytesPerHour, 1, MANY),
                settings.number("quota.organisation-entries", STANDARD.organisationEntries, 1, MANY),
                settings.number("quota.organisation-entries-per-hour", STANDARD.organisationEntriesPerHour, 1, MANY),
                settings.number("quota.organisation-megabytes", STANDARD.organisationMegabytes, 1, MANY),
                settings.number(
                        "quota.organisation-megabytes-per-hour", STANDARD.organisationMegabytesPerHour, 1, MANY));
    }
}
