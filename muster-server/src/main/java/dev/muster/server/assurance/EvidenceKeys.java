package dev.muster.server.assurance;

import dev.muster.core.ledger.OrgId;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.crypto.SignatureScheme;
import dev.muster.ledger.LogKeys;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The key with which each organisation signs its audit packs: ES256, a PEM file that only the server's user can read. */
public final class EvidenceKeys {
    private final Path directory;
    private final SecureRandom random;
    private final Map<OrgId, KeyPair> keys = new ConcurrentHashMap<>();

    /** @param directory under which each organisation has a folder */
    public EvidenceKeys(Path directory, SecureRandom random) {
        this.directory = directory;
        this.random = random;
    }

    /** The public half. */
    public CoseKey key(OrgId org) {
        return CoseKey.of(pair(org).getPublic());
    }

    /** Signs packs, the same one always the same; the kid is the key's thumbprint (RFC 9679). */
    public CoseSigner signer(OrgId org) {
        return CoseSigner.repeatable(CoseAlgorithm.ES256, pair(org).getPrivate(), Optional.of(key(org).thumbprint()));
    }

    private KeyPair pair(OrgId org) {
        return keys.computeIfAbsent(
                org,
                id -> LogKeys.pair(
                        directory.resolve(id.value()).resolve("evidence.pem"),
                        SignatureScheme.ECDSA_P256_SHA256,
                        random));
    }
}
