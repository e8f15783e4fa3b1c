package dev.muster.checks.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.EventCodec;
import dev.muster.core.ledger.LedgerEvent;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.format.audit.merkle.MerkleHash;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.LedgerSettings;
import dev.muster.ledger.export.EntryExport;
import dev.muster.ledger.export.EntrySink;
import dev.muster.ledger.export.FileEntrySink;
import dev.muster.ledger.export.KafkaEntrySink;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Migrations;
import dev.muster.ledger.statements.Statements;
import dev.muster.ledger.tree.LogId;
import dev.muster.ledger.witness.Witness;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every entry reaches the topic, in order for each subject, also when the broker is killed on the way. */
@SuppressWarnings("try") // the ledger is closed early on purpose: what follows reads what it left
class KafkaExportTest {
    private static final OrgId ACME = new OrgId("acme");
    private static final String TOPIC = "muster-entries";
    private static final int DEVICES = 7;

    @TempDir
    Path work;

    private Ledger open(Database database) {
        Migrations.create()
                .topic("ledger", Ledger.SCRIPTS.toArray(String[]::new))
                .apply(database);
        return Ledger.open(new LedgerSettings(
                database,
                work.resolve("ledger"),
                LedgerSettings.Tiles.FILES,
                "log.example",
                EventCodec.of(List.of(LedgerEvent.class)),
                List.of(Statements.projection(), Witness.projection()),
                InstantSource.system(),
                new SecureRandom()));
    }

    private static void append(Ledger ledger, int from, int count) {
        for (int i = from; i < from + count; i++) {
            Subject device = Subject.device("d-" + i % DEVICES);
            LedgerEvent event = new LedgerEvent.BodyErased(1_000_000 + i, "number " + i);
            ledger.shell()
                    .run(
                            ACME,
                            Function.identity(),
                            tx -> Decision.of(true, new Draft(device, Instant.EPOCH, "tester", event)));
        }
    }

    @Test
    @Timeout(300)
    void everyEntryArrivesInOrderForEachSubjectEvenWhenTheBrokerIsKilled() throws Exception {
        Path directory = Files.createDirectory(work.resolve("kafka"));
        try (Database database = Database.open("jdbc:sqlite:" + work.resolve("muster.db"));
                Broker broker = Broker.start(directory);
                Ledger ledger = open(database)) {
            ledger.create(ACME);
            append(ledger, 0, 100);
            Map<String, Object> settings = new HashMap<>(broker.settings());
            settings.put("delivery.timeout.ms", 5_000);
            settings.put("request.timeout.ms", 2_000);
            settings.put("max.block.ms", 5_000L);
            try (EntrySink sink = new KafkaEntrySink(settings, TOPIC)) {
                ledger.follow(new EntryExport("kafka", ledger, sink));
                append(ledger, 100, 100);
                awaitOffset(ledger, "kafka", 100);
                broker.kill();
                append(ledger, 200, 100);
                broker.run();
                append(ledger, 300, 50);
                awaitOffset(ledger, "kafka", ledger.size(LogId.record(ACME)));
                check(broker, ledger);
                ledger.close();
            }
        }
    }

    private static void awaitOffset(Ledger ledger, String name, long wanted) throws InterruptedException {
        for (int i = 0; i < 1200; i++) {
            if (ledger.followers(ACME).stream().anyMatch(f -> f.name().equals(name) && f.next() >= wanted)) {
                return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("the follower " + name + " stands at " + ledger.followers(ACME));
    }

    private static void check(Broker broker, Ledger ledger) {
        Map<String, Integer> partitionOf = new HashMap<>();
        Map<String, Long> newest = new HashMap<>();
        Set<Long> indexes = new TreeSet<>();
        for (ConsumerRecord<String, byte[]> record : all(broker)) {
            CborArray exported = Cbor.parse(record.value()).asArray();
            byte[] leaf = exported.get(0).asBytes();
            long index = Cbor.parse(leaf).asArray().get(2).asLong();
            Integer partition = partitionOf.putIfAbsent(record.key(), record.partition());
            assertThat(partition == null || partition == record.partition())
                    .as("one partition a subject")
                    .isTrue();
            boolean first = indexes.add(index);
            assertThat(!first || index > newest.getOrDefault(record.key(), -1L))
                    .as("in order")
                    .isTrue();
            newest.merge(record.key(), index, Math::max);
            long size = ledger.size(LogId.record(ACME));
            assertThat(ledger.inclusion(LogId.record(ACME), index, size).root(MerkleHash.leaf(leaf)))
                    .isPresent();
        }
        assertThat(indexes).hasSize((int) ledger.size(LogId.record(ACME)));
        assertThat(new HashSet<>(partitionOf.values()))
                .as("subjects are spread")
                .hasSizeGreaterThan(1);
    }

    private static Map<String, Object> committed(Broker broker) {
        Map<String, Object> settings = new HashMap<>(broker.settings());
        settings.put("isolation.level", "read_committed");
        return settings;
    }

    private static List<ConsumerRecord<String, byte[]>> all(Broker broker) {
        List<ConsumerRecord<String, byte[]>> records = new java.util.ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(committed(broker), new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(TOPIC).stream()
                    .map(info -> new TopicPartition(TOPIC, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                consumer.poll(Duration.ofMillis(500)).forEach(records::add);
            }
        }
        return records;
    }

    @Test
    void theFileHoldsEveryEntryOnce() throws Exception {
        try (Database database = Database.open("jdbc:sqlite:" + work.resolve("muster.db"));
                Ledger ledger = open(database);
                EntrySink sink = new FileEntrySink(work.resolve("export"))) {
            ledger.create(ACME);
            append(ledger, 0, 50);
            ledger.follow(new EntryExport("file", ledger, sink));
            awaitOffset(ledger, "file", 52);
            byte[] sequence = Files.readAllBytes(work.resolve("export/acme.cborseq"));
            var reader = dev.muster.format.cbor.CborReader.of(sequence);
            long expected = 0;
            while (reader.position() < sequence.length) {
                CborArray exported = reader.readItem().asArray();
                assertThat(Cbor.parse(exported.get(0).asBytes())
                                .asArray()
                                .get(2)
                                .asLong())
                        .isEqualTo(expected++);
            }
            assertThat(expected).isEqualTo(52);
            ledger.close();
        }
    }
}
