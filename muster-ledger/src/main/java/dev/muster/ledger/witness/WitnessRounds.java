package dev.muster.ledger.witness;

import dev.muster.core.ledger.OrgId;
import dev.muster.format.audit.merkle.Checkpoint;
import dev.muster.format.audit.merkle.NoteKey;
import dev.muster.format.audit.merkle.SignedNote;
import dev.muster.ledger.ForkedLogException;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.SeenHeads;
import dev.muster.ledger.sequence.NotSequencerException;
import dev.muster.ledger.tree.LogId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks every configured witness to cosign the statement log of every organisation, whenever it grew, all of them the same
 * head. A witness that fails is asked again later and later; nothing waits for it. The record log is not shown to
 * witnesses: its head is in the statement log once a day, and every cosignature would make it grow again.
 */
public final class WitnessRounds implements AutoCloseable {
    /** A witness that is away is asked again after twice the time, up to this. */
    private static final Duration MOST_PAUSE = Duration.ofHours(1);

    private static final int MAX_DOUBLINGS = 12;
    /** Under this source the head lies that enough witnesses have cosigned. */
    private static final String QUORUM = "quorum";

    private static final Logger LOG = LoggerFactory.getLogger(WitnessRounds.class);

    /**
     * A witness.
     *
     * @param name for people
     * @param key verifies its cosignatures
     */
    public record Asked(String name, NoteKey key, Cosigners.Line line) {}

    private final Ledger ledger;
    private final Cosigners cosigners;
    private final List<Asked> witnesses;
    private final int quorum;
    private final Duration every;
    private final Map<String, State> states = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile boolean closed;

    /**
     * @param quorum how many must have cosigned a head before it is served as witnessed
     * @param every how often logs are looked at
     */
    public WitnessRounds(Ledger ledger, List<Asked> witnesses, int quorum, Duration every) {
        this.ledger = ledger;
        this.cosigners = new Cosigners(ledger);
        this.witnesses = List.copyOf(witnesses);
        this.quorum = quorum;
        this.every = every;
        this.thread = Thread.ofPlatform().daemon().name("ledger-witnesses").unstarted(this::loop);
    }

    /** How a witness stands with a log; guarded by itself. */
    private static final class State {
        private long cosigned;
        private Optional<java.time.Instant> at = Optional.empty();
        private long failures;
        private String error = "";
        private long notBefore = System.nanoTime();
        private long disagreedAt = -1;
    }

    /** Begins, when there is anybody to ask. */
    public WitnessRounds start() {
        if (!witnesses.isEmpty()) {
            thread.start();
        }
        return this;
    }

    private void loop() {
        while (!closed) {
            round();
            LockSupport.parkNanos(every.toNanos());
        }
    }

    /** Looks at every log once. */
    void round() {
        try {
            if (ledger.writesHere()) {
                ledger.orgs().forEach(org -> round(LogId.statements(org)));
            }
        } catch (RuntimeException database) {
            LOG.warn("witnesses could not be asked: {}", database.toString());
        }
    }

    private void round(LogId log) {
        long size = ledger.size(log);
        List<Asked> due =
                witnesses.stream().filter(witness -> due(log, witness, size)).toList();
        if (due.isEmpty()) {
            return;
        }
        SignedNote note;
        try {
            note = ledger.publish(log);
        } catch (ForkedLogException forked) {
            due.forEach(witness -> failed(log, witness, "this ledger signs nothing"));
            return;
        }
        List<Thread> asking = new ArrayList<>();
        for (Asked witness : due) {
            asking.add(Thread.ofVirtual().start(() -> ask(log, note, witness)));
        }
        for (Thread one : asking) {
            try {
                one.join();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                closed = true;
                return;
            }
        }
        keepWitnessed(log);
    }

    private void ask(LogId log, SignedNote note, Asked witness) {
        try {
            Cosigners.Outcome outcome =
                    cosigners.ask(log, note, witness.key(), state(log, witness).cosigned, witness.line());
            switch (outcome) {
                case Cosigners.Outcome.Cosigned done -> cosigned(log, witness, done);
                case Cosigners.Outcome.Failed failed -> failed(log, witness, failed.why());
                case Cosigners.Outcome.Disagrees says -> disagrees(log, witness, says);
            }
        } catch (NotSequencerException other) {
            LOG.debug("{}: another server asks {}", log, witness.name());
        } catch (RuntimeException away) {
            Throwable cause = away.getCause() == null ? away : away.getCause();
            failed(log, witness, cause.toString());
        }
    }

