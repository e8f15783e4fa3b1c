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
import dev.muster.core.ledger.Subject;
import dev.muster.format.audit.pack.Pack;
import dev.muster.format.audit.pack.PackEntry;
import dev.muster.format.audit.pack.PackHead;
import dev.muster.format.audit.pack.PackParts;
import dev.muster.format.audit.pack.SignedPack;
import dev.muster.format.audit.pack.Trust;
import dev.muster.format.crypto.Sha256;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sequence.SettledTime;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.statements.Statements;
import dev.muster.ledger.tree.LogId;
import dev.muster.ledger.tree.LogTree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
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
    private final int atOnce;
    private final int partBytesMax;

    public PackMaker(
            Database database,
            Ledger ledger,
            EntryFacts facts,
            Assessor assessor,
            EvidenceKeys keys,
            InstantSource clock) {
        this(database, ledger, facts, assessor, keys, clock, PackParts.DEVICES, PackParts.PART_BYTES_MAX);
    }

    /**
     * @param atOnce devices of one part
     * @param partBytesMax of a part, unless it is of one device
     */
    PackMaker(
            Database database,
            Ledger ledger,
            EntryFacts facts,
            Assessor assessor,
            EvidenceKeys keys,
            InstantSource clock,
            int atOnce,
            int partBytesMax) {
        this.partBytesMax = partBytesMax;
        this.atOnce = atOnce;
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

    /** A pack of all devices as of a time, or of now, with everything in it, in memory: for few of them. */
    public byte[] make(OrgId org, Optional<Instant> asOf) {
        return make(org, asOf, List.of(), PackScope.ALL);
    }

    /** The same as a file of any size; see the last one of these methods. */
    public void write(OrgId org, Optional<Instant> asOf, PackSpool spool, OutputStream out) throws IOException {
        write(org, asOf, List.of(), PackScope.ALL, spool, out);
    }

    /** The same without the bodies of some topics' entries, and of a scope. */
    byte[] make(OrgId org, Optional<Instant> asOf, List<String> without, PackScope scope) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PackSpool spool = PackSpool.inMemory()) {
            write(org, asOf, without, scope, spool, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** What bodies can be withheld by: the beginnings of entry types up to their dot, sorted. */
    Set<String> topics() {
        return facts.types().stream()
                .map(type -> type.substring(0, type.indexOf('.')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Writes a pack, in parts when it is of many devices, of which one at a time is in memory. Everything in it is of that
     * time, the head of the log and the receipts too: asked again for the same time and scope, on any copy of this ledger with
     * its keys, it is the same to the byte (in parts: each of them and their head are, however they are packed). The moment is
     * closed before: what is still being written will have come after it. The facts that verdicts rest on, with their values,
     * and the sentences about them stay whatever is withheld: without them nobody could follow a verdict.
     *
     * @param without some of {@link #topics}; none: everything is shown
     * @param scope which devices
     * @param spool keeps parts until all are made, because their digests stand before them
     */
    void write(
            OrgId org, Optional<Instant> asOf, List<String> without, PackScope scope, PackSpool spool, OutputStream out)
            throws IOException {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant at = asOf.filter(time -> time.isBefore(now)).orElse(now).truncatedTo(ChronoUnit.MICROS);
        SettledTime.pass(database, org, at);
        Members members = new Members(database, org, facts, scope, Optional.of(at), atOnce);
        long size = members.entries();
        Making making = new Making(
                org,
                at,
                without,
                size,
                ledger.checkpoint(LogId.record(org), size).encode());
        Optional<FactRegister> first = members.next();
        Optional<FactRegister> second = first.flatMap(_ -> members.next());
        if (second.isEmpty()) {
            FactRegister all = first.orElseGet(members::nobody);
            byte[] pack = signed(making, all, scope.words());
            if (fits(pack, all.devices())) {
                out.write(pack);
                return;
            }
        }
        List<PackHead.Part> parts = new ArrayList<>();
        addParts(making, first.orElseThrow(), spool, parts);
        for (Optional<FactRegister> next = second; next.isPresent(); next = members.next()) {
            addParts(making, next.orElseThrow(), spool, parts);
        }
        out.write(PackParts.head(head(making, parts, scope), keys.signer(org)));
        spool.copyTo(out);
    }

    /** What all parts of a pack share. */
    private record Making(OrgId org, Instant at, List<String> without, long size, byte[] checkpoint) {}

    private PackHead head(Making making, List<PackHead.Part> parts, PackScope scope) {
        OrgId org = making.org();
        return new PackHead(
                PackHead.FORMAT,
                org.value(),
                making.at(),
                parts.stream().mapToLong(PackHead.Part::devices).sum(),
                scope.words(),
                making.checkpoint(),
                ledger.noteKey(LogId.record(org)).vkey(),
                keys.key(org).encode(),
                Optional.of(ledger.receiptKey(org).encode()),
                parts);
    }

    /** No checker reads a longer part; one device cannot be halved. */
    private boolean fits(byte[] pack, List<Subject> devices) {
        return pack.length <= partBytesMax || devices.size() < 2;
    }

    /** One, or the halves of what is too long for one. */
    private void addParts(Making making, FactRegister register, PackSpool spool, List<PackHead.Part> parts)
            throws IOException {
        Optional<PackHead.Part> one = part(making, register, spool);
        if (one.isPresent()) {
            parts.add(one.get());
            return;
        }
        List<Subject> devices = register.devices();
        int half = devices.size() / 2;
        addParts(making, without(register, making.org(), devices.subList(half, devices.size())), spool, parts);
        addParts(making, without(register, making.org(), devices.subList(0, half)), spool, parts);
    }

    private static FactRegister without(FactRegister register, OrgId org, List<Subject> devices) {
        FactRegister others = new FactRegister(org);
        register.all().stream()
                .filter(known -> !devices.contains(known.fact().subject()))
                .forEach(others::accept);
        return others;
    }

    private Optional<PackHead.Part> part(Making making, FactRegister register, PackSpool spool) throws IOException {
        List<Subject> devices = register.devices();
        PackScope these = new PackScope(
                Optional.empty(), devices.stream().map(Subject::id).toList());
        byte[] pack = signed(making, register, these.words());
        if (!fits(pack, devices)) {
            return Optional.empty();
        }
        spool.add(PackParts.part(pack));
        return Optional.of(new PackHead.Part(
                devices.getFirst().text(), devices.getLast().text(), devices.size(), pack.length, Sha256.of(pack)));
    }

    private byte[] signed(Making making, FactRegister register, Optional<String> scope) {
        OrgId org = making.org();
        PackDraft draft = PackDraft.of(assessor, register, register.devices(), making.at());
        List<Salted> stored = stored(org, draft);
        Pack pack = new Pack(
                Pack.FORMAT,
                org.value(),
                making.at(),
                making.at(),
                catalogue(),
                draft.facts(),
                draft.devices(),
                entries(org, stored, making.size(), making.without()),
                making.checkpoint(),
                ledger.noteKey(LogId.record(org)).vkey(),
                keys.key(org).encode(),
                Optional.of(ledger.receiptKey(org).encode()),
                List.of(),
                statements(org, stored, making.without()),
                scope);
        return SignedPack.sign(pack, keys.signer(org)).encode();
    }

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
