package dev.muster.bench.ledger;

import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.EventCodec;
import dev.muster.core.ledger.LedgerEvent;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.core.ledger.TrustAnchor;
import dev.muster.format.audit.merkle.InclusionProof;
import dev.muster.format.audit.merkle.MerkleHash;
import dev.muster.format.audit.scitt.Receipt;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.HeaderLabel;
import dev.muster.format.cose.Sign1Builder;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.crypto.Crypto;
import dev.muster.format.crypto.Keys;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.LedgerSettings;
import dev.muster.ledger.sequence.EntryQuery;
import dev.muster.ledger.sequence.Shell;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Migrations;
import dev.muster.ledger.statements.Statements;
import dev.muster.ledger.tree.LogId;
import dev.muster.ledger.witness.Witness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;

/** A ledger with one maker whose statements are taken. */
final class BenchLedger implements AutoCloseable {
    private static final String MAKER = "https://maker.example";
    private static final int DEVICES = 10_000;
    private static final int PAYLOAD_BYTES = 200;

    private final OrgId org;
    private final Path directory;
    private final boolean temporary;
    private final Database database;
    private final Ledger ledger;
    private final Statements statements;
    private final KeyPair maker = Keys.generateP256(new SecureRandom());
    private final CoseSigner signer = CoseSigner.of(
            CoseAlgorithm.ES256,
            maker.getPrivate(),
            Optional.of(CoseKey.of(maker.getPublic()).thumbprint()));
    private final Random random = new Random(20261121);
    private Instant begun = Instant.now();
    private int made;

    private BenchLedger(OrgId org, Path directory, boolean temporary, String url) {
        this.org = org;
        this.directory = directory;
        this.temporary = temporary;
        this.database = Database.open(url);
        Migrations.create()
                .topic("ledger", Ledger.SCRIPTS.toArray(String[]::new))
                .apply(database);
        this.ledger = Ledger.open(new LedgerSettings(
                database,
                directory.resolve("ledger"),
                LedgerSettings.Tiles.FILES,
                "bench.example",
                EventCodec.of(List.of(LedgerEvent.class, Measured.class)),
                List.of(Statements.projection(), Witness.projection()),
                InstantSource.system(),
                new SecureRandom()));
        this.statements = new Statements(ledger);
    }

    /**
     * Opens or begins one.
     *
     * @param kept where it stays; empty: in a temporary directory that is removed
     * @param url JDBC URL of a PostgreSQL; empty: SQLite in the directory
     */
    static BenchLedger open(OrgId org, Optional<Path> kept, Optional<String> url) throws IOException {
        Path directory = kept.isPresent()
                ? Files.createDirectories(kept.get())
                : Files.createTempDirectory(Path.of(System.getProperty("java.io.tmpdir")), "muster-bench-");
        BenchLedger bench = new BenchLedger(
                org, directory, kept.isEmpty(), url.orElse("jdbc:sqlite:" + directory.resolve("muster.db")));
        bench.ledger.create(org);
        bench.begun = bench.ledger.entry(org, 0).orElseThrow().receivedAt();
        bench.statements.trust(
                org,
                new TrustAnchor(
                        "maker",
                        TrustAnchor.Kind.KEY,
                        CoseKey.of(bench.maker.getPublic()).encode(),
                        List.of(MAKER),
                        List.of(),
                        true));
        return bench;
    }

    OrgId org() {
        return org;
    }

    Ledger ledger() {
        return ledger;
    }

    Statements statements() {
        return statements;
    }

    CoseSigner signer() {
        return signer;
    }

    /** As the ledger itself keeps it: in the form that the chosen provider works fastest with. */
    VerificationKey makerKey() {
        return VerificationKey.of(maker.getPublic()).prepared(Crypto.standard());
    }

    Random random() {
        return random;
    }

    /** New signed statements with 200 bytes of payload. */
    List<byte[]> statements(int count) {
        List<byte[]> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] payload = new byte[PAYLOAD_BYTES];
            random.nextBytes(payload);
            all.add(Sign1Builder.create()
                    .contentType("application/octet-stream")
                    .protect(
                            HeaderLabel.CWT_CLAIMS,
                            Cbor.map().put(1, MAKER).put(2, "item-" + made++).build())
                    .payload(payload)
                    .sign(signer)
                    .encode());
        }
        return all;
    }

    /**
     * Appends small entries about ten thousand devices until the record has this many: decisions of 1024 drafts, through
     * the same desk, transaction, tiles and heads as everything else.
     */
    void grow(long size) {
        for (long now = ledger.size(LogId.record(org)); now < size; now += Shell.MAX_BATCH) {
            int count = (int) Math.min(Shell.MAX_BATCH, size - now);
            List<Draft> drafts = new ArrayList<>(count);
            Instant at = Instant.now();
            for (int i = 0; i < count; i++) {
                drafts.add(new Draft(
                        Subject.device("d-" + random.nextInt(DEVICES)),
                        at,
                        "bench",
                        new Measured("temperature", random.nextInt(1000), "as usual")));
            }
            ledger.shell().run(org, Function.identity(), tx -> Decision.of(true, drafts));
        }
    }

    /** The last hundred entries about some device that were known at some moment since the beginning. */
    void asOf() {
        long micros = Duration.between(begun, Instant.now()).toNanos() / 1000;
        Instant at = begun.plusNanos(random.nextLong(Math.max(1, micros)) * 1000);
        ledger.entries(
                org,
                EntryQuery.all()
                        .subject(Subject.device("d-" + random.nextInt(DEVICES)))
                        .knownAt(at)
                        .fallingOrder()
                        .limit(100));
    }

    /** Bytes of a receipt in a tree of this size. */
    int receiptBytes(long size) {
        int levels = Long.SIZE - Long.numberOfLeadingZeros(Math.max(1, size - 1));
        List<byte[]> path = new ArrayList<>();
        for (int i = 0; i < levels; i++) {
            path.add(MerkleHash.leaf(new byte[] {(byte) i}));
        }
        return Receipt.sign(
                        new InclusionProof(size, size / 2, path),
                        path.getFirst(),
                        "https://bench.example/scitt/bench",
                        "item-1",
                        signer)
                .bytes()
                .length;
    }

    long diskBytes() {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(f -> f.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        ledger.close();
        database.close();
        if (!temporary) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
