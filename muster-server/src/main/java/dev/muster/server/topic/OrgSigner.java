package dev.muster.server.topic;

import dev.muster.core.ledger.OrgId;
import dev.muster.format.cose.CoseSigner;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Signs for an organisation towards its devices, with a certificate that its authority issued: what a device that joined
 * can check without asking anybody. Whoever signs binds its purpose: a content type in the protected header and external
 * data of its own.
 */
public interface OrgSigner {
    /** The key. */
    CoseSigner signer();

    /** Who it speaks for, its own certificate first, without the authority; valid now. */
    List<X509Certificate> chain(OrgId org);
}
