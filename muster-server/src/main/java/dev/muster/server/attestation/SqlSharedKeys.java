package dev.muster.server.attestation;

import dev.muster.core.attestation.ImportedKeys;
import dev.muster.core.attestation.SharedKey;
import dev.muster.core.attestation.SharedKeyImported;
import dev.muster.core.attestation.SharedKeyRemoved;
import dev.muster.core.attestation.SharedKeys;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.attest.corim.Environment;
import dev.muster.format.attest.corim.TypedBytes;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Row;
import dev.muster.ledger.sql.Tx;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The register of keys that are shared with devices, and how those of an organisation are opened. */
final class SqlSharedKeys {
    /** Rows of a page of the list; the next begins behind the last id. */
    static final int PAGE = 1_000;

    private SqlSharedKeys() {}

    /** @param all whether those that were removed too: to read again what was appraised under them */
    static SharedKeys of(Database database, KeySeal seal, OrgId org, boolean all) {
        return stated -> {
            if (stated.instance().isEmpty()) {
                return List.of();
            }
            ImportedKeys.Owner owner = owner(stated);
            return database
                    .read(tx -> tx.query(
                            "select sealed from attestation_shared_key where org = ? and instance = ? and"
                                    + " implementation = ?"
                                    + (all
                                            ? " order by entry desc"
                                            : " and removed = 0 order by entry desc limit " + ImportedKeys.MAX_OF_ONE),
                            row -> row.bytes("sealed"),
                            org.value(),
                            owner.instance(),
                            owner.implementation()))
                    .stream()
                    .flatMap(closed -> seal.open(org, owner, closed).stream())
                    .toList();
        };
    }

    /** Whom evidence names, as keys are registered. */
    static ImportedKeys.Owner owner(Environment stated) {
        HexFormat hex = HexFormat.of();
        return new ImportedKeys.Owner(
                stated.classId().map(TypedBytes::content).map(hex::formatHex).orElse(""),
                stated.instance().map(TypedBytes::content).map(hex::formatHex).orElse(""));
    }

    static Optional<ImportedKeys.Imported> find(Tx tx, OrgId org, String id) {
        return tx.one(
                "select id, implementation, instance from attestation_shared_key where org = ? and id = ?"
                        + " and removed = 0",
                SqlSharedKeys::imported,
                org.value(),
                id);
    }

    static int count(Tx tx, OrgId org, ImportedKeys.Owner owner) {
        return Math.toIntExact(tx.count(
                "select count(*) as n from attestation_shared_key where org = ? and instance = ? and"
                        + " implementation = ? and removed = 0",
                org.value(),
                owner.instance(),
                owner.implementation()));
    }

    /** @param after id of the last key of the page before; empty for the first page */
    static List<ImportedKeys.Imported> list(Tx tx, OrgId org, String after) {
        return tx.query(
                "select id, implementation, instance from attestation_shared_key where org = ? and removed = 0"
                        + " and id > ? order by id limit " + PAGE,
                SqlSharedKeys::imported,
                org.value(),
                after);
    }

    private static ImportedKeys.Imported imported(Row row) {
        return new ImportedKeys.Imported(
                row.text("id"), new ImportedKeys.Owner(row.text("implementation"), row.text("instance")));
    }

    /** A key that was removed and brought again counts again. */
    static void fold(Tx tx, Entry entry, SharedKeyImported key) {
        tx.update(
                "insert into attestation_shared_key (org, id, implementation, instance, sealed, entry, removed)"
                        + " values (?, ?, ?, ?, ?, ?, 0) on conflict (org, id) do update set"
                        + " implementation = excluded.implementation, instance = excluded.instance,"
                        + " sealed = excluded.sealed, entry = excluded.entry, removed = 0",
                entry.org().value(),
                key.id(),
                key.implementation(),
                key.instance(),
                key.sealed(),
                entry.index());
    }

    static void fold(Tx tx, Entry entry, SharedKeyRemoved removed) {
        tx.update(
                "update attestation_shared_key set removed = 1 where org = ? and id = ?",
                entry.org().value(),
                removed.id());
    }

    /** A key of an entry, opened; empty when another server sealed it. */
    static Optional<SharedKey> opened(KeySeal seal, OrgId org, SharedKeyImported key) {
        return seal.open(org, new ImportedKeys.Owner(key.implementation(), key.instance()), key.sealed());
    }
}
