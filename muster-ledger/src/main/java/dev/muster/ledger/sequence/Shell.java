package dev.muster.ledger.sequence;

import dev.muster.core.ledger.Acting;
import dev.muster.core.ledger.Actor;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.DatabaseException;
import dev.muster.ledger.sql.Tx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The imperative shell around every desk, written once: load what the desk needs, let it decide, append its drafts and
 * update the registers, all in one transaction; then answer. One thread writes. Decisions that arrive while a
 * transaction commits share the next one, so that a disk flush serves many; a decision that fails is undone alone.
 */
public final class Shell implements AutoCloseable {
    /** Decisions that share one commit at most: bounds the memory of a transaction. */
    public static final int MAX_BATCH = 1024;
    /** A batch is closed after so much work, so that the first in it does not wait for the thousandth. */
    public static final long MAX_BATCH_NANOS = 20_000_000;
    /** Decisions that may wait: at 10,000 a second more than two seconds of work; beyond that callers should back off. */
    public static final int MAX_WAITING = 32_768;

    /** Decided together at most: so much work comes between two looks at the time of the batch. */
    private static final int MAX_JOINT = 128;

    /**
     * How long a commit waits for more where the last one was for several, which come again: each commit costs as much
     * beside them as two or three of them. Whoever comes alone waits at most once, after those who came together.
     */
    private static final long GATHER_NANOS = 4_000_000;

    /** With so many a commit costs each of them little. */
    private static final int ENOUGH = 32;

    private static final int MAX_BUSY_RETRIES = 3;
    /** How soon an idle sequencer notices that it was closed. */
    private static final long IDLE_MILLIS = 50;

    private static final Logger LOG = LoggerFactory.getLogger(Shell.class);

    /** Opens the transaction's appender; the shell knows nothing else about how entries are written. */
    public interface Transactions {
        /** Runs the work in one durable transaction and returns what it appended. */
        List<Stored> write(Consumer<Appender> work);
    }

    /** A rule about several items at once: what it must know of all of them it asks once. It has no other effects. */
    @FunctionalInterface
    public interface JointDesk<I, A> {
        /** A decision for each item, in their order; the entries of all are appended in that order. */
        List<Decision<A>> decide(Tx tx, OrgId org, List<I> items);
    }

    private final Transactions transactions;
    private final Consumer<List<Stored>> committed;
    private final Quotas quotas;
    private final BlockingQueue<Submission> queue = new LinkedBlockingQueue<>(MAX_WAITING);
    private final Thread sequencer;
    private volatile boolean closed;

    /** @param quotas asked before work that would be for nothing; the appender takes what is really written */
    public Shell(Transactions transactions, Consumer<List<Stored>> committed, Quotas quotas) {
        this.quotas = quotas;
        this.transactions = transactions;
        this.committed = committed;
        this.sequencer = Thread.ofPlatform().daemon().name("ledger-sequencer").unstarted(this::sequence);
    }

    public void start() {
        sequencer.start();
    }

    /**
     * Lets a desk decide and makes the decision durable. Signature checks and parsing belong before this call. Both
     * functions may run more than once when the database asks for it, so they have no other effects.
     *
     * @param open what the desk may read, over the transaction
     * @param desk the pure rule
     * @return the desk's answer, once its entries are on the disk
     * @throws LedgerBusyException when too many wait
     * @throws NotSequencerException when another server has the lease
     * @throws DatabaseException when the disk is full or the database gone; nothing was appended
     */
    public <S, A> A run(OrgId org, Function<Tx, S> open, Function<S, Decision<A>> desk) {
        Actor by = Acting.now();
        return submit(appender -> appender.attempt(org, by, open.andThen(desk)));
    }

    /**
     * The same for a desk that is asked so often that it decides about several at once: one look at the database and one
     * write for all of them.
     *
     * @param desk the same object for all that may be decided together
     */
    public <I, A> A run(OrgId org, I item, JointDesk<I, A> desk) {
        // Whoever may write no more would have those decided again who are decided together with it.
        requireRoom(org, 0);
        CompletableFuture<A> answer = new CompletableFuture<>();
        return await(new Submission.Joint<>(org, item, Acting.now(), desk, answer), answer);
    }