    private void cosigned(LogId log, Asked witness, Cosigners.Outcome.Cosigned done) {
        State state = state(log, witness);
        synchronized (state) {
            state.cosigned = Checkpoint.parse(done.note().text()).size();
            state.at = Optional.of(done.at());
            state.failures = 0;
            state.error = "";
        }
    }

    private void failed(LogId log, Asked witness, String why) {
        State state = state(log, witness);
        synchronized (state) {
            state.failures++;
            Duration pause = every.multipliedBy(1L << Math.min(state.failures, MAX_DOUBLINGS));
            state.notBefore = System.nanoTime() + (pause.compareTo(MOST_PAUSE) < 0 ? pause : MOST_PAUSE).toNanos();
            if (!why.equals(state.error)) {
                LOG.warn("witness {} did not cosign {}: {}", witness.name(), log, why);
            }
            state.error = why;
        }
    }

    private void disagrees(LogId log, Asked witness, Cosigners.Outcome.Disagrees says) {
        State state = state(log, witness);
        boolean fresh;
        synchronized (state) {
            fresh = state.disagreedAt != says.size();
            state.disagreedAt = says.size();
        }
        failed(log, witness, says.why());
        if (fresh) {
            cosigners.disagreement(log, witness.key(), says, witness.line());
        }
    }

    private boolean due(LogId log, Asked witness, long size) {
        State state = state(log, witness);
        synchronized (state) {
            return state.cosigned < size && System.nanoTime() - state.notBefore >= 0;
        }
    }

    private State state(LogId log, Asked witness) {
        return states.computeIfAbsent(log + " " + witness.key().name(), key -> {
            State state = new State();
            SeenHeads.by(ledger.settings().database(), log, witness.key().name())
                    .ifPresent(note -> {
                        state.cosigned = Checkpoint.parse(note.text()).size();
                        state.at = witness.key().find(note).map(NoteKey::time);
                    });
            return state;
        });
    }

    /** When enough witnesses have cosigned the same head, it is kept with all their signatures. */
    private void keepWitnessed(LogId log) {
        Map<String, SignedNote> heads = new ConcurrentHashMap<>();
        for (Asked witness : witnesses) {
            SeenHeads.by(ledger.settings().database(), log, witness.key().name())
                    .flatMap(note -> witness.key().find(note).map(signature -> {
                        SignedNote bare = ledger.noteKey(log)
                                .find(note)
                                .map(own -> new SignedNote(note.text(), List.of(own)))
                                .orElse(note);
                        return heads.getOrDefault(note.text(), bare).with(signature);
                    }))
                    .ifPresent(more -> heads.put(more.text(), more));
        }
        heads.values().stream()
                .filter(note -> note.signatures().size() > quorum)
                .max(java.util.Comparator.comparingLong(
                        note -> Checkpoint.parse(note.text()).size()))
                .ifPresent(note -> ledger.settings()
                        .database()
                        .change(tx -> SeenHeads.keep(
                                tx,
                                log,
                                QUORUM,
                                Checkpoint.parse(note.text()),
                                note,
                                ledger.settings().clock().instant())));
    }

    /** The largest head that enough witnesses have cosigned, with their signatures. */
    public Optional<SignedNote> witnessed(LogId log) {
        return SeenHeads.by(ledger.settings().database(), log, QUORUM);
    }

    /** How every witness stands with the statement log of an organisation. */
    public List<WitnessStatus> status(OrgId org) {
        LogId log = LogId.statements(org);
        List<WitnessStatus> all = new ArrayList<>();
        for (Asked witness : witnesses) {
            State state = state(log, witness);
            synchronized (state) {
                all.add(new WitnessStatus(witness.name(), log, state.cosigned, state.at, state.failures, state.error));
            }
        }
        return List.copyOf(all);
    }

    /** How many must have cosigned. */
    public int quorum() {
        return quorum;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
