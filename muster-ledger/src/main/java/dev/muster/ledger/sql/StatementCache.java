package dev.muster.ledger.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Prepared statements of one SQLite connection, least recently used out first. A statement in use is out of the cache,
 * so a mapping that runs the same SQL again gets a second one. PostgreSQL's driver caches by itself: capacity 0.
 */
final class StatementCache {
    /** More than the distinct statements of a busy topic; each costs SQLite a few KiB. */
    static final int SQLITE_CAPACITY = 256;

    private final int capacity;
    private final Map<String, PreparedStatement> idle = new LinkedHashMap<>(16, 0.75f, true);

    StatementCache(int capacity) {
        this.capacity = capacity;
    }

    PreparedStatement take(Connection connection, String sql) throws SQLException {
        PreparedStatement cached = idle.remove(sql);
        return cached != null ? cached : connection.prepareStatement(sql);
    }

    void giveBack(String sql, PreparedStatement statement, boolean good) throws SQLException {
        if (!good || capacity == 0 || idle.containsKey(sql)) {
            statement.close();
            return;
        }
        statement.clearParameters();
        idle.put(sql, statement);
        if (idle.size() > capacity) {
            var eldest = idle.entrySet().iterator();
            PreparedStatement out = eldest.next().getValue();
            eldest.remove();
            out.close();
        }
    }
}
