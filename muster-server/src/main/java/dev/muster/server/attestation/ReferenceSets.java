package dev.muster.server.attestation;

import dev.muster.core.attestation.Life;
import dev.muster.core.attestation.LifeChange;
import dev.muster.core.attestation.ReferenceSet;
import dev.muster.core.attestation.ReferenceValuesAdded;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Row;
import dev.muster.ledger.sql.Tx;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Compiled reference sets, one an organisation, kept until the set's id changes. The id is a hash over what is in the
 * set, so a kept set is right or not used. Thread-safe.
 */
public final class ReferenceSets {
    private static final String DOCUMENTS =
            "select entry, maker, digest, corim, signer_key from attestation_manifest where org = ?";

    private static final String LIVES =
            "select entry, digest, tag, state, until_at, successor, cause from attestation_life where org = ?";

    private static final String FROM = " order by entry limit " + Integer.MAX_VALUE + " offset ?";

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

    /** A step with the entry that it comes from. */
    private record Placed(long entry, ReferenceSet.Step step) {}

    /** The known set with what came since; reading its manifests again would cost most. */
    private static ReferenceSet grown(Tx tx, OrgId org, ReferenceSet known) {
        int documents = known.documents().size();
        List<Placed> since =
                new ArrayList<>(tx.query(DOCUMENTS + FROM, ReferenceSets::document, org.value(), documents));
        since.addAll(tx.query(
                LIVES + FROM, ReferenceSets::life, org.value(), known.steps().size() - documents));
        return with(known.steps(), since);
    }

    /** The set as it was before the entry with this index, for appraising again. */
    static ReferenceSet at(Tx tx, OrgId org, long beforeEntry) {
        List<Placed> all = new ArrayList<>(tx.query(
                DOCUMENTS + " and entry < ? order by entry", ReferenceSets::document, org.value(), beforeEntry));
        all.addAll(tx.query(LIVES + " and entry < ? order by entry", ReferenceSets::life, org.value(), beforeEntry));
        return with(List.of(), all);
    }

    private static ReferenceSet with(List<ReferenceSet.Step> known, List<Placed> more) {
        List<ReferenceSet.Step> steps = new ArrayList<>(known);
        more.stream()
                .sorted(Comparator.comparingLong(Placed::entry))
                .map(Placed::step)
                .forEach(steps::add);
        return ReferenceSet.of(steps);
    }

    private static Placed document(Row row) {
        return new Placed(
                row.number("entry"),
                ReferenceValuesAdded.document(
                        row.text("maker"), row.text("digest"), row.bytes("corim"), row.findBytes("signer_key")));
    }

    private static Placed life(Row row) {
        Life life = new Life(
                Life.State.valueOf(row.text("state").toUpperCase(Locale.ROOT)),
                row.findInstant("until_at"),
                row.text("successor"),
                row.text("cause"));
        return new Placed(row.number("entry"), new LifeChange(row.text("digest"), row.text("tag"), life));
    }
}
