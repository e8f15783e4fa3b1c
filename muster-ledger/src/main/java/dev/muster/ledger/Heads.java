package dev.muster.ledger;

import dev.muster.core.ledger.OrgId;
import dev.muster.format.audit.merkle.Checkpoint;
import dev.muster.format.audit.merkle.NoteSigner;
import dev.muster.format.audit.merkle.SignedNote;
import dev.muster.format.audit.merkle.TileId;
import dev.muster.ledger.tree.LogId;
import dev.muster.ledger.tree.LogTree;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Signs and publishes heads, and refuses to when somebody has seen more: a log that was restored from an older copy and
 * signs again would tell two stories. The published checkpoint lies beside the database so that restoring one of the two
 * is noticed.
 */
final class Heads {
    private final Function<LogId, NoteSigner> signers;
    private final SeenHeads seen;
    private final ReentrantLock publishing = new ReentrantLock();
    private final Set<OrgId> whole = ConcurrentHashMap.newKeySet();
    private final Map<OrgId, List<Checkpoint>> glanced = new ConcurrentHashMap<>();
    private final Map<LogId, Set<TileId>> partials = new ConcurrentHashMap<>();
    private final Map<LogId, Checkpoint> checked = new ConcurrentHashMap<>();
    private final Map<LogId, SignedNote> newest = new ConcurrentHashMap<>();

    Heads(Function<LogId, NoteSigner> signers, SeenHeads seen) {
        this.signers = signers;
        this.seen = seen;
    }

    NoteSigner signer(LogId log) {
        return signers.apply(log);
    }

    /**
     * Checks the log against every head of it that was ever seen.
     *
     * @throws ForkedLogException when it is shorter than, or different from, one of them
     */
    void check(LogTree tree) {
        LogId log = tree.id();
        for (Checkpoint known : known(tree)) {
            Checkpoint last = checked.get(log);
            if (last != null && last.equals(known)) {
                continue;
            }
            if (known.size() > tree.size()) {
                throw ForkedLogException.shorter(log, tree.size(), known.size());
            }
            if (!MessageDigest.isEqual(tree.root(known.size()), known.root())) {
                throw ForkedLogException.different(log, known.size());
            }
            checked.put(log, known);
        }
    }

    /**
     * Checks both logs of an organisation, once as long as nobody shows a new head.
     *
     * @throws ForkedLogException as {@link #check}
     */
    void require(OrgId org, Function<LogId, LogTree> trees) {
        if (!whole.contains(org)) {
            check(trees.apply(LogId.record(org)));
            check(trees.apply(LogId.statements(org)));
            whole.add(org);
        }
    }

    /** Somebody showed a head: look again before the next entry. */
    void doubt(OrgId org) {
        whole.remove(org);
        newest.keySet().removeIf(log -> log.org().equals(org));
    }

    /** As {@link #doubt}, of every organisation. */
    void doubtAll() {
        whole.clear();
        newest.clear();
    }

    /**
     * Sees what another server on this database did since the last call: doubts where it was shown a contradiction, and
     * forgets heads that are no longer the newest. A few look-ups by key an organisation, whoever writes how much.
     *
     * @param sizes durable leaves of a log
     */
    void glance(ToLongFunction<LogId> sizes) {
        for (OrgId org : whole) {
            List<Checkpoint> shown = seen.contradictions(org);
            List<Checkpoint> before = glanced.put(org, shown);
            if (!shown.equals(before == null ? List.of() : before)) {
                doubt(org);
            }
        }
        newest.forEach((log, note) -> {
            if (Checkpoint.parse(note.text()).size() < sizes.applyAsLong(log)) {
                newest.remove(log, note);
            }
        });
    }

    /** The head published last by this server; published now when there is none. */
    SignedNote newest(LogId log, Function<LogId, LogTree> trees) {
        SignedNote known = newest.get(log);
        return known == null ? publish(trees.apply(log)) : known;
    }

    /** Signs the head as it is now, without publishing it. */
    SignedNote sign(LogTree tree) {
        check(tree);
        NoteSigner signer = signer(tree.id());
        return signer.sign(tree.head(signer.key().name()));
    }

    /** Signs the head of when it had so many leaves. */
    SignedNote sign(LogTree tree, long size) {
        check(tree);
        NoteSigner signer = signer(tree.id());
        return signer.sign(Checkpoint.of(signer.key().name(), size, tree.root(size)));
    }

    /** Signs the head and puts it, with the partial tiles it needs, where others read it. */
    SignedNote publish(LogTree tree) {
        // One at a time, so that a smaller head never replaces a larger one.
        publishing.lock();
        try {
            return publishNext(tree);
        } finally {
            publishing.unlock();
        }
    }

    private SignedNote publishNext(LogTree tree) {
        check(tree);
        NoteSigner signer = signer(tree.id());
        Checkpoint head = tree.head(signer.key().name());
        SignedNote note = signer.sign(head);
        tree.writeFull();
        Set<TileId> fresh = new HashSet<>(TileId.partials(head.size()));
        for (TileId tile : fresh) {
            tree.store().keep(tile, tree.tile(tile));
        }
        tree.store().publish(note.encode());
        checked.put(tree.id(), head);
        newest.put(tree.id(), note);
        Set<TileId> old = partials.put(tree.id(), fresh);
        if (old != null) {
            old.stream().filter(tile -> !fresh.contains(tile)).forEach(tree.store()::drop);
        }
        return note;
    }

    private List<Checkpoint> known(LogTree tree) {
        List<Checkpoint> all = new java.util.ArrayList<>(seen.of(tree.id()));
        if (!checked.containsKey(tree.id())) {
            tree.store().checkpoint().ifPresent(bytes -> {
                SignedNote note = SignedNote.parse(bytes);
                if (signer(tree.id()).key().verify(note)) {
                    all.add(Checkpoint.parse(note.text()));
                }
            });
        }
        all.sort(java.util.Comparator.comparingLong(Checkpoint::size));
        return all;
    }
}
