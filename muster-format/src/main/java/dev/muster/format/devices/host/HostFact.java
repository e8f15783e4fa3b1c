package dev.muster.format.devices.host;

import java.util.regex.Pattern;

/**
 * One property of a host.
 *
 * @param key such as {@code host.aslr}: the word {@code host}, then words with dashes
 * @param value a short word or list that a rule can compare, never a secret
 * @param standing how it is held
 * @param detail one sentence for people: where it was read and what follows
 */
public record HostFact(String key, String value, Standing standing, String detail) {
    public static final int MAX_KEY_CHARS = 48;

    /** A list of listening ports or services, not a log. */
    public static final int MAX_VALUE_CHARS = 512;

    public static final int MAX_DETAIL_CHARS = 512;

    private static final Pattern KEY = Pattern.compile("host(\\.[a-z0-9]+(-[a-z0-9]+)*)+");

    public HostFact {
        if (key.length() > MAX_KEY_CHARS || !KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("not the key of a host's property");
        }
        if (value.isEmpty() || value.length() > MAX_VALUE_CHARS || detail.length() > MAX_DETAIL_CHARS) {
            throw new IllegalArgumentException(
                    "a value has 1.." + MAX_VALUE_CHARS + " characters, a detail at most " + MAX_DETAIL_CHARS);
        }
    }
}
