package dev.muster.ledger.sql;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;

/** One consistent copy of an SQLite database in use: readers and writers go on meanwhile (SQLite, VACUUM INTO). */
public final class SqliteCopy {
    private SqliteCopy() {}

    /** @param into does not exist yet */
    public static void of(String jdbcUrl, Path into) {
        try (var connection = DriverManager.getConnection(jdbcUrl);
                var statement = connection.prepareStatement("vacuum into ?")) {
            statement.setString(1, into.toString());
            statement.execute();
        } catch (SQLException e) {
            throw DatabaseException.of(Dialect.SQLITE, e);
        }
    }
}
