package dev.muster.server.update;

import dev.muster.core.ledger.OrgId;
import dev.muster.core.update.Release;
import dev.muster.format.update.suit.CodePoints;
import dev.muster.format.update.suit.Envelope;
import dev.muster.format.update.suit.SuitWriter;
import dev.muster.ledger.statements.Registration;
import dev.muster.ledger.statements.StatementQuery;
import dev.muster.ledger.statements.StatementRow;
import dev.muster.ledger.statements.Statements;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Publications of releases as statements of the organisation's transparency log (RFC 9943): the organisation says that it
 * published this envelope, and the maker's own signature is inside. Repeating a call changes nothing, so a call that was
 * cut short is repeated.
 */
public final class ReleaseStatements {
    /** A statement is at most 64 KiB with its headers and signature. */
    private static final int MOST_PAYLOAD_BYTES = 60_000;

    private final Statements statements;

    public ReleaseStatements(Statements statements) {
        this.statements = statements;
    }

    /**
     * Registers an envelope that was published. Integrated payloads and severed members are left out: what they must be,
     * the signed manifest says.
     */
    Map<String, Object> register(OrgId org, String release, byte[] envelope) {
        String subject = Release.KIND + "/" + release;
        List<StatementRow> before =
                statements.list(org, StatementQuery.from(0, 1).subject(subject).contentType(CodePoints.MEDIA_TYPE));
        if (!before.isEmpty()) {
            return Map.of("index", before.getFirst().index());
        }
        byte[] signed = withoutPayloads(envelope);
        if (signed.length > MOST_PAYLOAD_BYTES) {
            return Map.of("refused", "too-large", "detail", "the manifest is too large for a statement");
        }
        return switch (statements.registerOwn(org, subject, CodePoints.MEDIA_TYPE, signed)) {
            case Registration.Registered done -> Map.of("index", done.index(), "digest", done.digest());
            case Registration.Refused refused ->
                Map.of("refused", refused.reason().code(), "detail", refused.detail());
        };
    }

    private static byte[] withoutPayloads(byte[] bytes) {
        Envelope envelope = Envelope.parse(bytes);
        return SuitWriter.envelope(
                envelope.authentication().digestBytes(),
                envelope.authentication().blocks().stream()
                        .map(block -> block.encoded())
                        .toList(),
                envelope.manifestBytes(),
                new TreeMap<>(),
                Map.of());
    }
}
