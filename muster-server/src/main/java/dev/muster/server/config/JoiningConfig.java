package dev.muster.server.config;

import dev.muster.format.join.x509.KeyType;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How devices may join.
 *
 * @param defaultOrganisation whose devices use EST paths without a label; empty for the one of the first start
 * @param keys kinds of key that a certificate is issued for
 * @param serverKeys whether this server makes keys for devices that cannot (serverkeygen)
 * @param authorities how the base64 of cacerts is laid out
 * @param hierarchy the authorities that issue
 */
public record JoiningConfig(
        String defaultOrganisation,
        Set<KeyType> keys,
        boolean serverKeys,
        Layout authorities,
        AuthorityConfig hierarchy) {

    /** The layout of an answer that has no request to mirror. */
    public enum Layout {
        /** One line for short answers and for clients that say nothing of themselves, else lines of 64. */
        AUTO,
        LINE,
        LINES
    }

    public JoiningConfig {
        keys = Set.copyOf(keys);
    }

    /** What a server does that was told nothing. */
    public static JoiningConfig standard() {
        return new JoiningConfig("", EnumSet.allOf(KeyType.class), false, Layout.AUTO, AuthorityConfig.standard());
    }

    static JoiningConfig read(Settings settings) {
        return new JoiningConfig(
                settings.text("joining.default-organisation", ""),
                keys(settings.text("joining.keys", "all")),
                word(settings, "joining.server-keys", "off", List.of("off", "on"))
                        .equals("on"),
                Layout.valueOf(word(settings, "joining.cacerts", "auto", List.of("auto", "line", "lines"))
                        .toUpperCase(Locale.ROOT)),
                AuthorityConfig.read(settings));
    }

    static String word(Settings settings, String key, String fallback, List<String> allowed) {
        String word = settings.text(key, fallback).strip().toLowerCase(Locale.ROOT);
        if (!allowed.contains(word)) {
            throw new StartFailure(key + " must be one of " + String.join(", ", allowed) + ", not \"" + word + "\".");
        }
        return word;
    }

    private static Set<KeyType> keys(String text) {
        if (text.strip().equals("all")) {
            return EnumSet.allOf(KeyType.class);
        }
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .map(word -> KeyType.ofWord(word)
                        .orElseThrow(() -> new StartFailure("joining.keys names \"" + word + "\"; there are "
                                + Arrays.stream(KeyType.values())
                                        .map(KeyType::word)
                                        .collect(Collectors.joining(", "))
                                + ".")))
                .collect(Collectors.toSet());
    }
}
