package dev.muster.server.config;

import dev.muster.core.ledger.OrgId;
import dev.muster.format.MalformedException;
import dev.muster.format.audit.merkle.NoteKey;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who watches the ledger and where its entries go.
 *
 * @param witnesses asked to cosign the statement logs
 * @param quorum how many cosignatures make a head witnessed
 * @param witnessEvery how often logs that grew are shown to witnesses
 * @param witnessCa PEM file with the anchors of the witnesses' TLS; empty for those of the machine
 * @param exportFile directory into which every entry is exported
 * @param kafka broker and topic into which every entry is exported
 * @param closed organisations whose statement logs take statements of callers with a credential only; {@code *} for all
 */
public record LedgerConfig(
        List<WitnessAddress> witnesses,
        int quorum,
        Duration witnessEvery,
        Optional<Path> witnessCa,
        Optional<Path> exportFile,
        Optional<Kafka> kafka,
        Set<String> closed) {
    /** More would not fit into one note beside the log's own signature. */
    private static final int MAX_WITNESSES = 32;

    private static final int DAY_SECONDS = 86_400;

    public LedgerConfig {
        witnesses = List.copyOf(witnesses);
        closed = Set.copyOf(closed);
    }

    /** Whether only callers with a credential may register statements with this organisation. */
    public boolean registrationNeedsCredential(OrgId org) {
        return closed.contains("*") || closed.contains(org.value());
    }

    /**
     * A witness.
     *
     * @param name for people
     * @param key verifies its cosignatures
     * @param url {@code /add-checkpoint} is appended
     */
    public record WitnessAddress(String name, NoteKey key, URI url) {}

    /**
     * A Kafka topic.
     *
     * @param bootstrap {@code host:port}, several with commas
     * @param properties file with further settings of the producer, such as TLS
     */
    public record Kafka(String bootstrap, String topic, Optional<Path> properties) {}

    /** Nobody watches, nothing is exported. */
    public static LedgerConfig none() {
        return new LedgerConfig(
                List.of(), 0, Duration.ofMinutes(1), Optional.empty(), Optional.empty(), Optional.empty(), Set.of());
    }

    static LedgerConfig read(Settings settings) {
        List<WitnessAddress> witnesses = witnesses(settings.text("ledger.witnesses", ""));
        int quorum = settings.number(
                "ledger.witness-quorum", Math.min(1, witnesses.size()), Math.min(1, witnesses.size()), MAX_WITNESSES);
        if (quorum > witnesses.size()) {
            throw new StartFailure(
                    "ledger.witness-quorum is " + quorum + ", but ledger.witnesses names " + witnesses.size() + ".");
        }
        String bootstrap = settings.text("ledger.export.kafka.bootstrap", "");
        Kafka kafka = new Kafka(
                bootstrap,
                settings.text("ledger.export.kafka.topic", "muster-entries"),
                path(settings, "ledger.export.kafka.properties"));
        return new LedgerConfig(
                witnesses,
                quorum,
                Duration.ofSeconds(settings.number("ledger.witness-seconds", 60, 1, DAY_SECONDS)),
                path(settings, "ledger.witness-ca"),
                path(settings, "ledger.export.file"),
                bootstrap.isBlank() ? Optional.empty() : Optional.of(kafka),
                Arrays.stream(settings.text("ledger.registration-with-credential", "")
                                .split(",", -1))
                        .map(String::strip)
                        .filter(org -> !org.isEmpty())
                        .collect(Collectors.toSet()));
    }

    private static Optional<Path> path(Settings settings, String key) {
        return Optional.of(settings.text(key, ""))
                .filter(text -> !text.isBlank())
                .map(Path::of);
    }

    /** {@code NAME VKEY URL}, several with commas. */
    private static List<WitnessAddress> witnesses(String text) {
        List<WitnessAddress> witnesses = new ArrayList<>();
        for (String one : text.split(",", -1)) {
            if (!one.isBlank()) {
                witnesses.add(witness(one.strip()));
            }
        }
        if (witnesses.size() > MAX_WITNESSES) {
            throw new StartFailure("ledger.witnesses names more than " + MAX_WITNESSES + ".");
        }
        if (witnesses.stream().map(witness -> witness.key().name()).distinct().count() != witnesses.size()) {
            throw new StartFailure("ledger.witnesses names one witness twice.");
        }
        return witnesses;
    }

    private static WitnessAddress witness(String text) {
        String[] parts = text.split("\\s+", -1);
        if (parts.length != 3 || !parts[2].startsWith("https://")) {
            throw new StartFailure(
                    "ledger.witnesses is a list of NAME VKEY URL, with commas between; \"" + text + "\" is none.");
        }
        try {
            NoteKey key = NoteKey.parse(parts[1]);
            if (key.type() != NoteKey.Type.COSIGNATURE_V1) {
                throw new StartFailure(
                        "The key of witness " + parts[0] + " is a log's key; a witness has one of type 4.");
            }
            return new WitnessAddress(parts[0], key, URI.create(parts[2]));
        } catch (MalformedException | IllegalArgumentException unreadable) {
            throw new StartFailure(
                    "Witness " + parts[0] + " cannot be used: " + unreadable.getMessage() + ".", unreadable);
        }
    }
}
