package dev.muster.ledger.export;

import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.EntryLeaf;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.cbor.CborWriter;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sequence.EntryQuery;
import java.util.List;
import java.util.Optional;

/**
 * One entry as it leaves the ledger: the CBOR array {@code [leaf data, salt or null, body or null]}, from which its leaf
 * hash can be made again.
 *
 * @param entry as stored
 * @param salt while it is not erased
 */
public record ExportedEntry(Entry entry, Optional<byte[]> salt) {
    /** Entries of one page. */
    public static final int PAGE = 1000;

    private static final int FIELDS = 3;

    /** The entries from {@code from} on, at most a page. */
    public static List<ExportedEntry> page(Ledger ledger, OrgId org, long from) {
        return ledger.entries(
                org,
                entries -> entries.find(EntryQuery.all().from(from).limit(PAGE)).stream()
                        .map(entry -> new ExportedEntry(entry, entries.salt(entry.index())))
                        .toList());
    }

    /** The CBOR array. */
    public byte[] encode() {
        CborWriter out =
                CborWriter.create().array(FIELDS).bytes(EntryLeaf.of(entry).data());
        salt.ifPresentOrElse(out::bytes, out::nil);
        entry.body().ifPresentOrElse(out::bytes, out::nil);
        return out.toByteArray();
    }
}
