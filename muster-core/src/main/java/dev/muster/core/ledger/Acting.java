package dev.muster.core.ledger;

import java.util.function.Supplier;

/**
 * Who acts while a request is being handled. The edge binds it around the handler, the gate or a door says who it is, the
 * ledger writes it beside every entry: no topic in between can forget or forge it. Outside of a request the server acts by
 * itself.
 */
public final class Acting {
    private static final ScopedValue<Acting> BOUND = ScopedValue.newInstance();

    private volatile Actor actor = Actor.NOBODY;

    /** Whoever authenticated the caller says who it is. */
    public void is(Actor known) {
        actor = known;
    }

    /** Runs the work on behalf of whoever this is or turns out to be meanwhile. */
    public <T> T during(Supplier<T> work) {
        return ScopedValue.where(BOUND, this).call(work::get);
    }

    /** Who acts on this thread. */
    public static Actor now() {
        return BOUND.isBound() ? BOUND.get().actor : Actor.SERVER;
    }

    /** The same work for another thread, on behalf of whoever acts on this one. */
    public static <T> Supplier<T> carried(Supplier<T> work) {
        return BOUND.isBound() ? BOUND.get().carrying(work) : work;
    }

    private <T> Supplier<T> carrying(Supplier<T> work) {
        return () -> during(work);
    }
}
