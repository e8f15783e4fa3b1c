package dev.muster.ledger.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The schema, as numbered scripts a topic: resource {@code db/<topic>/<name>.sql}, applied once, in order, all in one
 * transaction. A script holds statements that end with a semicolon at the end of a line, {@code --} comment lines, and
 * the placeholders {@code ${bytes}}, {@code ${identity}} and, behind a table that is little more than its key, {@code
 * ${within_key}}: SQLite then keeps the rows in the key's index and nowhere else. A script that was applied may not change afterwards.
 */
public final class Migrations {
    private record Script(String topic, String name) {
        String resource() {
            return "db/" + topic + "/" + name + ".sql";
        }
    }

    private final List<Script> scripts = new ArrayList<>();

    private Migrations() {}

    public static Migrations create() {
        return new Migrations();
    }

    /** Appends a topic's scripts, such as {@code topic("ledger", "001-log", "002-followers")}. */
    public Migrations topic(String topic, String... names) {
        for (String name : names) {
            scripts.add(new Script(topic, name));
        }
        return this;
    }

    /** @throws IllegalStateException when a script that was applied before has other contents now */
    public void apply(Database database) {
        Map<Script, String> contents = new LinkedHashMap<>();
        scripts.forEach(script -> contents.put(script, load(script)));
        database.change(tx -> {
            tx.dialect().migrationLock().forEach(tx::execute);
            tx.execute(tx.dialect()
                    .ddl("create table if not exists schema_scripts (topic TEXT not null, name TEXT not null,"
                            + " digest TEXT not null, primary key (topic, name))"));
            contents.forEach((script, sql) -> applyOnce(tx, script, sql));
        });
    }

    /** Scripts that this database has not seen, as {@code topic/name}: it was written by an older build. Changes nothing. */
    public List<String> missing(Database database) {
        return database.read(tx -> {
            Set<String> applied = new HashSet<>(tx.query(
                    "select topic, name from schema_scripts", row -> row.text("topic") + "/" + row.text("name")));
            return scripts.stream()
                    .map(script -> script.topic() + "/" + script.name())
                    .filter(script -> !applied.contains(script))
                    .toList();
        });
    }

    private static void applyOnce(Tx tx, Script script, String sql) {
        String digest = sha256(sql);
        var applied = tx.one(
                "select digest from schema_scripts where topic = ? and name = ?",
                row -> row.text("digest"),
                script.topic(),
                script.name());
        if (applied.isPresent()) {
            if (!applied.get().equals(digest)) {
                throw new IllegalStateException(
                        script.resource() + " was changed after it had been applied: add a new script instead");
            }
            return;
        }
        statements(sql).forEach(statement -> tx.execute(tx.dialect().ddl(statement)));
        tx.update(
                "insert into schema_scripts (topic, name, digest) values (?, ?, ?)",
                script.topic(),
                script.name(),
                digest);
    }

    static List<String> statements(String sql) {
        List<String> statements = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        for (String line : sql.lines().toList()) {
            if (line.strip().startsWith("--")) {
                continue;
            }
            current.append(line).append('\n');
            if (line.strip().endsWith(";")) {
                String statement = current.toString().strip();
                statements.add(statement.substring(0, statement.length() - 1));
                current.setLength(0);
            }
        }
        if (!current.toString().isBlank()) {
            throw new IllegalStateException("the last statement does not end with a semicolon: " + current);
        }
        return statements;
    }

    private static String load(Script script) {
        try (InputStream in = Migrations.class.getClassLoader().getResourceAsStream(script.resource())) {
            if (in == null) {
                throw new IllegalStateException("no such migration: " + script.resource());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has SHA-256
        }
    }
}
