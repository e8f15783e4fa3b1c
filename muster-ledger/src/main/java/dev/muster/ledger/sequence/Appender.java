package dev.muster.ledger.sequence;

import dev.muster.core.ledger.Actor;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.EntryLeaf;
import dev.muster.core.ledger.EventCodec;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Micros;
import dev.muster.ledger.sql.Tx;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Writes the entries of one transaction: gives indexes without gaps, times that never decrease, salts and digests, and
 * runs the projections. Lives for one transaction.
 */
public final class Appender {
    /** As long as the digest that it hides the body behind. */
    private static final int SALT_BYTES = 32;

    private static final String INSERT =
            "insert into entry (org, idx, type, subject, effective_at, received_at, issuer, actor, digest, salt, body)"
                    + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private final Tx tx;
    private final EventCodec codec;
    private final ProjectionTable projections;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Quotas quotas;
    private final long fence;
    private final Consumer<OrgId> guard;
    private final Function<OrgId, List<Draft>> genesis;
    private final Map<OrgId, Edge> edges = new HashMap<>();
    private final List<Stored> stored = new ArrayList<>();

    /** What is to be written, and who made it happen. */
    private record Asked(Draft draft, Actor by) {}

    /** Where the log of one organisation stands. */
    private record Edge(long size, Instant receivedAt) {}

    public Appender(
            Tx tx,
            EventCodec codec,
            ProjectionTable projections,
            InstantSource clock,
            RandomGenerator random,
            Quotas quotas,
            long fence,
            Consumer<OrgId> guard,
            Function<OrgId, List<Draft>> genesis) {
        this.tx = tx;
        this.codec = codec;
        this.projections = projections;
        this.clock = clock;
        this.random = random;
        this.quotas = quotas;
        this.fence = fence;
        this.guard = guard;
        this.genesis = genesis;
    }

    /** Begins the logs of an organisation, unless they have begun. */
    public void begin(OrgId org) {
        undoable(org, () -> edge(org));
    }

    /**
     * Lets {@code decide} run and appends what it drafts, so that a failure undoes exactly that.
     *
     * @return the answer of the decision
     */
    <A> A attempt(OrgId org, Actor by, Function<Tx, Decision<A>> decide) {
        return undoable(org, () -> {
            Decision<A> decided = decide.apply(tx);
            append(org, asked(decided.drafts(), by));
            return decided.answer();
        });
    }

    /**
     * The same for several that one desk decides together: all of them or none.
     *
     * @param by who asks for each of the items
     */
    <I, A> List<A> attempt(OrgId org, List<I> items, List<Actor> by, Shell.JointDesk<I, A> desk) {
        return undoable(org, () -> {
            List<Decision<A>> decided = desk.decide(tx, org, items);
            List<Asked> drafts = new ArrayList<>();
            for (int i = 0; i < decided.size(); i++) {
                drafts.addAll(asked(decided.get(i).drafts(), by.get(i)));
            }
            append(org, drafts);
            return decided.stream().map(Decision::answer).toList();
        });
    }

    private <A> A undoable(OrgId org, Supplier<A> work) {
        Edge before = edges.get(org);
        int mark = stored.size();
        try {
            return tx.savepoint(work);
        } catch (RuntimeException undone) {
            stored.subList(mark, stored.size()).clear();
            if (before == null) {
                edges.remove(org);
            } else {
                edges.put(org, before);
            }
            throw undone;
        }
    }

    private static List<Asked> asked(List<Draft> drafts, Actor by) {
        return drafts.stream().map(draft -> new Asked(draft, by)).toList();
    }

    /** All rows of one decision in one round trip, then the registers in order. */
    private void append(OrgId org, List<Asked> drafts) {
        Map<Actor, long[]> taken = new HashMap<>();
        List<Stored> written = new ArrayList<>(drafts.size());
        List<@Nullable Object[]> rows = new ArrayList<>(drafts.size());
        for (Asked draft : drafts) {
            Stored next = entry(org, edge(org), draft);
            long[] its = taken.computeIfAbsent(draft.by(), _ -> new long[2]);
            its[0]++;
            its[1] += next.entry().body().map(body -> body.length).orElse(0);
            edges.put(org, new Edge(next.entry().index() + 1, next.entry().receivedAt()));
            written.add(next);
            rows.add(row(next));
        }
        quotas.take(org, taken);
        tx.batch(INSERT, rows);
        stored.addAll(written);
        projections.apply(tx, written);
    }

    /** Writes the new sizes. Called once, at the end of the transaction. */
    public List<Stored> finish() {
        edges.forEach((org, edge) -> {
            int rows = tx.update(
                    "update ledger_log set size = ?, received_at = ?, fence = ?"
                            + " where org = ? and log = 'record' and fence <= ?",
                    edge.size(),
                    edge.receivedAt(),
                    fence,
                    org.value(),
                    fence);
            if (rows != 1) {
                throw new NotSequencerException("another server has taken over the ledger of " + org);
            }
        });
        return stored;
    }

    /** Where the log stands; its row stays locked until the transaction ends. A new log gets its first entries. */
    private Edge edge(OrgId org) {
        Edge known = edges.get(org);
        if (known != null) {
            return known;
        }
        guard.accept(org);
        String select = "select size, received_at from ledger_log where org = ? and log = 'record'";
        Optional<Edge> found = tx.one(
                select + tx.dialect().forUpdate(),
                row -> new Edge(row.number("size"), row.instant("received_at")),
                org.value());
        edges.put(org, found.orElseGet(() -> new Edge(0, Instant.EPOCH)));
        if (found.isEmpty()) {
            tx.update(
                    "insert into ledger_log (org, log, size, received_at, fence) values (?, 'record', 0, 0, ?)",
                    org.value(),
                    fence);
            append(org, asked(genesis.apply(org), Actor.SERVER));
        }
        return Objects.requireNonNull(edges.get(org));
    }

    private Stored entry(OrgId org, Edge edge, Asked asked) {
        Draft draft = asked.draft();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant receivedAt = now.isBefore(edge.receivedAt()) ? edge.receivedAt() : now;
        byte[] body = codec.encode(draft.event());
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        Entry entry = new Entry(
                edge.size(),
                org,
                codec.type(draft.event()),
                draft.subject(),
                draft.effectiveAt().truncatedTo(ChronoUnit.MICROS),
                receivedAt,
                draft.issuer(),
                EntryLeaf.digest(salt, body),
                Optional.of(body),
                Optional.of(asked.by()));
        return new Stored(entry, draft.event(), Optional.of(salt));
    }

    private static @Nullable Object[] row(Stored stored) {
        Entry entry = stored.entry();
        return new @Nullable Object[] {
            entry.org().value(),
            entry.index(),
            entry.type(),
            entry.subject().text(),
            Micros.of(entry.effectiveAt()),
            Micros.of(entry.receivedAt()),
            entry.issuer(),
            entry.actor().map(Actor::text).orElse(null),
            entry.digest(),
            stored.salt(),
            entry.body().map(PackedBody::pack)
        };
    }
}
