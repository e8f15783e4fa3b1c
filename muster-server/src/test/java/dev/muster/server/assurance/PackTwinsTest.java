package dev.muster.server.assurance;

import static dev.muster.server.assurance.AssuranceWorld.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.assurance.FactRegister;
import dev.muster.core.ledger.Subject;
import dev.muster.format.audit.pack.PackVerifier;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Migrations;
import dev.muster.ledger.sql.testing.FreshDatabases;
import dev.muster.ledger.statements.Statements;
import dev.muster.testing.TestFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A pack of the same scope and time is the same to the byte: asked again, later, of a copy, from another database. */
class PackTwinsTest {
    private static final Subject CAM = AssuranceWorld.CAM;

    /** What a copy of a server has; everything else follows. */
    private static final List<String> TABLES =
            List.of("ledger_log", "entry", "statement", "fact", "fact_source", "fact_entry");

    private static PackMaker maker(AssuranceWorld world, Path keys) {
        return new PackMaker(
                world.database,
                world.ledger,
                world.facts,
                world.assessor,
                new EvidenceKeys(keys, new SecureRandom()),
                world.clock());
    }

    private static Instant live(AssuranceWorld world) {
        world.say(Said.draft(CAM, FactRegister.PRODUCT_KEY, "cam", world.now()));
        world.say(AssuranceContractTest.PARTS, "0");
        new Statements(world.ledger).registerOwn(ACME, "product/cam/software", "application/swid+cbor", new byte[] {1});
        world.later(60);
        world.say(Said.draft(Subject.device("cam-08"), AssuranceContractTest.PARTS, "2", world.now()));
        return world.now();
    }

    /** Other things happen after that time, and statements join the same log. */
    private static void goOn(AssuranceWorld world, int times) {
        for (int i = 1; i <= times; i++) {
            world.later(3_600);
            world.say(AssuranceContractTest.PARTS, Integer.toString(i));
            new Statements(world.ledger).registerOwn(ACME, "product/cam/" + i, "application/swid+cbor", new byte[] {2});
        }
    }

    @Test
    void theSameLaterAndFromACopyOnTheOtherDatabase() throws Exception {
        Path keys = TestFolders.create("muster-keys-");
        String here = FreshDatabases.sqliteUrl();
        String there = FreshDatabases.postgresqlUrl();
        byte[] first;
        byte[] ofOne;
        Instant at;
        Path copied = TestFolders.create("muster-ledger-");
        try (Database database = Database.open(here);
                AssuranceWorld world = new AssuranceWorld(database)) {
            at = live(world);
            first = maker(world, keys).make(ACME, Optional.of(at));
            ofOne = maker(world, keys)
                    .make(ACME, Optional.of(at), List.of("test"), new PackScope(Optional.of("cam"), List.of()));
            assertThat(ofOne).isNotEqualTo(first);
            goOn(world, 3);
            copy(here, there);
            copy(world.directory(), copied);
            goOn(world, 2);
            assertThat(maker(world, keys).make(ACME, Optional.of(at))).isEqualTo(first);
        }
        Path copiedKeys = TestFolders.create("muster-keys-");
        copy(keys, copiedKeys);
        try (Database database = Database.open(there);
                AssuranceWorld world = new AssuranceWorld(database, copied)) {
            world.later(7 * 3_600);
            new Statements(world.ledger).servedAt("another.example:8444");
            world.say(AssuranceContractTest.PARTS, "9");
            PackMaker maker = maker(world, copiedKeys);
            byte[] second = maker.make(ACME, Optional.of(at));
            assertThat(second).isEqualTo(first);
            assertThat(maker.make(ACME, Optional.of(at), List.of("test"), new PackScope(Optional.of("cam"), List.of())))
                    .isEqualTo(ofOne);
            PackVerifier.Report report = PackVerifier.verify(second, maker.trust(ACME));
            assertThat(report.steps()).allMatch(PackVerifier.Step::holds);
            assertThat(report.pack().orElseThrow().statements()).hasSize(1);
            assertThat(maker.make(ACME, Optional.of(at.plusSeconds(3_600)))).isNotEqualTo(first);
        }
    }

    private static void copy(String from, String to) throws SQLException {
        try (Database database = Database.open(to)) {
            Migrations.create()
                    .topic("ledger", Ledger.SCRIPTS.toArray(String[]::new))
                    .topic("facts", "001-facts", "003-levels")
                    .apply(database);
        }
        try (Connection source = DriverManager.getConnection(from);
                Connection target = DriverManager.getConnection(to)) {
            for (String table : TABLES) {
                copy(source, target, table);
            }
        }
    }

    private static void copy(Connection source, Connection target, String table) throws SQLException {
        try (ResultSet rows = source.createStatement().executeQuery("select * from " + table)) {
            int columns = rows.getMetaData().getColumnCount();
            List<String> names = new java.util.ArrayList<>();
            for (int i = 1; i <= columns; i++) {
                names.add(rows.getMetaData().getColumnName(i));
            }
            String insert = "insert into " + table + " (" + String.join(", ", names) + ") values ("
                    + String.join(", ", Collections.nCopies(columns, "?")) + ")";
            try (PreparedStatement statement = target.prepareStatement(insert)) {
                while (rows.next()) {
                    for (int i = 1; i <= columns; i++) {
                        statement.setObject(i, rows.getObject(i));
                    }
                    statement.executeUpdate();
                }
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            files.filter(Files::isRegularFile).forEach(file -> copyFile(file, to.resolve(from.relativize(file))));
        }
    }

    private static void copyFile(Path file, Path target) {
        try {
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
