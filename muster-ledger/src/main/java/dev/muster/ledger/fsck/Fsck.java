package dev.muster.ledger.fsck;

import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.EntryLeaf;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.LedgerEvent;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.StatementReplay;
import dev.muster.format.HowFar;
import dev.muster.format.MalformedException;
import dev.muster.format.audit.merkle.Checkpoint;
import dev.muster.format.audit.merkle.Frontier;
import dev.muster.format.audit.merkle.MerkleHash;
import dev.muster.format.audit.merkle.NoteKey;
import dev.muster.format.audit.merkle.SignedNote;
import dev.muster.format.audit.merkle.TileId;
import dev.muster.format.crypto.Sha256;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.SeenHeads;
import dev.muster.ledger.sequence.EntryQuery;
import dev.muster.ledger.statements.StatementQuery;
import dev.muster.ledger.statements.StatementRow;
import dev.muster.ledger.statements.Statements;
import dev.muster.ledger.tree.LogId;
import dev.muster.ledger.tree.LogTree;
import dev.muster.ledger.tree.TileStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Recomputes a log from its rows and compares: indexes without gaps, times that never decrease, digests, the register of
 * statements, every tile, the published head and its signature, and every head that others have seen.
 */
public final class Fsck {
    private static final int CHUNK = 2000;

    private final Ledger ledger;
    private final HowFar howFar;

    /** @param ledger whose logs are checked; it may go on working */
    public Fsck(Ledger ledger) {
        this(ledger, HowFar.UNASKED);
    }

    /** @param howFar told of the leaves and entries that are done, after each {@value #CHUNK} */
    public Fsck(Ledger ledger, HowFar howFar) {
        this.ledger = ledger;
        this.howFar = howFar;
    }

    /** Checks one log up to its present size. */
    public FsckReport check(LogId log) {
        return new Run(log).report();
    }

    /**
     * Decides every acceptance and refusal of statements again. Statements are read and signatures checked on all cores;
     * only the rules are folded in order.
     */
    public ReplayReport replay(OrgId org) {
        StatementReplay replay = new StatementReplay();
        List<StatementReplay.Mismatch> mismatches = new ArrayList<>();
        long size = ledger.size(LogId.record(org));
        long next = 0;
        List<Entry> entries = chunk(org, next);
        while (!entries.isEmpty() && mismatches.size() < ReplayReport.MAX_MISMATCHES) {
            howFar.at("entries read for their statements", next, size);
            List<StatementReplay.Question> questions = entries.parallelStream().flatMap(this::parsed).toList().stream()
                    .map(replay::take)
                    .toList();
            questions.parallelStream().flatMap(question -> question.decide().stream()).toList().stream()
                    .limit(ReplayReport.MAX_MISMATCHES - mismatches.size())
                    .forEach(mismatches::add);
            next = entries.getLast().index() + 1;
            entries = chunk(org, next);
        }
        return new ReplayReport(next, replay.accepted(), replay.refused(), mismatches);
    }

    private Stream<StatementReplay.Parsed> parsed(Entry entry) {
        return ledger.event(entry).map(event -> StatementReplay.parse(entry, event)).stream();
    }

    private List<Entry> chunk(OrgId org, long from) {
        return ledger.entries(org, EntryQuery.all().from(from).limit(CHUNK));
    }

    /** One pass over one log. */
    private final class Run {
        private final LogId log;
        private final TileStore store;
        private final List<String> faults = new ArrayList<>();
        private final Map<Long, Checkpoint> heads = new TreeMap<>();
        private final Frontier frontier;
        private final long size;
        private long tiles;
        private long erased;
        private Instant last = Instant.MIN;

        Run(LogId log) {
            this.log = log;
            this.size = ledger.size(log);
            LogTree tree = ledger.current(log);
            tree.writeFull();
            this.store = tree.store();
            this.frontier = Frontier.empty(this::compare);
        }

        FsckReport report() {
            collectHeads();
            switch (log.name()) {
                case RECORD -> records();
                case STATEMENT -> statements();
            }
            heads.values().stream()
                    .filter(head -> head.size() > size)
                    .forEach(head -> fault("a signed head with " + head.size() + " leaves was seen, here are " + size));
            if (!Arrays.equals(frontier.root(), ledger.current(log).root(frontier.size()))) {
                fault("the running server has another root at size " + frontier.size());
            }
            return new FsckReport(log, frontier.size(), tiles, erased, faults);
        }

