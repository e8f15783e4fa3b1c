package dev.muster.ledger;

import dev.muster.core.ledger.OrgId;
import dev.muster.format.audit.merkle.NoteKey;
import dev.muster.format.audit.merkle.NoteSigner;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseSigner;
import dev.muster.ledger.tree.LogId;
import dev.muster.ledger.tree.LogName;
import java.security.KeyPair;
import java.util.Optional;

/**
 * Who the logs of one organisation are and what they sign with.
 *
 * @param org whose
 * @param issuer URI that stands as {@code iss} in receipts and in the ledger's own statements
 * @param record signs checkpoints of the record log
 * @param statements signs checkpoints of the statement log
 * @param witness cosigns checkpoints of other logs
 * @param receiptKey verifies receipts; its kid is its thumbprint (RFC 9679)
 * @param receipts signs receipts
 * @param repeatable signs receipts with the same key, the same one always the same, and slower
 */
public record LogIdentity(
        OrgId org,
        String issuer,
        NoteSigner record,
        NoteSigner statements,
        NoteSigner witness,
        CoseKey receiptKey,
        CoseSigner receipts,
        CoseSigner repeatable) {

    static LogIdentity of(OrgId org, String name, LogKeys keys) {
        CoseKey key = CoseKey.of(keys.receipts().getPublic());
        return new LogIdentity(
                org,
                "https://" + name + "/scitt/" + org,
                signer(LogId.record(org), name, keys.record()),
                signer(LogId.statements(org), name, keys.statements()),
                witness(org, name, keys.witness()),
                key,
                CoseSigner.of(CoseAlgorithm.ES256, keys.receipts().getPrivate(), Optional.of(key.thumbprint())),
                CoseSigner.repeatable(
                        CoseAlgorithm.ES256, keys.receipts().getPrivate(), Optional.of(key.thumbprint())));
    }

    NoteSigner signer(LogName log) {
        return switch (log) {
            case RECORD -> record;
            case STATEMENT -> statements;
        };
    }

    private static NoteSigner signer(LogId log, String name, KeyPair keys) {
        NoteKey key = NoteKey.of(name + "/" + log, NoteKey.Type.ED25519, keys.getPublic());
        return new NoteSigner(key, keys.getPrivate());
    }

    private static NoteSigner witness(OrgId org, String name, KeyPair keys) {
        NoteKey key = NoteKey.of(name + "/" + org + "/witness", NoteKey.Type.COSIGNATURE_V1, keys.getPublic());
        return new NoteSigner(key, keys.getPrivate());
    }
}
