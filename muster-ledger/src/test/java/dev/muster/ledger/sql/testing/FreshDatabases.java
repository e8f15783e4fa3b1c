package dev.muster.ledger.sql.testing;

import dev.muster.ledger.sql.Database;
import dev.muster.testing.TestFolders;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** Fresh, empty databases: a new file for SQLite, a new schema on one PostgreSQL server a test run. */
public final class FreshDatabases implements ArgumentsProvider {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    @Override
    public Stream<? extends Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
        return Stream.of("sqlite", "postgresql")
                .map(kind -> Arguments.of(Named.of(kind, kind.equals("sqlite") ? sqlite() : postgresql())));
    }

    /** A new SQLite database in a directory of its own under the temporary directory. */
    public static Database sqlite() {
        return Database.open(sqliteUrl());
    }

    /** A new schema on the PostgreSQL server of this test run, which is started when first asked for. */
    public static Database postgresql() {
        return Database.open(postgresqlUrl());
    }

    public static String sqliteUrl() {
        return "jdbc:sqlite:" + TestFolders.create("muster-sqlite-").resolve("muster.db");
    }

    public static String postgresqlUrl() {
        String schema = "test_" + NUMBER.incrementAndGet();
        return PostgresServer.shared().newSchema(schema);
    }
}
