package dev.muster.ledger.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;

/**
 * The words around the transactions of one SQLite connection, kept prepared: SQLite parses a statement anew whenever it is
 * made. The driver gives up a statement that failed (a full disk, an I/O error), so the next transaction prepares it again.
 */
final class SqliteWords {
    private final Connection connection;
    private final String begin;
    private final Map<Transactions.Word, PreparedStatement> ready = new EnumMap<>(Transactions.Word.class);

    /** @param begin what begins a transaction of this connection's kind */
    SqliteWords(Connection connection, String begin) {
        this.connection = connection;
        this.begin = begin;
    }

    void say(Transactions.Word word) throws SQLException {
        PreparedStatement statement = ready.remove(word);
        if (statement == null) {
            statement = connection.prepareStatement(sql(word));
        }
        boolean good = false;
        try {
            statement.execute();
            good = true;
        } finally {
            if (good) {
                ready.put(word, statement);
            } else {
                statement.close();
            }
        }
    }

    private String sql(Transactions.Word word) {
        return switch (word) {
            case BEGIN -> begin;
            case COMMIT -> "commit";
            case ROLLBACK -> "rollback";
        };
    }
}
