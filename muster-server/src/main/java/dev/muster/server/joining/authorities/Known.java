package dev.muster.server.joining.authorities;

import dev.muster.core.joining.authorities.Authority;
import dev.muster.core.joining.authorities.Role;
import dev.muster.core.joining.authorities.Standing;
import dev.muster.format.crypto.Sha256;
import dev.muster.server.joining.authorities.SqlAuthorityStore.Cross;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the ledger says of an organisation's authorities.
 *
 * @param all the newest first
 * @param crosses what one root, or the authority of before there were roots, said of another root's key
 * @param paused whether devices are not asked to renew for now
 */
public record Known(List<Authority> all, List<Cross> crosses, boolean paused) {
    private static final int TAG_CHARS = 16;

    public Known {
        all = List.copyOf(all);
        crosses = List.copyOf(crosses);
    }

    /** The one in force. */
    public Optional<Authority> active(Role role) {
        return all.stream()
                .filter(each -> each.role() == role && each.standing() == Standing.ACTIVE)
                .findFirst();
    }

    /** Those whose certificates are accepted, the one in force first. */
    public List<Authority> accepted(Role role) {
        List<Authority> accepted = new ArrayList<>();
        active(role).ifPresent(accepted::add);
        all.stream()
                .filter(each -> each.role() == role && each.standing().accepted() && each.standing() != Standing.ACTIVE)
                .forEach(accepted::add);
        return accepted;
    }

    public Optional<Authority> find(String fingerprint) {
        return all.stream()
                .filter(each -> each.fingerprint().equals(fingerprint))
                .findFirst();
    }

    /**
     * What a client needs to come back (RFC 7030 §4.1.3): who issues now, the other issuers that are accepted, the roots,
     * and what each root said of the other, so that who trusts one of them can come to trust both. What a retired root said
     * stays: a device that was away when it ended trusts nothing else, and nothing made that root doubtful.
     */
    public List<X509Certificate> forClients() {
        List<X509Certificate> certificates = new ArrayList<>();
        accepted(Role.DEVICE).forEach(each -> certificates.add(each.certificate()));
        accepted(Role.ROOT).forEach(each -> certificates.add(each.certificate()));
        crosses.stream()
                .filter(cross -> isBelieved(cross.issuer()) && isAccepted(cross.of()))
                .forEach(cross -> certificates.add(cross.certificate()));
        return certificates;
    }

    private boolean isAccepted(String fingerprint) {
        return find(fingerprint).filter(each -> each.standing().accepted()).isPresent();
    }

    private boolean isBelieved(String fingerprint) {
        return find(fingerprint)
                .filter(each -> each.standing().accepted() || each.standing() == Standing.RETIRED)
                .isPresent();
    }

    /** The certificates above {@code authority}, itself first, for somebody who trusts any accepted root. */
    public List<X509Certificate> above(Authority authority) {
        List<X509Certificate> chain = new ArrayList<>(List.of(authority.certificate()));
        crosses.stream()
                .filter(cross -> cross.of().equals(authority.issuer())
                        && find(cross.issuer())
                                .filter(root -> root.role() == Role.ROOT && root.standing() == Standing.PREVIOUS)
                                .isPresent())
                .findFirst()
                .ifPresent(cross -> chain.add(cross.certificate()));
        return chain;
    }

    /** Changes whenever {@link #forClients} does. */
    public String tag() {
        String names = all.stream()
                .filter(each -> each.standing().accepted())
                .map(Authority::fingerprint)
                .sorted()
                .collect(Collectors.joining(" "));
        return HexFormat.of()
                .formatHex(Sha256.of(names.getBytes(StandardCharsets.US_ASCII)))
                .substring(0, TAG_CHARS);
    }
}
