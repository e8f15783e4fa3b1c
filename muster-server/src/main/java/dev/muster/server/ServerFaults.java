package dev.muster.server;

import dev.muster.ledger.ForkedLogException;
import dev.muster.ledger.sequence.LedgerBusyException;
import dev.muster.ledger.sequence.NotSequencerException;
import dev.muster.ledger.sequence.QuotaExceededException;
import dev.muster.ledger.sql.DatabaseException;
import dev.muster.server.http.KnownFaults;
import dev.muster.server.http.Problem;
import java.util.Optional;

/** What the database and the ledger may refuse at any time, said as HTTP: come back later, nothing was written. */
final class ServerFaults implements KnownFaults {
    @Override
    public Optional<Problem> problem(RuntimeException fault) {
        return switch (fault) {
            case LedgerBusyException busy -> Optional.of(later("ledger-busy", "Too much is waiting to be written."));
            case QuotaExceededException much ->
                Optional.of(
                        Problem.of(429, "quota-exceeded", "Too much was written.", String.valueOf(much.getMessage())));
            case NotSequencerException other ->
                Optional.of(later("not-sequencer", "Another server writes this ledger now."));
            case ForkedLogException forked ->
                Optional.of(Problem.of(
                        503, "ledger-forked", "The ledger refuses to go on.", String.valueOf(forked.getMessage())));
            case DatabaseException database -> ofDatabase(database);
            default -> Optional.empty();
        };
    }

    private static Optional<Problem> ofDatabase(DatabaseException database) {
        return switch (database.kind()) {
            case FULL ->
                Optional.of(Problem.of(507, "disk-full", "The disk of the database is full; nothing was written."));
            case BUSY -> Optional.of(later("database-busy", "The database is busy; nothing was written."));
            case UNAVAILABLE -> Optional.of(later("database-away", "The database cannot be reached."));
            case CONSTRAINT, OTHER -> Optional.empty();
        };
    }

    private static Problem later(String code, String title) {
        return Problem.of(503, code, title);
    }
}
