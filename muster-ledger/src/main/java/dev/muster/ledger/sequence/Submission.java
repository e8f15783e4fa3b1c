package dev.muster.ledger.sequence;

import dev.muster.core.ledger.Actor;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.DatabaseException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/** What a caller of the {@link Shell} waits for. */
sealed interface Submission {
    /** What the caller will be told once the transaction is durable. */
    interface Settled {
        void complete();
    }

    /** What the caller waits on. */
    CompletableFuture<?> answer();

    /** Tells the caller that nothing was done. */
    default void fail(Throwable why) {
        answer().completeExceptionally(why);
    }

    /** Does the work. A failure of the desk is its own; one of the database is everybody's. */
    Settled settle(Appender appender);

    /** A decision of its own. */
    record Alone<A>(Function<Appender, A> work, CompletableFuture<A> answer) implements Submission {
        @Override
        public Settled settle(Appender appender) {
            return settled(answer, () -> work.apply(appender));
        }
    }

    /** One of many that the same desk decides together when they come together. */
    record Joint<I, A>(OrgId org, I item, Actor by, Shell.JointDesk<I, A> desk, CompletableFuture<A> answer)
            implements Submission {
        @Override
        public Settled settle(Appender appender) {
            return settled(
                    answer,
                    () -> appender.attempt(org, List.of(item), List.of(by), desk)
                            .getFirst());
        }

        private boolean joins(Submission other) {
            return other instanceof Joint<?, ?> joint && joint.desk.equals(desk) && joint.org.equals(org);
        }

        /** The same desk was asked for the same organisation, so items and answers have the types of this one. */
        @SuppressWarnings("unchecked")
        private Joint<I, A> same(Submission other) {
            return (Joint<I, A>) other;
        }

        /** Settles all of these together; one by one when the desk cannot, so that only its own failure fails each. */
        private List<Settled> settle(Appender appender, List<Submission> all) {
            List<A> decided;
            try {
                decided = appender.attempt(
                        org,
                        all.stream().map(one -> same(one).item).toList(),
                        all.stream().map(one -> same(one).by).toList(),
                        desk);
            } catch (RuntimeException failed) {
                throwIfEverybodys(failed);
                return all.stream().map(one -> one.settle(appender)).toList();
            }
            List<Settled> settled = new ArrayList<>(all.size());
            for (int i = 0; i < all.size(); i++) {
                A answered = decided.get(i);
                CompletableFuture<A> waiting = same(all.get(i)).answer;
                settled.add(() -> waiting.complete(answered));
            }
            return settled;
        }
    }

    /** Settles the first of these, together with those that follow it and can be decided with it, at most so many. */
    static List<Settled> settleNext(Appender appender, List<Submission> waiting, int most) {
        if (!(waiting.getFirst() instanceof Joint<?, ?> joint)) {
            return List.of(waiting.getFirst().settle(appender));
        }
        int together = 1;
        while (together < Math.min(most, waiting.size()) && joint.joins(waiting.get(together))) {
            together++;
        }
        return joint.settle(appender, waiting.subList(0, together));
    }

    private static <A> Settled settled(CompletableFuture<A> answer, Supplier<A> work) {
        try {
            A decided = work.get();
            return () -> answer.complete(decided);
        } catch (RuntimeException failed) {
            throwIfEverybodys(failed);
            return () -> answer.completeExceptionally(failed);
        }
    }

    private static void throwIfEverybodys(RuntimeException failed) {
        switch (failed) {
            case DatabaseException broken
            when broken.kind() != DatabaseException.Kind.CONSTRAINT && broken.kind() != DatabaseException.Kind.OTHER ->
                throw broken;
            case NotSequencerException lost -> throw lost;
            default -> {}
        }
    }
}
