package dev.muster.ledger.export;

import dev.muster.ledger.Ledger;
import dev.muster.ledger.sequence.Follower;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** Makes the followers that export every entry; each keeps its own offset. */
public final class EntrySinks {
    private EntrySinks() {}

    /** Into {@code <org>.cborseq} files below a directory. */
    public static Follower file(Ledger ledger, Path directory) {
        return new EntryExport("export-file", ledger, new FileEntrySink(directory));
    }

    /**
     * Into a Kafka topic.
     *
     * @param bootstrap {@code host:port}, several with commas
     * @param properties file with further settings of the producer, such as TLS
     * @throws IOException when that file cannot be read
     */
    public static Follower kafka(Ledger ledger, String bootstrap, String topic, Optional<Path> properties)
            throws IOException {
        Map<String, Object> settings = new HashMap<>();
        if (properties.isPresent()) {
            Properties read = new Properties();
            try (Reader reader = Files.newBufferedReader(properties.get())) {
                read.load(reader);
            }
            read.forEach((key, value) -> settings.put(String.valueOf(key), value));
        }
        settings.put("bootstrap.servers", bootstrap);
        return new EntryExport(
                "export-kafka-" + topic.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "-"),
                ledger,
                new KafkaEntrySink(settings, topic));
    }
}
