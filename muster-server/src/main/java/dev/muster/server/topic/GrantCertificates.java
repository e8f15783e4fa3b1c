package dev.muster.server.topic;

import dev.muster.core.ledger.OrgId;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;

/** Where the certificate of who lets people work on devices comes from. */
public interface GrantCertificates {
    /** Valid now, for this key; what is above it after it. */
    List<X509Certificate> of(OrgId org, PublicKey key);
}
