package dev.muster.ledger.witness;

import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.ForkedLogException;
import dev.muster.ledger.Ledger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Whether some organisation's ledger refuses, for whoever asks, strangers too: an answer costs nothing between two looks, and a
 * look is at some organisations only, for there may be ten thousand. Thread-safe; nobody waits for another's look.
 */
public final class Wholeness {
    /** Monitoring asks a few times a minute. */
    static final Duration EVERY = Duration.ofSeconds(5);

    /** In each look; a server with more gets round to all of them. Beside these, those that refused are looked at again. */
    static final int LOOKED_AT = 64;

    private final Ledger ledger;
    private final Set<OrgId> refusing = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile Instant looked = Instant.MIN;
    private int next;

    public Wholeness(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Whether nothing is signed or appended for some organisation, as far as was looked. */
    public boolean refuses() {
        Instant now = ledger.settings().clock().instant();
        if (isOld(now) && looking.compareAndSet(false, true)) {
            try {
                look();
                looked = now;
            } finally {
                looking.set(false);
            }
        }
        return !refusing.isEmpty();
    }

    private boolean isOld(Instant now) {
        return looked.equals(Instant.MIN) || now.isBefore(looked) || !now.isBefore(looked.plus(EVERY));
    }

    private void look() {
        List.copyOf(refusing).forEach(this::look);
        List<OrgId> all = ledger.orgs();
        for (int i = 0; i < Math.min(LOOKED_AT, all.size()); i++) {
            next = next < all.size() ? next : 0;
            look(all.get(next++));
        }
    }

    private void look(OrgId org) {
        try {
            ledger.requireWhole(org);
            refusing.remove(org);
        } catch (ForkedLogException forked) {
            refusing.add(org);
        }
    }
}
