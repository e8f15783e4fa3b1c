package dev.muster.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.EntryLeaf;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.LedgerEvent;
import dev.muster.format.audit.merkle.Checkpoint;
import dev.muster.format.audit.merkle.Frontier;
import dev.muster.format.audit.merkle.MerkleHash;
import dev.muster.format.audit.merkle.SignedNote;
import dev.muster.format.audit.merkle.TileId;
import dev.muster.format.audit.scitt.Receipt;
import dev.muster.format.audit.scitt.SignedStatement;
import dev.muster.format.cose.CoseKey;
import dev.muster.ledger.fsck.Fsck;
import dev.muster.ledger.sequence.EntryQuery;
import dev.muster.ledger.sequence.Stored;
import dev.muster.ledger.statements.StatementRow;
import dev.muster.ledger.statements.Statements;
import dev.muster.ledger.tree.LogId;
import dev.muster.ledger.tree.LogTree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Remembers, outside the ledger, what it has seen of it: the right edge of both trees, the sum of what was counted, heads
 * and receipts. Each look at the ledger reads only what is new and holds it against that memory, so that a round costs the
 * same however long the log has become.
 */
final class KillCheck {
    /** Receipts kept to be verified again: a fair sample of all, by reservoir. */
    private static final int KEPT_RECEIPTS = 20_000;
    /** So many of them are verified again each round. */
    private static final int OLD_RECEIPTS = 20;

    private static final int CHUNK = 2000;

    private final Random random;
    private final Map<LogId, Frontier> trees = new HashMap<>();
    private final Map<LogId, Checkpoint> heads = new HashMap<>();
    private final List<String> kept = new ArrayList<>();
    private long receipts;
    private long counted;
    private long acknowledged;
    private Instant last = Instant.MIN;

    KillCheck(Random random) {
        this.random = random;
    }

    long acknowledged() {
        return acknowledged;
    }

    long receipts() {
        return receipts;
    }

    long leaves() {
        return trees.values().stream().mapToLong(Frontier::size).sum();
    }

    /** What was acknowledged since the last look is there, and all that was there before. */
    void look(Ledger ledger, List<String> lines) {
        Set<String> devices = new HashSet<>();
        for (LogId log : AppendUntilKilled.LOGS) {
            published(ledger, log, lines);
            LogTree now = ledger.current(log);
            trees.computeIfAbsent(log, id -> Frontier.empty((tile, hashes) -> {}));
            trees.put(log, resumed(trees.get(log), now));
        }
        tail(ledger, devices);
        for (LogId log : AppendUntilKilled.LOGS) {
            Frontier tree = trees.get(log);
            assertThat(ledger.size(log)).isEqualTo(tree.size());
            assertThat(ledger.current(log).root(tree.size())).isEqualTo(tree.root());
            noFork(ledger, log);
        }
        for (String line : lines) {
            String[] words = line.split(" ", -1);
            if (words[0].equals("E")) {
                assertThat(devices).as("acknowledged").contains(words[1]);
                acknowledged++;
            } else if (words[0].equals("S")) {
                receiptHolds(ledger, line);
                acknowledged++;
                keep(line);
            }
        }
        again(ledger, OLD_RECEIPTS);
        long total =
                ledger.settings().database().read(tx -> tx.count("select coalesce(sum(total), 0) as n from test_sum"));
        assertThat(total).as("the register is the fold of the entries").isEqualTo(counted);
    }

    /** Everything from the first entry on. */
    void all(Ledger ledger, int oldReceipts) {
        for (LogId log : AppendUntilKilled.LOGS) {
            assertThat(new Fsck(ledger).check(log).faults()).isEmpty();
        }
        long entries = ledger.settings()
                .database()
                .read(tx -> tx.count("select count(*) as n from entry where type = 'test.counted'"));
        assertThat(entries).isEqualTo(counted);
        again(ledger, oldReceipts);
    }

    /** The same edge, whose full tiles are from now on compared with those that this ledger keeps. */
    private static Frontier resumed(Frontier before, LogTree now) {
        return Frontier.resume(
                before.size(),
                before::partial,
                (tile, hashes) -> assertThat(now.store().tile(tile))
                        .as(tile.path())
                        .hasValueSatisfying(kept -> assertThat(kept).isEqualTo(hashes)));
    }

