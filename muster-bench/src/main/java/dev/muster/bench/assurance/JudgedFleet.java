package dev.muster.bench.assurance;

import dev.muster.core.assurance.Assessor;
import dev.muster.core.assurance.Checks;
import dev.muster.core.assurance.ShippedCatalogue;
import dev.muster.core.attestation.EvidenceAppraised;
import dev.muster.core.attestation.Match;
import dev.muster.core.devices.DeviceRegistered;
import dev.muster.core.devices.ProductAdded;
import dev.muster.core.facts.EntryFacts;
import dev.muster.core.host.HostReported;
import dev.muster.core.joining.Enrolled;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.EventCodec;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.core.update.DeviceUpdated;
import dev.muster.format.attest.ear.TrustTier;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.LedgerSettings;
import dev.muster.ledger.sequence.EntryQuery;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Migrations;
import dev.muster.ledger.statements.Statements;
import dev.muster.ledger.tree.LogId;
import dev.muster.ledger.witness.Witness;
import dev.muster.server.PackRules;
import dev.muster.server.assurance.AssuranceFollower;
import dev.muster.server.assurance.EvidenceKeys;
import dev.muster.server.assurance.PackMaker;
import dev.muster.server.assurance.Postures;
import dev.muster.server.assurance.SaidProjection;
import dev.muster.server.facts.FactProjection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A ledger over SQLite with devices that have joined, reported their hosts, been updated and shown evidence again and again,
 * spread over five years. Its entries are written through the sequencer; what they say is made up, because appraising ten
 * thousand devices is another benchmark.
 */
final class JudgedFleet implements AutoCloseable {
    static final OrgId ORG = new OrgId("bench");
    static final String PRODUCT = "cam";
    private static final Duration LIFE = Duration.ofDays(5 * 365);
    private static final int BATCH = 500;
    private static final int EVIDENCE_BYTES = 900;
    private static final int HASH_BYTES = 32;

    final int devices;
    final Database database;
    final Ledger ledger;
    final EntryFacts facts = PackRules.facts();
    final Assessor assessor;
    final Instant begin;
    final Path directory;
    private final Random random = new Random(20261129);
    private volatile Instant now;

    JudgedFleet(int devices) throws IOException {
        this.devices = devices;
        directory = Files.createTempDirectory("muster-bench-assurance-");
        database = Database.open("jdbc:sqlite:" + directory.resolve("muster.db"));
        Migrations.create()
                .topic("ledger", Ledger.SCRIPTS.toArray(String[]::new))
                .topic("assurance", "001-assurance", "002-strength", "003-one-register", "004-history")
                .topic("facts", "001-facts", "003-levels")
                .apply(database);
        EventCodec codec = PackRules.codec();
        now = Instant.now().minus(LIFE).truncatedTo(ChronoUnit.SECONDS);
        begin = now;
        ledger = Ledger.open(new LedgerSettings(
                database,
                directory.resolve("ledger"),
                LedgerSettings.Tiles.FILES,
                "bench.example",
                codec,
                List.of(Statements.projection(), Witness.projection(), new FactProjection(facts), new SaidProjection()),
                () -> now,
                new SecureRandom()));
        Checks checks = PackRules.checks();
        assessor = new Assessor(ShippedCatalogue.read(checks.ids()), checks);
        ledger.create(ORG);
    }

    static Subject device(int number) {
        return Subject.device(String.format("cam-%05d", number));
    }

    Instant now() {
        return now;
    }

    void later(Duration time) {
        now = now.plus(time);
    }

    AssuranceFollower judge() {
        return new AssuranceFollower(database, ledger.shell(), facts, assessor, () -> now);
    }

    Postures postures(Optional<AssuranceFollower> judge) {
        return new Postures(database, facts, assessor, judge, () -> now);
    }

    PackMaker packs() {
        EvidenceKeys keys = new EvidenceKeys(directory.resolve("keys"), new SecureRandom());
        return new PackMaker(database, ledger, facts, assessor, keys, () -> now);
    }

    List<Entry> entries(long from) {
        return ledger.entries(ORG, EntryQuery.all().from(from).limit(EntryQuery.MAX_LIMIT));
    }

    void say(Draft... drafts) {
        ledger.shell().run(ORG, tx -> drafts, all -> Decision.of(all.length, all));
    }

