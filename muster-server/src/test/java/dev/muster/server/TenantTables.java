package dev.muster.server;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The tables of a database by name, and rows with the same ids in them for two organisations. */
final class TenantTables {
    static final String ASKING = "acme";
    static final String OTHER = "other";

    /** A column's type as far as values for it differ. */
    enum Type {
        TEXT,
        NUMBER,
        BYTES
    }

    private final Connection connection;
    private final Map<String, Map<String, Type>> tables = new TreeMap<>();

    TenantTables(Connection connection) throws SQLException {
        this.connection = connection;
        DatabaseMetaData data = connection.getMetaData();
        // Table by table: SQLite's driver makes one term of each column of a question, and has a bound on terms.
        List<String> names = new ArrayList<>();
        try (ResultSet all = data.getTables(null, connection.getSchema(), "%", new String[] {"TABLE"})) {
            while (all.next()) {
                names.add(all.getString("TABLE_NAME"));
            }
        }
        for (String name : names) {
            columns(data, name);
        }
        tables.keySet().removeIf(name -> name.startsWith("sqlite_"));
    }

    private void columns(DatabaseMetaData data, String table) throws SQLException {
        try (ResultSet columns = data.getColumns(null, connection.getSchema(), table, "%")) {
            while (columns.next()) {
                String type = columns.getString("TYPE_NAME").toLowerCase(Locale.ROOT);
                tables.computeIfAbsent(columns.getString("TABLE_NAME"), _ -> new LinkedHashMap<>())
                        .put(
                                columns.getString("COLUMN_NAME"),
                                type.contains("int")
                                        ? Type.NUMBER
                                        : type.contains("blob") || type.contains("bytea") ? Type.BYTES : Type.TEXT);
            }
        }
    }

    /** Names of tables that keep something of an organisation. */
    List<String> ofOrganisations() {
        return tables.entrySet().stream()
                .filter(table -> table.getValue().containsKey("org"))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** What kind of value a column of this name holds in one of these tables. */
    Type type(List<String> among, String column) {
        return among.stream()
                .map(tables::get)
                .filter(columns -> columns != null && columns.containsKey(column))
                .map(columns -> columns.get(column))
                .findFirst()
                .orElse(Type.TEXT);
    }

    /** One row for each organisation in each table, equal in everything but the organisation where that is possible. */
    void fill(List<String> organisations) throws SQLException {
        for (String table : ofOrganisations()) {
            for (String org : organisations) {
                Savepoint before = connection.setSavepoint();
                try {
                    insert(table, org, "x", 1);
                } catch (SQLException unique) {
                    // An id that is one over all organisations, such as the hash of a secret.
                    connection.rollback(before);
                    insert(table, org, "y", 2);
                }
            }
        }
    }

    private void insert(String table, String org, String text, long number) throws SQLException {
        Map<String, Type> columns = tables.get(table);
        String sql = "insert into " + table + " (" + String.join(", ", columns.keySet()) + ") values ("
                + String.join(", ", columns.keySet().stream().map(_ -> "?").toList()) + ")";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int at = 1;
            for (Map.Entry<String, Type> column : columns.entrySet()) {
                switch (column.getValue()) {
                    case TEXT -> statement.setString(at, column.getKey().equals("org") ? org : text);
                    case NUMBER -> statement.setLong(at, number);
                    case BYTES -> statement.setBytes(at, new byte[] {(byte) number});
                }
                at++;
            }
            statement.executeUpdate();
        }
    }

    /** All rows of the other organisation in these tables, as text. */
    List<String> others(List<String> among) throws SQLException {
        List<String> rows = new ArrayList<>();
        for (String table : among) {
            if (tables.getOrDefault(table, Map.of()).containsKey("org")) {
                try (PreparedStatement all =
                        connection.prepareStatement("select * from " + table + " where org = '" + OTHER + "'")) {
                    rows.addAll(rows(all));
                }
            }
        }
        return rows;
    }

    /** What a question answers, row by row. */
    static List<String> rows(PreparedStatement question) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (ResultSet answer = question.executeQuery()) {
            int columns = answer.getMetaData().getColumnCount();
            while (answer.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= columns; i++) {
                    Object value = answer.getObject(i);
                    row.append(value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value)
                            .append('|');
                }
                rows.add(row.toString());
            }
        }
        rows.sort(String::compareTo);
        return rows;
    }
}
