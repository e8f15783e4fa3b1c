package dev.muster.server.attestation;

import dev.muster.core.attestation.MakerAnchor;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.TrustAnchor;
import dev.muster.format.MalformedException;
import dev.muster.ledger.statements.Registration;
import dev.muster.ledger.statements.Statements;
import java.util.List;
import java.util.Map;

/**
 * What makers sign, as statements of the organisation's transparency log (RFC 9943): their keys become trust anchors,
 * their manifests statements with receipts. Repeating a call changes nothing, so a call that was cut short is repeated.
 */
public final class MakerStatements {
    private static final String REFUSED = "refused";

    private final Statements statements;

    public MakerStatements(Statements statements) {
        this.statements = statements;
    }

    /** From now on statements that name this maker as issuer are taken when the key signed them. */
    Map<String, Object> trust(OrgId org, MakerAnchor maker) {
        return told(statements.trust(
                org,
                new TrustAnchor(
                        "maker/" + maker.thumbprint(),
                        TrustAnchor.Kind.KEY,
                        maker.key(),
                        List.of(maker.maker()),
                        List.of(),
                        true)));
    }

    /** Registers a manifest; one that is no statement is told so, and stays a manifest. */
    Map<String, Object> register(OrgId org, byte[] manifest) {
        try {
            return told(statements.register(org, manifest));
        } catch (MalformedException notAStatement) {
            return Map.of(REFUSED, "not-a-statement", "detail", String.valueOf(notAStatement.getMessage()));
        }
    }

    private static Map<String, Object> told(Registration registration) {
        return switch (registration) {
            case Registration.Registered done -> Map.of("index", done.index(), "digest", done.digest());
            case Registration.Refused refused ->
                Map.of(REFUSED, refused.reason().code(), "detail", refused.detail());
        };
    }
}
