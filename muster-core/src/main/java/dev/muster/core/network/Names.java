package dev.muster.core.network;

import javax.security.auth.x500.X500Principal;

/** Names of certificates as names, not as text: case and blanks of some attributes do not count (RFC 5280 §7.1). */
final class Names {
    private Names() {}

    static boolean same(String one, String two) {
        try {
            return new X500Principal(one).equals(new X500Principal(two));
        } catch (IllegalArgumentException unreadable) {
            return false;
        }
    }
}
