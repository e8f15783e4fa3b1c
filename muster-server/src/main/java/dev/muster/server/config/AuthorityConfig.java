package dev.muster.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The authorities that issue devices' certificates.
 *
 * @param keys where their keys are
 * @param twoPeople whether a step with them needs another administrator's word
 * @param spread over how much time devices that are asked to renew come
 * @param statusUrl what certificates say about where their state is, without a slash at the end; empty for nothing
 * @param shards how many revocation lists an authority has that certificates point to: a power of 16
 */
public record AuthorityConfig(KeyPlace keys, boolean twoPeople, Duration spread, String statusUrl, int shards) {

    /** Where private keys are. */
    public sealed interface KeyPlace {
        /** In PKCS #12 files of the data directory, under a random password that lies beside them. */
        record Data() implements KeyPlace {}

        /** In PKCS #12 files of the data directory, under a passphrase that is somewhere else. */
        record Passphrase(Path file) implements KeyPlace {}

        /**
         * In a PKCS #11 token.
         *
         * @param library the vendor's module
         * @param slot place of the slot in the module's list, from 0
         * @param pin file with the user's PIN
         */
        record Token(Path library, int slot, Path pin) implements KeyPlace {}
    }

    private static final int SPREAD_MINUTES = 24 * 60;
    private static final int SPREAD_MINUTES_MAX = 90 * 24 * 60;
    private static final int SLOTS_MAX = 1_000;

    /** What a server does that was told nothing. */
    public static AuthorityConfig standard() {
        return new AuthorityConfig(new KeyPlace.Data(), false, Duration.ofMinutes(SPREAD_MINUTES), "", 1);
    }

    static AuthorityConfig read(Settings settings) {
        return new AuthorityConfig(
                keys(settings),
                JoiningConfig.word(settings, "joining.two-people", "off", List.of("off", "on"))
                        .equals("on"),
                Duration.ofMinutes(settings.number("joining.rollover-minutes", SPREAD_MINUTES, 0, SPREAD_MINUTES_MAX)),
                statusUrl(settings.text("joining.status-url", "")),
                Integer.parseInt(
                        JoiningConfig.word(settings, "joining.crl-shards", "1", List.of("1", "16", "256", "4096"))));
    }

    private static KeyPlace keys(Settings settings) {
        String place =
                JoiningConfig.word(settings, "joining.key-store", "data", List.of("data", "passphrase", "pkcs11"));
        String passphrase = settings.text("joining.key-passphrase-file", "");
        String library = settings.text("joining.pkcs11-library", "");
        int slot = settings.number("joining.pkcs11-slot", 0, 0, SLOTS_MAX);
        String pin = settings.text("joining.pkcs11-pin-file", "");
        return switch (place) {
            case "passphrase" -> new KeyPlace.Passphrase(needed("joining.key-passphrase-file", passphrase, place));
            case "pkcs11" ->
                new KeyPlace.Token(
                        needed("joining.pkcs11-library", library, place),
                        slot,
                        needed("joining.pkcs11-pin-file", pin, place));
            default -> new KeyPlace.Data();
        };
    }

    private static Path needed(String key, String value, String place) {
        if (value.isBlank()) {
            throw new StartFailure("joining.key-store = " + place + " needs " + key + ".");
        }
        return Path.of(value);
    }

    private static String statusUrl(String url) {
        if (!url.isEmpty() && !url.matches("https?://[^\\s/][^\\s]*[^\\s/]")) {
            throw new StartFailure(
                    "joining.status-url must be an http or https URL without a slash at the end, not \"" + url + "\".");
        }
        return url;
    }
}
