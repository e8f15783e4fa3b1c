package dev.muster.server.network;

import dev.muster.core.ledger.OrgId;
import java.security.cert.X509Certificate;
import java.util.List;

/** The authorities that an organisation trusts for its makers. */
@FunctionalInterface
public interface MakerAuthorities {
    List<X509Certificate> of(OrgId org);
}
