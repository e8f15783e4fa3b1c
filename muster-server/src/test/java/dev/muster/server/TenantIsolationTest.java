package dev.muster.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.testing.FreshDatabases;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two organisations whose devices, products and everything else have the same ids. Each question that is compiled into the
 * server is asked for one of them, with and without the other's rows in the database: the answers are the same. Each change
 * is made for one of them: the other's rows are as they were. A new question is found by itself.
 */
class TenantIsolationTest {
    private static final Pattern TABLE =
            Pattern.compile("(?i)\\b(?:from|join|into|update)\\s+([a-z_]+)|,\\s*([a-z]+_[a-z_]+)\\s+[a-z]\\b");
    private static final Pattern OF_ORG =
            Pattern.compile("(?is)\\borg\\s*(=|in\\b)|\\borg\\b\\s*,|,\\s*org\\b|\\(org\\)");
    private static final Pattern BEFORE = Pattern.compile(
            "(?is)(?:([a-z_]+)\\.)?([a-z_]+)\\s*(<>|!=|<=|>=|=|<|>|like|between|limit|offset|in)?\\s*\\(?$");

    /** So many have an answer by themselves; of 285 it was 228 when this was written. */
    private static final int MOST_OF_THEM = 200;

    private static final List<String> NOT_RUN = List.of("could not be run");

    private static final String HEAD = """
        # Statements that TenantIsolationTest cannot run by themselves: the database that does not take them with the
        # arguments that the test makes up (a beginning that ends with "and", a null that has
        # no type), and the statement. A new line here is for a person to look at.
        """;

    /** Statements about all organisations, and why. */
    private static final Map<String, String> OF_ALL = Map.ofEntries(
            Map.entry(
                    "select count(*) as n from access_ended where secret_hash = ?",
                    "the hash of a secret is one over all of them"),
            Map.entry(
                    "select count(*) as n from access_sessions", "whether anybody has signed in at this installation"),
            Map.entry(
                    "select org from access_links where secret_hash = ?",
                    "which organisation a link opens; its hash is one over all of them"),
            Map.entry("select org, name, created_at from access_orgs order by org", "the organisations themselves"),
            Map.entry(
                    "select count(*) as logs, coalesce(sum(size), 0) as entries from ledger_log where log = 'record'",
                    "whether anything was written at all, before followers ask where"),
            Map.entry(
                    "select org, next_idx from ledger_follower where name = ?",
                    "where one follower stands in the ledger of each, asked once at the start"),
            Map.entry(
                    "select org from joining_ca group by org having sum(case when standing = 'ACTIVE' then 1 else 0"
                            + " end) > 0 and sum(case when role = 'ROOT' then 1 else 0 end) > 0",
                    "which organisations have their authorities already, asked once at the start"),
            Map.entry(
                    "select org from ledger_log where log = 'record' order by org", "the ledgers to open at the start"),
            Map.entry(
                    "select org, id from update_rollout where state <> 'STOPPED' or draining = 1 order by org, number",
                    "the clock of all rollouts, which then asks for each of them"),
            Map.entry(
                    "select org, operator, credential, data, signatures from access_passkeys where credential = ?"
                            + " order by org limit 8",
                    "whose passkey signs in, before the organisation is known"),
            Map.entry(
                    "select org, subscription, message, kind, subject, weight, says, settled, at, state, tries,"
                            + " next_at, fault from notice_outbox",
                    "what the mailer sends for all of them, and the beginning of a question for one"));

    private static Map<String, Set<String>> statements() throws Exception {
        return StoredQueries.in(List.of(Database.class, Topics.class));
    }

    private static List<String> tables(String sql) {
        List<String> tables = new ArrayList<>();
        Matcher matcher = TABLE.matcher(sql);
        while (matcher.find()) {
            tables.add((matcher.group(1) == null ? matcher.group(2) : matcher.group(1)).toLowerCase(Locale.ROOT));
        }
        return tables;
    }

    private static Connection connect(String kind) throws SQLException {
        String url = kind.equals("sqlite") ? FreshDatabases.sqliteUrl() : FreshDatabases.postgresqlUrl();
        try (Database database = Database.open(url)) {
            Topics.migrations().apply(database);
        }
        Connection connection = DriverManager.getConnection(url);
        connection.setAutoCommit(false);
        return connection;
    }

