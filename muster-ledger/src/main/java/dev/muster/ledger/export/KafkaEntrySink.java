package dev.muster.ledger.export;

import dev.muster.core.ledger.OrgId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends entries to a Kafka topic. The key is {@code org/subject}, so that all entries of one device are in one partition
 * and in order; the value is the export array. Each call is one transaction: without it a batch that expired could arrive
 * after a later one. Consumers read with {@code isolation.level=read_committed}.
 */
public final class KafkaEntrySink implements EntrySink {
    /** A broken connection is given up without waiting for what it still holds: that comes again. */
    private static final Duration GIVE_UP = Duration.ZERO;

    private final Map<String, Object> settings = new HashMap<>();
    private final String topic;
    private @Nullable Producer<String, byte[]> producer;

    /**
     * @param given settings of the producer, {@code bootstrap.servers} at least; what order needs is set here
     * @param topic exists, or is made by the broker
     */
    public KafkaEntrySink(Map<String, Object> given, String topic) {
        settings.putAll(given);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // The same for every server that exports to this topic: the broker fences the one that lost the lease.
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "muster-" + topic);
        this.topic = topic;
    }

    @Override
    public synchronized void put(OrgId org, List<ExportedEntry> entries) {
        try {
            Producer<String, byte[]> open = open();
            open.beginTransaction();
            for (ExportedEntry entry : entries) {
                String key = org + "/" + entry.entry().subject().text();
                var _ = open.send(new ProducerRecord<>(topic, key, entry.encode()));
            }
            open.commitTransaction();
        } catch (KafkaException failed) {
            giveUp();
            throw new IllegalStateException("entries did not reach the topic " + topic, failed);
        }
    }

    private Producer<String, byte[]> open() {
        Producer<String, byte[]> known = producer;
        if (known == null) {
            known = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
            producer = known;
            known.initTransactions();
        }
        return known;
    }

    /** The next call begins with a new producer, whose start aborts the transaction that was left open. */
    private void giveUp() {
        Producer<String, byte[]> broken = producer;
        producer = null;
        if (broken != null) {
            broken.close(GIVE_UP);
        }
    }

    @Override
    public synchronized void close() {
        giveUp();
    }
}
