package dev.muster.ledger;

import dev.muster.core.ledger.OrgId;
import dev.muster.format.audit.merkle.NoteKey;
import dev.muster.format.audit.merkle.NoteSigner;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseSigner;
import dev.muster.ledger.tree.LogId;
import dev.muster.ledger.tree.LogName;
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
 */
public record LogIdentity(
        OrgId org,
        String issuer,
        NoteSigner record,
        NoteSigner statements,
        NoteSigner witness,
        CoseKey receiptKey,
        CoseSigner receipts) {

    static LogIdentity of(OrgId org, String name, LogKeys keys) {
        CoseKey key = CoseKey.of(keys.receipts().getPublic());
        return new LogIdentity(
                org,
                "https://" + name + "/scitt/" + org,
                signer(LogId.record(org), name, keys),
                signer(LogId.statements(org), name, keys),
                witness(org, name, keys),
                key,
                CoseSigner.of(CoseAlgorithm.ES256, keys.receipts().getPrivate(), Optional.of(key.thumbprint())));
    }

    NoteSigner signer(LogName log) {
        return switch (log) {
            case RECORD -> record;
            case STATEMENT -> statements;
        };
    }

    private static NoteSigner signer(LogId log, String name, LogKeys keys) {
        NoteKey key =
                NoteKey.of(name + "/" + log, NoteKey.Type.ED25519, keys.notes().getPublic());
        return new NoteSigner(key, keys.notes().getPrivate());
    }

    /** The same Ed25519 key serves both: what it signs begins differently (C2SP tlog-cosignature). */
    private static NoteSigner witness(OrgId org, String name, LogKeys keys) {
        NoteKey key = NoteKey.of(
                name + "/" + org + "/witness",
                NoteKey.Type.COSIGNATURE_V1,
                keys.notes().getPublic());
        return new NoteSigner(key, keys.notes().getPrivate());
    }
}
