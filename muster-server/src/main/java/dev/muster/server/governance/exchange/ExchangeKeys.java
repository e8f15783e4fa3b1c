package dev.muster.server.governance.exchange;

import dev.muster.core.ledger.OrgId;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseSigner;
import dev.muster.server.governance.KeyFiles;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The key by which each organisation is known to makers and customers: P-256, made when it is first needed. */
final class ExchangeKeys {
    private final Path directory;
    private final SecureRandom random;
    private final Map<OrgId, KeyPair> pairs = new ConcurrentHashMap<>();

    ExchangeKeys(Path directory, SecureRandom random) {
        this.directory = directory;
        this.random = random;
    }

    private KeyPair pair(OrgId org) {
        return pairs.computeIfAbsent(
                org, o -> KeyFiles.pair(directory.resolve("exchange-" + o.value() + ".pem"), random));
    }

    CoseSigner signer(OrgId org) {
        return CoseSigner.of(CoseAlgorithm.ES256, pair(org).getPrivate(), Optional.of(thumbprint(org)));
    }

    /** SubjectPublicKeyInfo. */
    byte[] open(OrgId org) {
        return pair(org).getPublic().getEncoded();
    }

    /** RFC 9679. */
    byte[] thumbprint(OrgId org) {
        return CoseKey.of(pair(org).getPublic()).thumbprint();
    }
}