        private void collectHeads() {
            NoteKey key = ledger.noteKey(log);
            Optional<byte[]> published = store.checkpoint();
            if (published.isPresent()) {
                try {
                    SignedNote note = SignedNote.parse(published.get());
                    Checkpoint head = Checkpoint.parse(note.text());
                    if (!key.verify(note)) {
                        fault("the published head is not signed by " + key.name());
                    }
                    heads.put(head.size(), head);
                    partials(head.size());
                } catch (MalformedException unreadable) {
                    fault("the published head cannot be read: " + unreadable.getMessage());
                }
            }
            new SeenHeads(ledger.settings().database()).of(log).forEach(head -> heads.put(head.size(), head));
        }

        private void partials(long headSize) {
            for (TileId tile : TileId.partials(headSize)) {
                if (store.tile(tile).isEmpty()
                        && store.tile(new TileId(tile.level(), tile.index(), TileId.FULL))
                                .isEmpty()) {
                    fault(tile.path() + " is missing or has another length");
                }
            }
        }

        private void records() {
            for (long from = 0; from < size; from = frontier.size()) {
                howFar.at("entries", from, size);
                List<Entry> entries = chunk(log.org(), from);
                Map<Long, byte[]> salts = salts(from);
                if (entries.isEmpty()) {
                    fault("entry " + from + " is missing, the log has " + size);
                    return;
                }
                for (Entry entry : entries) {
                    if (entry.index() != frontier.size()) {
                        fault("entry " + frontier.size() + " is missing");
                        return;
                    }
                    record(entry, Optional.ofNullable(salts.get(entry.index())));
                    append(EntryLeaf.of(entry).hash());
                }
            }
        }

        private Map<Long, byte[]> salts(long from) {
            return ledger.entries(log.org(), entries -> entries.salts(from, from + CHUNK));
        }

        private void record(Entry entry, Optional<byte[]> salt) {
            if (entry.receivedAt().isBefore(last)) {
                fault("entry " + entry.index() + " was received before the one before it");
            }
            last = entry.receivedAt();
            if (entry.body().isEmpty() || salt.isEmpty()) {
                erased++;
                if (entry.body().isPresent() != salt.isPresent()) {
                    fault("entry " + entry.index() + " has lost its body or its salt alone");
                }
                return;
            }
            if (!Arrays.equals(
                    entry.digest(), EntryLeaf.digest(salt.get(), entry.body().get()))) {
                fault("the body of entry " + entry.index() + " is not the one that was logged");
            }
            try {
                ledger.event(entry);
            } catch (MalformedException unreadable) {
                fault("entry " + entry.index() + " cannot be read: " + unreadable.getMessage());
            }
        }

        private void statements() {
            Statements statements = new Statements(ledger);
            for (long from = 0; from < size; from = frontier.size()) {
                howFar.at("statements", from, size);
                List<StatementRow> rows = statements.list(log.org(), StatementQuery.from(from, CHUNK));
                if (rows.isEmpty()) {
                    fault("statement " + from + " is missing, the log has " + size);
                    return;
                }
                for (StatementRow row : rows) {
                    if (row.index() != frontier.size()) {
                        fault("statement " + frontier.size() + " is missing");
                        return;
                    }
                    append(statement(row));
                }
            }
        }

        /** The leaf hash from the entry, which is the truth; the register must say the same. */
        private byte[] statement(StatementRow row) {
            Optional<Event> event = ledger.entry(log.org(), row.entry()).flatMap(ledger::event);
            if (event.isEmpty()
                    || !(event.get() instanceof LedgerEvent.StatementRegistered registered)
                    || registered.index() != row.index()) {
                fault("statement " + row.index() + " does not stand in entry " + row.entry());
                return new byte[MerkleHash.LENGTH];
            }
            if (!HexFormat.of().formatHex(Sha256.of(registered.statement())).equals(row.digest())) {
                fault("statement " + row.index() + " has another digest in the register");
            }
            return MerkleHash.leaf(registered.statement());
        }

        private void append(byte[] leaf) {
            frontier.append(leaf);
            Checkpoint head = heads.get(frontier.size());
            if (head != null && !Arrays.equals(head.root(), frontier.root())) {
                fault("a signed head with " + head.size() + " leaves has another root");
            }
        }

        private void compare(TileId tile, byte[] hashes) {
            tiles++;
            Optional<byte[]> kept = store.tile(tile);
            if (kept.isEmpty()) {
                fault(tile.path() + " is missing or has another length");
            } else if (!Arrays.equals(kept.get(), hashes)) {
                fault(tile.path() + " differs from the rows");
            }
        }

        private void fault(String words) {
            if (faults.size() < FsckReport.MAX_FAULTS) {
                faults.add(words);
            }
        }
    }
}