    /**
     * Whether whoever acts here may write an entry of about so many bytes now. To be asked before work that costs more than
     * the question; the answer may be another one when it is written.
     *
     * @throws QuotaExceededException when it may not
     */
    public void requireRoom(OrgId org, long bytes) {
        quotas.require(org, Acting.now(), 1, bytes);
    }

    /** Runs the work on the sequencer, in a transaction that it may share; undone alone when it throws. */
    public <A> A submit(Function<Appender, A> work) {
        CompletableFuture<A> answer = new CompletableFuture<>();
        return await(new Submission.Alone<>(work, answer), answer);
    }

    /** How many wait for the sequencer now. */
    public int waiting() {
        return queue.size();
    }

    private <A> A await(Submission submission, CompletableFuture<A> answer) {
        if (Thread.currentThread().equals(sequencer)) {
            throw new IllegalStateException("a desk or projection must not call the shell");
        }
        if (closed) {
            throw new IllegalStateException("the ledger is closed");
        }
        if (!queue.offer(submission)) {
            throw new LedgerBusyException(MAX_WAITING + " decisions are waiting already");
        }
        if (closed && queue.remove(submission)) {
            throw new IllegalStateException("the ledger is closed");
        }
        try {
            return answer.join();
        } catch (CompletionException failed) {
            throw unwrapped(failed);
        }
    }

    private static RuntimeException unwrapped(CompletionException failed) {
        return failed.getCause() instanceof RuntimeException cause ? cause : failed;
    }

    private void sequence() {
        List<Submission> waiting = new ArrayList<>();
        boolean several = false;
        while (!closed || !queue.isEmpty() || !waiting.isEmpty()) {
            try {
                if (waiting.isEmpty()) {
                    awaitOne(waiting);
                }
                if (several && !waiting.isEmpty() && waiting.size() + queue.size() < ENOUGH && !closed) {
                    LockSupport.parkNanos(GATHER_NANOS);
                }
                queue.drainTo(waiting, MAX_BATCH - waiting.size());
                if (!waiting.isEmpty()) {
                    int done = commit(waiting);
                    several = done > 1;
                    waiting.subList(0, done).clear();
                }
            } catch (RuntimeException | Error unexpected) {
                LOG.error("the sequencer met a fault of its own", unexpected);
                waiting.forEach(submission -> submission.fail(unexpected));
                waiting.clear();
            }
        }
    }

    private void awaitOne(List<Submission> waiting) {
        try {
            Submission first = queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
            if (first != null) {
                waiting.add(first);
            }
        } catch (InterruptedException e) {
            closed = true; // Nobody but the JVM's end interrupts this thread.
        }
    }

    /** Commits as many as fit the time budget, at least one; returns how many were settled. */
    private int commit(List<Submission> waiting) {
        List<Submission.Settled> settled = new ArrayList<>();
        List<Stored> stored;
        try {
            stored = attempt(waiting, settled);
        } catch (RuntimeException whole) {
            int count = Math.max(1, settled.size());
            waiting.subList(0, count).forEach(s -> s.fail(whole));
            return count;
        }
        try {
            committed.accept(stored);
        } catch (RuntimeException derived) {
            // The entries are durable; what is derived from them catches up at the next commit or start.
            LOG.error("the trees did not take a committed batch", derived);
        }
        settled.forEach(Submission.Settled::complete);
        return settled.size();
    }

    private List<Stored> attempt(List<Submission> waiting, List<Submission.Settled> settled) {
        for (int tries = 1; ; tries++) {
            try {
                settled.clear();
                return transactions.write(appender -> {
                    settled.clear();
                    long until = System.nanoTime() + MAX_BATCH_NANOS;
                    do {
                        settled.addAll(Submission.settleNext(
                                appender, waiting.subList(settled.size(), waiting.size()), MAX_JOINT));
                    } while (settled.size() < waiting.size() && System.nanoTime() - until < 0);
                });
            } catch (DatabaseException busy) {
                if (busy.kind() != DatabaseException.Kind.BUSY || tries == MAX_BUSY_RETRIES) {
                    throw busy;
                }
            }
        }
    }

    /** Lets what waits finish, then stops. */
    @Override
    public void close() {
        closed = true;
        try {
            sequencer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<Submission> late = new ArrayList<>();
        queue.drainTo(late);
        late.forEach(s -> s.fail(new IllegalStateException("the ledger is closed")));
    }
}
