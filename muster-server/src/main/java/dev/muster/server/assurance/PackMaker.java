package dev.muster.server.assurance;

import dev.muster.core.assurance.Assessor;
import dev.muster.core.assurance.FactRegister;
import dev.muster.core.assurance.PackDraft;
import dev.muster.core.assurance.ShippedCatalogue;
import dev.muster.core.facts.EntryFacts;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.EntryLeaf;
import dev.muster.core.ledger.EntryType;
import dev.muster.core.ledger.LedgerEvent;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.audit.merkle.SignedNote;
import dev.muster.format.audit.pack.Pack;
import dev.muster.format.audit.pack.PackEntry;
import dev.muster.format.audit.pack.SignedPack;
import dev.muster.format.audit.pack.Trust;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sequence.Entries;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.statements.Statements;
import dev.muster.ledger.tree.LogId;
import dev.muster.ledger.tree.LogTree;
import dev.muster.server.facts.SqlFactStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Makes and signs audit packs. */
public final class PackMaker {
    private static final String STATEMENT = Objects.requireNonNull(
                    LedgerEvent.StatementRegistered.class.getAnnotation(EntryType.class))
            .value();

    private final Database database;
    private final Ledger ledger;
    private final Statements statements;
    private final EntryFacts facts;
    private final Assessor assessor;
    private final EvidenceKeys keys;
    private final InstantSource clock;

    public PackMaker(
            Database database,
            Ledger ledger,
            EntryFacts facts,
            Assessor assessor,
            EvidenceKeys keys,
            InstantSource clock) {
        this.database = database;
        this.ledger = ledger;
        this.statements = new Statements(ledger);
        this.facts = facts;
        this.assessor = assessor;
        this.keys = keys;
        this.clock = clock;
    }

    /** The keys that a checker pins. */
    public Trust trust(OrgId org) {
        return new Trust(ledger.noteKey(LogId.record(org)), keys.key(org), Optional.of(ledger.receiptKey(org)));
    }

    /** A pack of all devices as of a time, or of now, with everything in it, as a file. */
    public byte[] make(OrgId org, Optional<Instant> asOf) {
        return make(org, asOf, List.of(), PackScope.ALL);
    }

    /** What bodies can be withheld by: the beginnings of entry types up to their dot, sorted. */
    Set<String> topics() {
        return facts.types().stream()
                .map(type -> type.substring(0, type.indexOf('.')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * The same without the bodies of some entries, which then only their leaves and proofs speak for. Everything in it is of
     * that time, the head of the log and the receipts too: asked again for the same time and scope, on any copy of this ledger
     * with its keys, it is the same to the byte. The facts that verdicts
     * rest on, with their values, and the sentences about them stay: without them nobody could follow a verdict.
     *
     * @param without some of {@link #topics}; none: everything is shown
     * @param scope which devices
     */
    byte[] make(OrgId org, Optional<Instant> asOf, List<String> without, PackScope scope) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant at = asOf.filter(time -> time.isBefore(now)).orElse(now).truncatedTo(ChronoUnit.MICROS);
        Seen seen = database.read(
                tx -> new Seen(new Entries(tx, org).receivedBy(at), new SqlFactStore(tx, org, facts).register(at)));
        PackDraft draft = PackDraft.of(assessor, seen.register(), scope.of(seen.register()), at);
        List<Salted> stored = stored(org, draft);
        SignedNote note = ledger.checkpoint(LogId.record(org), seen.entries());
        Pack pack = new Pack(
                Pack.FORMAT,
                org.value(),
                at,
                at,
                catalogue(),
                draft.facts(),
                draft.devices(),
                entries(org, stored, seen.entries(), without),
                note.encode(),
                ledger.noteKey(LogId.record(org)).vkey(),
                keys.key(org).encode(),
                Optional.of(ledger.receiptKey(org).encode()),
                List.of(),
                statements(org, stored, without),
                scope.words());
        return SignedPack.sign(pack, keys.signer(org)).encode();
    }

    /** Of one moment: what is committed between two looks would be told without being in the log that is signed. */
    private record Seen(long entries, FactRegister register) {}

    private record Salted(Entry entry, Optional<byte[]> salt) {}

    private List<Salted> stored(OrgId org, PackDraft draft) {
        return ledger.entries(
                org,
                rows -> draft.entries().stream()
                        .map(index -> new Salted(rows.at(index).orElseThrow(), rows.salt(index)))
                        .toList());
    }

    private List<PackEntry> entries(OrgId org, List<Salted> stored, long size, List<String> without) {
        List<PackEntry> entries = new ArrayList<>();
        LogTree tree = ledger.grown(LogId.record(org), size);
        for (Salted row : stored) {
            boolean shown =
                    without.stream().noneMatch(type -> row.entry().type().startsWith(type + "."));
            entries.add(new PackEntry(
                    EntryLeaf.of(row.entry()).data(),
                    row.salt().filter(_ -> shown),
                    row.entry().body().filter(_ -> shown),
                    tree.inclusion(row.entry().index(), size).path()));
        }
        return entries;
    }

    /** The signed statements that facts rest on, each with a receipt. */
    private List<byte[]> statements(OrgId org, List<Salted> stored, List<String> without) {
        List<byte[]> transparent = new ArrayList<>();
        for (Salted row : without.contains("ledger") ? List.<Salted>of() : stored) {
            Optional.of(row.entry())
                    .filter(entry -> entry.type().equals(STATEMENT))
                    .flatMap(ledger::event)
                    .filter(LedgerEvent.StatementRegistered.class::isInstance)
                    .map(LedgerEvent.StatementRegistered.class::cast)
                    .flatMap(registered -> statements.at(org, registered.index()))
                    .ifPresent(found -> transparent.add(statements.transparentAsRegistered(org, found)));
        }
        return transparent;
    }

    private Pack.CatalogueFiles catalogue() {
        Map<String, byte[]> files = new HashMap<>();
        ShippedCatalogue.files().forEach((name, text) -> files.put(name, text.getBytes(StandardCharsets.US_ASCII)));
        return new Pack.CatalogueFiles(assessor.catalogue().version(), files);
    }
}
