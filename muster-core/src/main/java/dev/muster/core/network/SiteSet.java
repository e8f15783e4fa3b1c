package dev.muster.core.network;

import dev.muster.core.ledger.EntryType;
import dev.muster.format.network.nft.TlsRules;
import java.util.List;
import java.util.Optional;

/**
 * What MUD's words mean at the organisation's site. Subject: {@code org/<id>}.
 *
 * @param local networks
 * @param controllers {@code URI=NETWORK}, such as {@code urn:ietf:params:mud:dns=10.0.0.53}
 * @param tls what becomes of TLS that is not as described; observed when nobody said
 */
@EntryType("network.site-set")
public record SiteSet(List<String> local, List<String> controllers, Optional<TlsRules.Mode> tls)
        implements NetworkEvent {
    /** Nothing is local, and nobody controls. */
    public static final SiteSet NOTHING = new SiteSet(List.of(), List.of());

    /** A site whose TLS is observed. */
    public SiteSet(List<String> local, List<String> controllers) {
        this(local, controllers, Optional.empty());
    }

    public SiteSet {
        local = List.copyOf(local);
        controllers = List.copyOf(controllers);
    }
}