    /**
     * Five years: everybody joins, and shows evidence {@code rounds} times; nothing is judged meanwhile.
     *
     * @return how many entries there are
     */
    long live(int rounds) {
        say(new Draft(
                new Subject("product", PRODUCT),
                now,
                "bench",
                new ProductAdded("Camera", "Acme", "AC-1", now, now.plus(LIFE).plus(LIFE))));
        everybody(this::joined);
        everybody(this::host);
        everybody(this::updated);
        for (int round = 0; round < rounds; round++) {
            later(LIFE.dividedBy(rounds + 1));
            everybody(device -> evidence(device, true));
        }
        now = begin.plus(LIFE);
        everybody(this::joined);
        everybody(this::host);
        everybody(device -> evidence(device, true));
        return entriesSoFar();
    }

    long entriesSoFar() {
        return ledger.size(LogId.record(ORG));
    }

    private void everybody(IntFunction<List<Draft>> what) {
        for (int first = 0; first < devices; first += BATCH) {
            say(IntStream.range(first, Math.min(devices, first + BATCH))
                    .mapToObj(what)
                    .flatMap(List::stream)
                    .toArray(Draft[]::new));
        }
    }

    private List<Draft> joined(int device) {
        return List.of(
                new Draft(device(device), now, "bench", new DeviceRegistered(PRODUCT, "voucher")),
                new Draft(
                        device(device),
                        now,
                        "bench",
                        new Enrolled(
                                bytes(EVIDENCE_BYTES),
                                Integer.toString(device),
                                now,
                                now.plus(LIFE),
                                hex(),
                                "P-256",
                                Enrolled.Means.FACTORY_IDENTITY,
                                false,
                                hex(),
                                hex(),
                                hex(),
                                "TLSv1.3",
                                "TLS_AES_256_GCM_SHA384")));
    }

    /** What a gateway that is held well says of itself. */
    private List<Draft> host(int device) {
        Map<String, String> said = Map.ofEntries(
                Map.entry("host.aslr", "full"),
                Map.entry("host.kernel-memory", "kept"),
                Map.entry("host.no-execute", "yes"),
                Map.entry("host.ptrace-scope", "1"),
                Map.entry("host.seccomp", "filter"),
                Map.entry("host.core-dumps", "handler"),
                Map.entry("host.debug", "closed"),
                Map.entry("host.limits", "memory v2, cpu v2, pids v2"),
                Map.entry("host.headroom", "enough"),
                Map.entry("host.root", "verity"),
                Map.entry("host.encryption", "dm-crypt"),
                Map.entry("host.ima", "measuring"),
                Map.entry("host.secure-boot", "on"),
                Map.entry("host.domains", "apart"),
                Map.entry("host.services", "ssh.service"),
                Map.entry("host.listening", "tcp/22"),
                Map.entry("host.interfaces", "eth0"),
                Map.entry("host.resolver", "validating"),
                Map.entry("host.clock-source", "chrony-nts"),
                Map.entry("host.clock-offset", "right"),
                Map.entry("host.passwords", "strong"),
                Map.entry("host.login-throttle", "faillock"),
                Map.entry("host.remote-login", "keys"),
                Map.entry("host.usb", "none"),
                Map.entry("host.tpm", "yes"),
                Map.entry("host.watchdog", "yes"));
        return List.of(new Draft(
                device(device),
                now,
                "bench",
                new HostReported(said.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(one ->
                                new HostReported.Property(one.getKey(), one.getValue(), "checked", "as it was read"))
                        .toList())));
    }

    private List<Draft> updated(int device) {
        return List.of(new Draft(
                device(device), now, "bench", new DeviceUpdated("r-1", "cam-2", "2", 300, Optional.of(true))));
    }

    /** One appraisal. */
    List<Draft> evidence(int device, boolean good) {
        Match match = new Match("Acme", hex(), "cam-2", "cam", "2");
        return List.of(new Draft(
                device(device),
                now,
                "bench",
                new EvidenceAppraised(
                        bytes(EVIDENCE_BYTES),
                        bytes(HASH_BYTES),
                        bytes(HASH_BYTES),
                        now.plusSeconds(60),
                        now,
                        hex(),
                        "standard",
                        good ? TrustTier.AFFIRMING : TrustTier.CONTRAINDICATED,
                        Map.of(),
                        List.of(),
                        good ? Optional.of(match) : Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        good ? 0 : 1,
                        List.of(),
                        new EvidenceAppraised.Software("Acme", "AC-1", "cam", "2", "a", hex(), "checked", "", 3, 1000),
                        Optional.empty(),
                        Optional.of("slots"),
                        Optional.of("checked"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty())));
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private String hex() {
        return HexFormat.of().formatHex(bytes(HASH_BYTES));
    }

    @Override
    public void close() throws IOException {
        ledger.close();
        database.close();
        List<Path> files = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(directory)) {
            walk.sorted(Comparator.reverseOrder()).forEach(files::add);
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}