    @Test
    void everyStatementSaysWhichOrganisation() throws Exception {
        Map<String, String> unbound = new TreeMap<>();
        try (Connection connection = connect("sqlite")) {
            List<String> kept = new TenantTables(connection).ofOrganisations();
            assertThat(kept).hasSizeGreaterThan(30);
            statements().forEach((sql, classes) -> {
                if (tables(sql).stream().anyMatch(kept::contains)
                        && !OF_ORG.matcher(sql).find()
                        && !OF_ALL.containsKey(sql)) {
                    unbound.put(sql, classes.toString());
                }
            });
        }
        assertThat(unbound).isEmpty();
        assertThat(statements())
                .as("excuses for statements that are gone")
                .containsKeys(OF_ALL.keySet().toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void theOtherOrganisationsRowsChangeNothing(String kind) throws Exception {
        Map<String, String> leaks = new TreeMap<>();
        int asked = 0;
        try (Connection connection = connect(kind)) {
            TenantTables tables = new TenantTables(connection);
            tables.fill(List.of(TenantTables.ASKING));
            connection.commit();
            Map<String, List<String>> alone = new HashMap<>();
            for (String sql : statements().keySet()) {
                alone.put(sql, answer(connection, tables, sql));
            }
            tables.fill(List.of(TenantTables.OTHER));
            connection.commit();
            for (Map.Entry<String, List<String>> one : alone.entrySet()) {
                asked += one.getValue().isEmpty() || one.getValue().equals(NOT_RUN) ? 0 : 1;
                List<String> together = answer(connection, tables, one.getKey());
                if (!together.equals(one.getValue()) && !OF_ALL.containsKey(one.getKey())) {
                    leaks.put(one.getKey(), one.getValue() + " became " + together);
                }
            }
        }
        assertThat(leaks).isEmpty();
        // The others are put together where they are used; that they name the organisation is shown above.
        assertThat(asked).isGreaterThan(MOST_OF_THEM);
    }

    /**
     * Whole statements that cannot be run with the arguments that this test makes up, on either database. They are kept by
     * name, so that a new one is looked at by a person: that it names its organisation is shown above, and no more. Those
     * that are put together where they are used are not among them; of them only parts are compiled.
     */
    private static Set<String> kept() throws IOException {
        try (InputStream in = TenantIsolationTest.class.getResourceAsStream("tenant-not-run.txt")) {
            return new TreeSet<>(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .toList());
        }
    }

    /** As a line of that list. */
    private static String line(String database, String sql) {
        return database + "\t" + sql.replaceAll("\\s+", " ").strip();
    }

    @Test
    void whatCannotBeRunByItselfIsKnownByName() throws Exception {
        Set<String> notRun = new TreeSet<>();
        for (String kind : List.of("sqlite", "postgresql")) {
            try (Connection connection = connect(kind)) {
                TenantTables tables = new TenantTables(connection);
                tables.fill(List.of(TenantTables.ASKING));
                connection.commit();
                for (String sql : statements().keySet()) {
                    boolean whole = sql.indexOf('\u0001') < 0;
                    if (whole && answer(connection, tables, sql).equals(NOT_RUN)) {
                        notRun.add(line(kind, sql));
                    }
                }
            }
        }
        if (Boolean.getBoolean("muster.write")) {
            Path file = Path.of(System.getProperty("muster.root"))
                    .resolve("muster-server/src/test/resources/dev/muster/server/tenant-not-run.txt");
            Files.writeString(file, HEAD + String.join("\n", notRun) + "\n");
        }
        assertThat(notRun)
                .as("statements that nobody runs for two organisations; write the list anew with -Dmuster.write=true"
                        + " when each new one is right")
                .isEqualTo(kept());
    }

    /** Rows of a question, or what a change did to the others' rows. */
    private static List<String> answer(Connection connection, TenantTables tables, String sql) throws SQLException {
        if (sql.indexOf('\u0001') >= 0) {
            return NOT_RUN;
        }
        Savepoint before = connection.setSavepoint();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, tables, sql);
            if (sql.toLowerCase(Locale.ROOT).startsWith("select")
                    || sql.toLowerCase(Locale.ROOT).startsWith("with")) {
                return TenantTables.rows(statement);
            }
            List<String> others = tables.others(tables(sql));
            statement.execute();
            return tables.others(tables(sql)).equals(others) ? List.of("kept") : List.of("changed");
        } catch (SQLException e) {
            return ranIntoAConstraint(e) ? List.of("the row is there already") : NOT_RUN;
        } finally {
            connection.rollback(before);
        }
    }

    /** It was run, and met a row of the organisation that asks: the same whether the other has rows or not. */
    private static boolean ranIntoAConstraint(SQLException e) {
        return String.valueOf(e.getSQLState()).startsWith("23")
                || String.valueOf(e.getMessage()).contains("SQLITE_CONSTRAINT_PRIMARYKEY")
                || String.valueOf(e.getMessage()).contains("SQLITE_CONSTRAINT_UNIQUE");
    }

    private static void bind(PreparedStatement statement, TenantTables tables, String sql) throws SQLException {
        int at = 0;
        int number = 0;
        List<String> among = tables(sql);
        List<String> inserted = inserted(sql);
        while ((at = sql.indexOf('?', at)) >= 0) {
            number++;
            Matcher before = BEFORE.matcher(sql.substring(0, at));
            boolean found = before.find();
            String column = number <= inserted.size()
                    ? inserted.get(number - 1)
                    : found ? before.group(2).toLowerCase(Locale.ROOT) : "";
            String operator = found && before.group(3) != null ? before.group(3).toLowerCase(Locale.ROOT) : "";
            value(statement, number, tables.type(among, column), column, operator);
            at++;
        }
    }

    /** Columns that an insert gives values for, in their order. */
    private static List<String> inserted(String sql) {
        Matcher insert = Pattern.compile("(?is)insert into [a-z_]+\\s*\\(([^)]*)\\)\\s*values\\s*\\(([?,\\s]*)\\)")
                .matcher(sql);
        return insert.find() ? List.of(insert.group(1).strip().split("\\s*,\\s*", -1)) : List.of();
    }

    private static void value(
            PreparedStatement statement, int number, TenantTables.Type type, String column, String operator)
            throws SQLException {
        if (column.equals("org")) {
            statement.setString(number, TenantTables.ASKING);
        } else if (Set.of("limit", "offset").contains(column)
                || Set.of("limit", "offset").contains(operator)) {
            statement.setLong(number, column.equals("offset") || operator.equals("offset") ? 0 : 100);
        } else {
            boolean upTo = operator.startsWith("<") && !operator.equals("<>");
            boolean from = operator.startsWith(">");
            switch (type) {
                case TEXT -> statement.setString(number, upTo ? "zz" : from ? "a" : "x");
                case NUMBER -> statement.setLong(number, upTo ? 9 : from ? 0 : 1);
                case BYTES -> statement.setBytes(number, new byte[] {1});
            }
        }
    }
}
