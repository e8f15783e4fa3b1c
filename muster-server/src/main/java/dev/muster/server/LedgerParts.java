package dev.muster.server;

import dev.muster.server.config.LedgerConfig;
import dev.muster.server.config.StartFailure;
import dev.muster.server.ledger.Cosigners;
import dev.muster.server.ledger.DailyHeads;
import dev.muster.server.ledger.DeviceHeads;
import dev.muster.server.ledger.EntrySinks;
import dev.muster.server.ledger.HttpWitness;
import dev.muster.server.ledger.LatestDoor;
import dev.muster.server.ledger.Ledger;
import dev.muster.server.ledger.LedgerDoor;
import dev.muster.server.ledger.LedgerHealth;
import dev.muster.server.ledger.LedgerHealthDoor;
import dev.muster.server.ledger.RefusalCounts;
import dev.muster.server.ledger.Statements;
import dev.muster.server.ledger.SubjectIndexes;
import dev.muster.server.ledger.TilesDoor;
import dev.muster.server.ledger.Witness;
import dev.muster.server.ledger.WitnessDoor;
import dev.muster.server.ledger.WitnessRounds;
import dev.muster.server.scrapi.ScrapiDoor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** The ledger's own doors, who watches it and where its entries go. */
final class LedgerParts {
    /** What devices have seen of the record. */
    final DeviceHeads deviceHeads;

    /** For pages and monitors. */
    final LedgerHealth health;

    LedgerParts(Ground ground, Statements statements) {
        Ledger ledger = ground.ledger;
        LedgerConfig config = ground.config.ledger();
        deviceHeads = new DeviceHeads(ledger);
        WitnessRounds rounds = new WitnessRounds(ledger, witnesses(config), config.quorum(), config.witnessEvery());
        health = new LedgerHealth(ledger, deviceHeads, rounds::status, config.quorum());
        new LedgerDoor(ledger, statements, ground.heavy).addTo(ground.console);
        new LedgerHealthDoor(health).addTo(ground.console);
        new TilesDoor(ledger, rounds).addTo(ground.console);
        new WitnessDoor(ledger, new Witness(ledger), new Cosigners(ledger)).addTo(ground.console);
        RefusalCounts refusals = new RefusalCounts(ledger);
        ground.everyMinute(refusals);
        new ScrapiDoor(ledger, statements, refusals, config::registrationNeedsCredential, ground.clock)
                .addTo(ground.console);
        SubjectIndexes indexes = new SubjectIndexes(ledger, statements);
        new LatestDoor(ledger, indexes).addTo(ground.console);
        ground.everyMinute(new DailyHeads(ledger, statements));
        ground.everyMinute(indexes);
        export(ground, config);
        ground.closeAtEnd(rounds.start());
    }

    private static List<WitnessRounds.Asked> witnesses(LedgerConfig config) {
        List<X509Certificate> anchors =
                config.witnessCa().map(LedgerParts::anchors).orElse(List.of());
        return config.witnesses().stream()
                .map(witness ->
                        new WitnessRounds.Asked(witness.name(), witness.key(), new HttpWitness(witness.url(), anchors)))
                .toList();
    }

    private static List<X509Certificate> anchors(Path file) {
        try {
            List<X509Certificate> anchors = HttpWitness.anchors(Files.readString(file));
            if (anchors.isEmpty()) {
                throw new StartFailure("ledger.witness-ca names " + file + ", which holds no certificate.");
            }
            return anchors;
        } catch (IOException | RuntimeException unreadable) {
            throw new StartFailure(
                    "ledger.witness-ca names " + file + ", which cannot be read: " + unreadable.getMessage() + ".",
                    unreadable);
        }
    }

    private static void export(Ground ground, LedgerConfig config) {
        config.exportFile().ifPresent(directory -> ground.follow(EntrySinks.file(ground.ledger, directory)));
        Optional<LedgerConfig.Kafka> kafka = config.kafka();
        if (kafka.isPresent()) {
            try {
                ground.follow(EntrySinks.kafka(
                        ground.ledger,
                        kafka.get().bootstrap(),
                        kafka.get().topic(),
                        kafka.get().properties()));
            } catch (IOException unreadable) {
                throw new StartFailure(
                        "ledger.export.kafka.properties cannot be read: " + unreadable.getMessage() + ".", unreadable);
            }
        }
    }
}
