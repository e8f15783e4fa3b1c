package dev.muster.core.network;

import dev.muster.core.ledger.EntryType;
import java.util.List;

/**
 * What MUD's words mean at the organisation's site. Subject: {@code org/<id>}.
 *
 * @param local networks
 * @param controllers {@code URI=NETWORK}, such as {@code urn:ietf:params:mud:dns=10.0.0.53}
 */
@EntryType("network.site-set")
public record SiteSet(List<String> local, List<String> controllers) implements NetworkEvent {
    /** Nothing is local, and nobody controls. */
    public static final SiteSet NOTHING = new SiteSet(List.of(), List.of());

    public SiteSet {
        local = List.copyOf(local);
        controllers = List.copyOf(controllers);
    }
}
