package dev.muster.server.ledger;

import dev.muster.core.assurance.Assessor;
import dev.muster.core.facts.EntryFacts;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.LedgerEvent;
import dev.muster.format.HowFar;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.export.EntrySinks;
import dev.muster.ledger.sequence.Projection;
import dev.muster.ledger.statements.DailyHeads;
import dev.muster.ledger.statements.Statements;
import dev.muster.ledger.statements.SubjectIndexes;
import dev.muster.ledger.witness.Cosigners;
import dev.muster.ledger.witness.DeviceHeads;
import dev.muster.ledger.witness.HttpWitness;
import dev.muster.ledger.witness.LedgerHealth;
import dev.muster.ledger.witness.Witness;
import dev.muster.ledger.witness.WitnessRounds;
import dev.muster.server.config.LedgerConfig;
import dev.muster.server.config.StartFailure;
import dev.muster.server.topic.Gauges;
import dev.muster.server.topic.Site;
import dev.muster.server.topic.Topic;
import dev.muster.server.web.Contributions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** The ledger's own doors, who watches it and where its entries go. */
public final class LedgerTopic implements Topic {
    @Override
    public String name() {
        return "ledger";
    }

    @Override
    public List<String> scripts() {
        return Ledger.SCRIPTS;
    }

    @Override
    public List<Class<? extends Event>> events() {
        return List.of(LedgerEvent.class);
    }

    @Override
    public List<Projection> projections() {
        return List.of(Statements.projection(), Witness.projection());
    }

    @Override
    public void open(Site site) {
        Ledger ledger = site.ledger();
        Statements statements = site.statements();
        LedgerConfig config = site.config().ledger();
        DeviceHeads deviceHeads = site.share(DeviceHeads.class, new DeviceHeads(ledger));
        WitnessRounds rounds = new WitnessRounds(ledger, witnesses(config), config.quorum(), config.witnessEvery());
        LedgerHealth health =
                site.share(LedgerHealth.class, new LedgerHealth(ledger, deviceHeads, rounds::status, config.quorum()));
        EntryFacts facts = site.need(EntryFacts.class);
        Assessor assessor = site.need(Assessor.class);
        new LedgerDoor(
                        ledger,
                        statements,
                        site.heavy(),
                        org -> VerdictReplays.of(ledger, org, facts, assessor, HowFar.UNASKED))
                .addTo(site.console());
        new LedgerHealthDoor(health).addTo(site.console());
        new LogPage(ledger, health, facts, site.need(Contributions.class), site.clock()).addTo(site.console());
        LedgerGauges.addTo(site.need(Gauges.class), ledger, health);
        new TilesDoor(ledger, rounds).addTo(site.console());
        new WitnessDoor(ledger, new Witness(ledger), new Cosigners(ledger)).addTo(site.console());
        SubjectIndexes indexes = new SubjectIndexes(ledger, statements);
        new LatestDoor(ledger, indexes).addTo(site.console());
        site.everyMinute(new DailyHeads(ledger, statements));
        site.everyMinute(indexes);
        export(site, config);
        site.closeAtEnd(rounds.start());
    }

    private static List<WitnessRounds.Asked> witnesses(LedgerConfig config) {
        List<X509Certificate> anchors =
                config.witnessCa().map(LedgerTopic::anchors).orElse(List.of());
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

    private static void export(Site site, LedgerConfig config) {
        config.exportFile().ifPresent(directory -> site.follow(EntrySinks.file(site.ledger(), directory)));
        Optional<LedgerConfig.Kafka> kafka = config.kafka();
        if (kafka.isPresent()) {
            try {
                site.follow(EntrySinks.kafka(
                        site.ledger(),
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
