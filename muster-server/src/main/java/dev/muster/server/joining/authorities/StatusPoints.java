package dev.muster.server.joining.authorities;

import dev.muster.core.ledger.OrgId;
import dev.muster.format.join.x509.StatusPlaces;
import dev.muster.server.config.AuthorityConfig;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;

/**
 * Which revocation list a certificate belongs to: those of one authority whose serial numbers end in the same hexadecimal
 * digits. The digits stand in the list's address, so another number of lists makes other addresses, and those that older
 * certificates name go on.
 *
 * @param authority fingerprint
 * @param digits 0 to 3 hexadecimal digits
 */
public record StatusPoints(OrgId org, String authority, String digits) {
    /** Enough of a fingerprint to tell an organisation's authorities apart. */
    static final int AUTHORITY_CHARS = 16;

    /** What a certificate says about where its state is; empty when nothing was configured. */
    public static Optional<StatusPlaces> of(AuthorityConfig config, OrgId org, String authority, BigInteger serial) {
        if (config.statusUrl().isEmpty()) {
            return Optional.empty();
        }
        int length = digits(config.shards());
        String hex = serial.toString(16).toLowerCase(Locale.ROOT);
        StatusPoints point = new StatusPoints(org, authority, hex.substring(hex.length() - length));
        return Optional.of(new StatusPlaces(config.statusUrl() + "/pki/" + org.value() + "/ocsp", point.url(config)));
    }

    static int digits(int shards) {
        return Integer.numberOfTrailingZeros(shards) / 4;
    }

    /** Of the complete list. */
    String url(AuthorityConfig config) {
        return config.statusUrl() + path();
    }

    /** Of the difference from it. */
    String deltaUrl(AuthorityConfig config) {
        return config.statusUrl() + path().replace(".crl", ".delta.crl");
    }

    private String path() {
        return "/pki/" + org.value() + "/crl/" + authority.substring(0, AUTHORITY_CHARS) + "-"
                + (digits.isEmpty() ? "all" : digits) + ".crl";
    }
}
