package dev.muster.server.attestation;

import dev.muster.core.attestation.ReferenceSet;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.attest.corim.SignedCorim;
import dev.muster.ledger.sql.Row;
import dev.muster.ledger.sql.Tx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Compiled reference sets, one an organisation, kept until the set's id changes. The id is a hash over what is in the
 * set, so a kept set is right or not used. Thread-safe.
 */
public final class ReferenceSets {
    private static final String DOCUMENTS = "select maker, digest, corim from attestation_manifest where org = ?";

    private final Map<OrgId, ReferenceSet> compiled = new ConcurrentHashMap<>();

    static String id(Tx tx, OrgId org) {
        return tx.one("select id from attestation_set where org = ?", row -> row.text("id"), org.value())
                .orElse(ReferenceSet.EMPTY_ID);
    }

    ReferenceSet current(Tx tx, OrgId org) {
        String id = id(tx, org);
        ReferenceSet known = compiled.getOrDefault(org, ReferenceSet.empty());
        if (known.id().equals(id)) {
            return known;
        }
        ReferenceSet fresh = grown(tx, org, known);
        if (!fresh.id().equals(id)) {
            // What was kept came from a transaction that was undone: begin anew.
            fresh = at(tx, org, Long.MAX_VALUE);
        }
        compiled.put(org, fresh);
        return fresh;
    }

    /** The known set with the manifests that came since; reading those again would cost most. */
    private static ReferenceSet grown(Tx tx, OrgId org, ReferenceSet known) {
        List<ReferenceSet.Document> documents = new ArrayList<>(known.documents());
        documents.addAll(tx.query(
                DOCUMENTS + " order by entry limit " + Integer.MAX_VALUE + " offset ?",
                ReferenceSets::document,
                org.value(),
                documents.size()));
        return documents.isEmpty() ? ReferenceSet.empty() : ReferenceSet.of(documents);
    }

    /** The set as it was before the entry with this index, for appraising again. */
    static ReferenceSet at(Tx tx, OrgId org, long beforeEntry) {
        List<ReferenceSet.Document> documents = tx.query(
                DOCUMENTS + " and entry < ? order by entry", ReferenceSets::document, org.value(), beforeEntry);
        return documents.isEmpty() ? ReferenceSet.empty() : ReferenceSet.of(documents);
    }

    private static ReferenceSet.Document document(Row row) {
        return ReferenceSet.Document.of(row.text("maker"), row.text("digest"), SignedCorim.parse(row.bytes("corim")));
    }
}
