package dev.muster.server.backup;

import dev.muster.ledger.sql.SqliteCopy;
import dev.muster.server.config.StartFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Copies a database into a file and back, with its own means. */
final class Databases {
    private static final String SQLITE_URL = "jdbc:sqlite:";

    /** A million devices' ledger over a slow disk; a tool that hangs still ends. */
    private static final long TOOL_HOURS_MAX = 6;

    /** Of the JDBC driver only: which schema of the database is ours. */
    private static final String SCHEMA = "currentSchema";

    private static final List<String> LIBPQ = List.of("user", "password", "sslmode");

    private Databases() {}

    static String kind(String url) {
        return url.startsWith(SQLITE_URL) ? Contents.SQLITE : Contents.POSTGRESQL;
    }

    /** The file of an SQLite database. */
    static Path file(String url) {
        return Path.of(url.substring(SQLITE_URL.length()).replaceFirst("\\?.*", ""));
    }

    /** A consistent copy, also while a server writes. */
    static void save(String url, Path into) {
        if (kind(url).equals(Contents.SQLITE)) {
            SqliteCopy.of(url, into);
            return;
        }
        List<String> command = new ArrayList<>(List.of("pg_dump", "--format=custom", "--no-owner", "--file=" + into));
        parameter(url, SCHEMA).ifPresent(schema -> command.add("--schema=" + schema));
        command.add("--dbname=" + uri(url));
        run(command, "pg_dump");
    }

    /** Fills a database in which nothing of ours is yet. */
    static void load(String url, Path from) {
        run(
                List.of(
                        "pg_restore",
                        "--no-owner",
                        "--exit-on-error",
                        "--single-transaction",
                        "--dbname=" + uri(url),
                        from.toString()),
                "pg_restore");
    }

    /** The tools understand the same URI (libpq) without the JDBC prefix, and of its parameters those that say who asks. */
    private static String uri(String url) {
        String asked = LIBPQ.stream()
                .flatMap(name -> parameter(url, name).map(value -> name + "=" + value).stream())
                .collect(Collectors.joining("&"));
        return url.substring("jdbc:".length()).replaceFirst("\\?.*", "") + (asked.isEmpty() ? "" : "?" + asked);
    }

    private static Optional<String> parameter(String url, String name) {
        int query = url.indexOf('?');
        return query < 0
                ? Optional.empty()
                : Arrays.stream(url.substring(query + 1).split("&", -1))
                        .filter(one -> one.startsWith(name + "="))
                        .map(one -> one.substring(name.length() + 1))
                        .findFirst();
    }

    private static void run(List<String> command, String tool) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.PIPE)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (!process.waitFor(TOOL_HOURS_MAX, TimeUnit.HOURS) || process.exitValue() != 0) {
                process.destroy();
                throw new StartFailure(tool + " failed: " + said.strip() + ".");
            }
        } catch (IOException e) {
            throw new StartFailure(
                    tool + " cannot be started; it comes with PostgreSQL's client tools (postgresql-client).", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailure(tool + " was interrupted.", e);
        }
    }
}