    /** A head that was published stays, and what lies there can be read, is signed and is of this log. */
    private static void published(Ledger ledger, LogId log, List<String> lines) {
        long size = lines.stream()
                .map(line -> line.split(" ", -1))
                .filter(words ->
                        words[0].equals("P") && words[1].equals(log.name().text()))
                .mapToLong(words -> Long.parseLong(words[2]))
                .max()
                .orElse(0);
        Optional<byte[]> published = ledger.published(log);
        assertThat(published.isPresent() || size == 0).isTrue();
        published.ifPresent(bytes -> {
            SignedNote note = SignedNote.parse(bytes);
            assertThat(ledger.noteKey(log).verify(note)).isTrue();
            Checkpoint head = Checkpoint.parse(note.text());
            assertThat(head.size()).isGreaterThanOrEqualTo(size);
            LogTree tree = ledger.current(log);
            assertThat(tree.root(head.size())).isEqualTo(head.root());
            for (TileId partial : TileId.partials(head.size())) {
                TileId full = new TileId(partial.level(), partial.index(), TileId.FULL);
                assertThat(tree.store().tile(partial).or(() -> tree.store().tile(full)))
                        .as(partial.path())
                        .isPresent();
            }
        });
    }

    private void tail(Ledger ledger, Set<String> devices) {
        Frontier tree = trees.get(LogId.record(AppendUntilKilled.ORG));
        while (true) {
            List<Stored> found = ledger.entries(
                    AppendUntilKilled.ORG,
                    entries -> entries.find(EntryQuery.all().from(tree.size()).limit(CHUNK)).stream()
                            .map(entry ->
                                    new Stored(entry, ledger.event(entry).orElseThrow(), entries.salt(entry.index())))
                            .toList());
            if (found.isEmpty()) {
                return;
            }
            for (Stored stored : found) {
                Entry entry = stored.entry();
                assertThat(entry.index()).isEqualTo(tree.size());
                assertThat(entry.receivedAt()).isAfterOrEqualTo(last);
                last = entry.receivedAt();
                assertThat(EntryLeaf.digest(
                                stored.salt().orElseThrow(), entry.body().orElseThrow()))
                        .isEqualTo(entry.digest());
                tree.append(stored.leafHash());
                event(ledger, entry, stored.event());
                devices.add(entry.subject().id());
            }
        }
    }

    private void event(Ledger ledger, Entry entry, Event event) {
        if (event instanceof LedgerContractTest.Counted one) {
            counted += one.number();
        } else if (event instanceof LedgerEvent.StatementRegistered statement) {
            Frontier tree = trees.get(LogId.statements(AppendUntilKilled.ORG));
            assertThat(statement.index()).isEqualTo(tree.size());
            tree.append(MerkleHash.leaf(statement.statement()));
            StatementRow row = new Statements(ledger)
                    .at(AppendUntilKilled.ORG, statement.index())
                    .orElseThrow(() -> new AssertionError("not in the register: " + statement.index()));
            assertThat(row.entry()).isEqualTo(entry.index());
            assertThat(row.digest())
                    .isEqualTo(HexFormat.of()
                            .formatHex(
                                    SignedStatement.parse(statement.statement()).digest()));
        }
    }

    private void keep(String line) {
        receipts++;
        if (kept.size() < KEPT_RECEIPTS) {
            kept.add(line);
        } else {
            long slot = random.nextLong(receipts);
            if (slot < KEPT_RECEIPTS) {
                kept.set((int) slot, line);
            }
        }
    }

    private void again(Ledger ledger, int count) {
        for (int i = 0; i < count && !kept.isEmpty(); i++) {
            receiptHolds(ledger, kept.get(random.nextInt(kept.size())));
        }
    }

    /** The receipt verifies against its statement, and its tree is a beginning of the log as it is now. */
    private static void receiptHolds(Ledger ledger, String line) {
        String[] words = line.split(" ", -1);
        Receipt receipt = Receipt.parse(HexFormat.of().parseHex(words[2]));
        Statements statements = new Statements(ledger);
        CoseKey key = statements.key(AppendUntilKilled.ORG);
        StatementRow row = statements
                .at(AppendUntilKilled.ORG, receipt.proof().index())
                .orElseThrow(() -> new AssertionError("statement lost: " + words[1]));
        SignedStatement statement = SignedStatement.parse(statements.statement(AppendUntilKilled.ORG, row));
        assertThat(statement.subject()).isEqualTo(words[1]);
        Receipt.Check check = receipt.verify(statement, key.verificationKey());
        assertThat(check).isInstanceOf(Receipt.Check.Holds.class);
        Receipt.Check.Holds holds = (Receipt.Check.Holds) check;
        assertThat(ledger.current(LogId.statements(AppendUntilKilled.ORG)).root(holds.size()))
                .as("the tree of a receipt is a beginning of the log")
                .isEqualTo(holds.root());
    }

    private void noFork(Ledger ledger, LogId log) {
        Checkpoint head = Checkpoint.parse(ledger.checkpoint(log).text());
        Checkpoint before = heads.put(log, head);
        if (before != null) {
            assertThat(head.size()).isGreaterThanOrEqualTo(before.size());
            assertThat(ledger.consistency(log, before.size(), head.size()).verify(before.root(), head.root()))
                    .isTrue();
        }
    }
}
