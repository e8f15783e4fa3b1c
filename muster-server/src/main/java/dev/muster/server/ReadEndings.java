package dev.muster.server;

import dev.muster.ledger.sql.ReadEnd;
import dev.muster.server.http.Endings;
import java.util.function.Supplier;

/** A question to the database ends with the caller for whom it is asked. */
public final class ReadEndings {
    /** For every request one of its own. */
    public static final Endings ALL = () -> {
        ReadEnd end = new ReadEnd();
        return new Endings.Ending() {
            @Override
            public <T> T during(Supplier<T> work) {
                return end.during(work);
            }

            @Override
            public void end() {
                end.end();
            }
        };
    };

    private ReadEndings() {}
}
