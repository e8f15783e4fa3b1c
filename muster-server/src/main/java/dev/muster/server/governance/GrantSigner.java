package dev.muster.server.governance;

import dev.muster.core.ledger.OrgId;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseSigner;
import dev.muster.server.topic.GrantCertificates;
import dev.muster.server.topic.OrgSigner;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * Signs grants with a key that signs nothing else: who gets hold of the verifier's key lets nobody work on a device, and who
 * gets hold of this one affirms none.
 */
final class GrantSigner implements OrgSigner {
    private final KeyPair pair;
    private final GrantCertificates certificates;

    GrantSigner(KeyPair pair, GrantCertificates certificates) {
        this.pair = pair;
        this.certificates = certificates;
    }

    @Override
    public CoseSigner signer() {
        return CoseSigner.of(
                CoseAlgorithm.ES256,
                pair.getPrivate(),
                Optional.of(CoseKey.of(pair.getPublic()).thumbprint()));
    }

    @Override
    public List<X509Certificate> chain(OrgId org) {
        return certificates.of(org, pair.getPublic());
    }
}
