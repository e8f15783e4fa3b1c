package dev.muster.server.http;

import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/**
 * What all exchanges of a server share.
 *
 * @param strangers what callers have whom nobody has recognised
 * @param people what callers have whom the gate admitted
 * @param devices what callers have whose certificate a door recognised: nobody else can take it
 * @param traffic told of every exchange that has ended
 * @param endings ends what is read for callers who have gone
 * @param uploads handlers that read a body as it comes
 * @param streams event streams that are open, to be ended when the server stops
 */
record Holding(
        HttpLimits limits,
        Connections connections,
        Share strangers,
        Share people,
        Share devices,
        Share uploads,
        Patience patience,
        Executor pool,
        Refusals refusals,
        Traffic traffic,
        Endings endings,
        Set<EventWriter> streams,
        BooleanSupplier stopping) {}
