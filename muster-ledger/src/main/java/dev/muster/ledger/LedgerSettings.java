package dev.muster.ledger;

import dev.muster.core.ledger.EventCodec;
import dev.muster.ledger.sequence.Projection;
import dev.muster.ledger.sequence.Quotas;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.statements.Statements;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

/**
 * What a ledger is made of.
 *
 * @param database with the scripts of {@code db/ledger} applied
 * @param directory for keys, tiles and the lock; one server's own, though servers on one database need the same
 *     {@code keys} in it
 * @param tiles where tiles and checkpoints go
 * @param name host and path without scheme that begins every origin line, such as {@code muster.example}
 * @param codec events of all topics, {@link dev.muster.core.ledger.LedgerEvent} among them
 * @param projections of all topics, {@link Statements#projection} among them, in the order in which they run
 * @param clock of this server
 * @param random for salts and keys
 * @param quotas what devices and organisations may write
 */
public record LedgerSettings(
        Database database,
        Path directory,
        Tiles tiles,
        String name,
        EventCodec codec,
        List<Projection> projections,
        InstantSource clock,
        SecureRandom random,
        Quotas quotas) {
    /** With the standard quotas. */
    public LedgerSettings(
            Database database,
            Path directory,
            Tiles tiles,
            String name,
            EventCodec codec,
            List<Projection> projections,
            InstantSource clock,
            SecureRandom random) {
        this(
                database,
                directory,
                tiles,
                name,
                codec,
                projections,
                clock,
                random,
                new Quotas(Quotas.DEVICE, Quotas.ORGANISATION, clock));
    }

    /** Where tiles go. */
    public enum Tiles {
        /** Static files under the directory. */
        FILES,
        /** Blobs in the database, for servers that share one. */
        DATABASE
    }

    public LedgerSettings {
        projections = List.copyOf(projections);
    }
}
