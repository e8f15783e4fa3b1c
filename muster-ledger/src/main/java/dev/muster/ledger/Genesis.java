package dev.muster.ledger;

import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.LedgerEvent;
import dev.muster.core.ledger.RegistrationPolicy;
import dev.muster.core.ledger.Subject;
import dev.muster.format.audit.scitt.SignedStatement;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cose.HeaderLabel;
import dev.muster.format.cose.Sign1Builder;
import java.time.Instant;
import java.util.List;

/** The first entries of an organisation: its logs begin, and the statement log's policy is its statement 0. */
public final class Genesis {
    private static final long CWT_ISS = 1;
    private static final long CWT_SUB = 2;

    private Genesis() {}

    static List<Draft> of(LogIdentity identity, Instant now) {
        Subject org = Subject.org(identity.org());
        LedgerEvent.Opened opened = new LedgerEvent.Opened(
                identity.record().key().name(),
                identity.statements().key().name(),
                identity.issuer(),
                identity.record().key().vkey() + "\n"
                        + identity.statements().key().vkey(),
                identity.receiptKey().encode());
        RegistrationPolicy policy = new RegistrationPolicy(
                "first",
                List.of(),
                List.of(),
                SignedStatement.MAX_LEAF_BYTES,
                List.of(identity.receiptKey().encode()));
        byte[] statement = own(identity, "policy", RegistrationPolicy.CONTENT_TYPE, policy.encode());
        return List.of(
                new Draft(org, now, "muster", opened),
                new Draft(
                        org,
                        now,
                        "muster",
                        new LedgerEvent.StatementRegistered(
                                0, identity.issuer(), "policy", RegistrationPolicy.CONTENT_TYPE, -1, statement)));
    }

    /** A statement by the ledger itself, an administrator of its first policy. */
    public static byte[] own(LogIdentity identity, String subject, String contentType, byte[] payload) {
        return Sign1Builder.create()
                .contentType(contentType)
                .protect(
                        HeaderLabel.CWT_CLAIMS,
                        Cbor.map()
                                .put(CWT_ISS, identity.issuer())
                                .put(CWT_SUB, subject)
                                .build())
                .payload(payload)
                .sign(identity.receipts())
                .encode();
    }
}
