package dev.muster.server.update;

import dev.muster.core.devices.DeviceEvent;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceRegistered;
import dev.muster.core.devices.DeviceState;
import dev.muster.core.devices.OrderClosed;
import dev.muster.core.devices.ProductAdded;
import dev.muster.core.devices.ProductId;
import dev.muster.core.devices.StateChanged;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.EntryType;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.EventCodec;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.update.Advance;
import dev.muster.core.update.EnvelopeNature;
import dev.muster.core.update.InstallReported;
import dev.muster.core.update.ReleaseKeys;
import dev.muster.core.update.ReleaseReading;
import dev.muster.core.update.Releases;
import dev.muster.core.update.Reports;
import dev.muster.core.update.RolloutPlan;
import dev.muster.core.update.Rollouts;
import dev.muster.core.update.SignerMay;
import dev.muster.core.update.UpdateEvent;
import dev.muster.core.update.UpdateStore;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.crypto.Keys;
import dev.muster.format.devices.orders.OrderKind;
import dev.muster.format.devices.orders.OrderOutcome;
import dev.muster.format.update.suit.ArtifactUri;
import dev.muster.format.update.suit.ClassIds;
import dev.muster.format.update.suit.EnvelopeBuilder;
import dev.muster.format.update.suit.FirmwareTemplate;
import dev.muster.format.update.suit.Reason;
import dev.muster.format.update.suit.Replay;
import dev.muster.format.update.suit.Report;
import dev.muster.format.update.suit.SuitDigest;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sequence.Projection;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Migrations;
import dev.muster.ledger.testing.TestLedger;
import dev.muster.server.topic.Hindsight;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** An organisation with a product, a maker and devices, over a real ledger: what the tests of this package start from. */
final class Shop implements AutoCloseable {
    static final OrgId ORG = new OrgId("acme");
    static final ProductId PRODUCT = new ProductId("cam");
    static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
    static final KeyPair MAKER = Keys.generateP256(new SecureRandom());
    static final KeyPair STRANGER = Keys.generateP256(new SecureRandom());
    static final String OPERATOR = "operator/anna";

    /** Stands for an accepted appraisal. */
    @EntryType("test.shown")
    record Shown(String version) implements Event {}

    /** Stands for accepted evidence that says something of manifests. */
    @EntryType("test.told")
    record Told(byte[] report, long epoch) implements Event {}

    /** Version of a {@link Shown} that stands for evidence that contradicts. */
    static final String CONTRADICTS = "!";

    private final TestLedger fixture;
    final Database database;
    final Ledger ledger;
    Instant now = START;

    static Migrations migrations() {
        return Migrations.create()
                .topic(
                        "update",
                        "001-registers",
                        "002-truth",
                        "003-ddi",
                        "004-terms",
                        "005-signers",
                        "006-consent",
                        "007-groups",
                        "008-key-lists",
                        "009-latency",
                        "010-capabilities",
                        "011-key-uptake",
                        "012-pace",
                        "013-back");
    }

    static Projection projection() {
        return new UpdateProjection(new AttestedSoftware() {
            @Override
            public Set<Class<? extends Event>> events() {
                return Set.of(Shown.class, Told.class);
            }

            @Override
            public Optional<String> version(Event event) {
                return event instanceof Shown shown
                        ? Optional.of(shown.version().equals(CONTRADICTS) ? "" : shown.version())
                        : event instanceof Told ? Optional.of("1.0") : Optional.empty();
            }

            @Override
            public Optional<byte[]> capabilities(Event event) {
                return event instanceof Told told ? Optional.of(told.report()) : Optional.empty();
            }

            @Override
            public Optional<Long> keyEpoch(Event event) {
                return event instanceof Told told ? Optional.of(told.epoch()) : Optional.empty();
            }

            @Override
            public boolean contradicts(Event event) {
                return event instanceof Shown shown && shown.version().equals(CONTRADICTS);
            }
        });
    }

    /** Its registers as they stood. */
    Hindsight hindsight() {
        return new Hindsight(
                database,
                EventCodec.of(List.of(UpdateEvent.class, DeviceEvent.class, Shown.class, Told.class)),
                migrations(),
                Map.of("update", List.of(projection())));
    }

    Shop(Database database) {
        this.database = database;
        migrations().apply(database);
        fixture = TestLedger.over(database)
                .events(UpdateEvent.class, DeviceEvent.class, Shown.class, Told.class)
                .projection(projection())
                .clock(() -> now);
        ledger = fixture.open();
        ledger.create(ORG);
        append(new Draft(
                PRODUCT.subject(),
                now,
                OPERATOR,
                new ProductAdded("Camera", "Acme", "cam-1", START, START.plusSeconds(1))));
    }

    private void append(Draft... drafts) {
        ledger.shell().run(ORG, Function.identity(), tx -> Decision.of(true, drafts));
    }

    <A> A run(Function<UpdateStore, Decision<A>> desk) {
        return ledger.shell().<UpdateStore, A>run(ORG, tx -> new SqlUpdateStore(tx, ORG), desk);
    }

    <T> T read(Function<SqlUpdateStore, T> question) {
        return database.read(tx -> question.apply(new SqlUpdateStore(tx, ORG)));
    }

    /** A device in service that has shown {@code version}. */
    DeviceId device(String id, String version) {
        DeviceId device = new DeviceId(id);
        append(
                new Draft(device.subject(), now, OPERATOR, new DeviceRegistered(PRODUCT.value(), "joining")),
                new Draft(
                        device.subject(),
                        now,
                        OPERATOR,
                        new StateChanged(DeviceState.JOINING, DeviceState.OPERATIONAL, "enrolled", "")));
        if (!version.isEmpty()) {
            shows(device, version);
        }
        return device;
    }

    void devices(int count) {
        for (int i = 0; i < count; i++) {
            device("cam-%03d".formatted(i), "1.0");
        }
    }

    void shows(DeviceId device, String version) {
        append(new Draft(device.subject(), now, "muster", new Shown(version)));
    }

    void becomes(DeviceId device, DeviceState from, DeviceState to) {
        append(new Draft(device.subject(), now, OPERATOR, new StateChanged(from, to, "test", "")));
    }

    /** Ends the device's order of a rollout. */
    void closes(DeviceId device, String rollout, OrderOutcome outcome, String reason) {
        String order = read(known -> known.target(rollout, device).orElseThrow().order());
        event(device, new OrderClosed(order, OrderKind.INSTALL, outcome, reason, "", "", ""));
    }

    void event(DeviceId device, Event event) {
        append(new Draft(device.subject(), now, OPERATOR, event));
    }

    static byte[] image(long sequence) {
        return ("image " + sequence).getBytes(StandardCharsets.US_ASCII);
    }

    static EnvelopeBuilder envelope(long sequence, String version) {
        return envelope(sequence, version, image(sequence));
    }

    static EnvelopeBuilder envelope(long sequence, String version, byte[] image) {
        byte[] vendor = ClassIds.vendor("acme.example");
        return EnvelopeBuilder.of(new FirmwareTemplate(
                        sequence,
                        vendor,
                        ClassIds.deviceClass(vendor, "cam"),
                        SuitDigest.sha256(image),
                        image.length,
                        ArtifactUri.of(SuitDigest.sha256(image).value()),
                        version,
                        "")
                .manifest());
    }

    static CoseSigner key(KeyPair pair) {
        return CoseSigner.of(CoseAlgorithm.ESP256, pair.getPrivate(), Optional.empty());
    }

    void accept(KeyPair pair) {
        accept(pair, SignerMay.USUAL);
    }

    void accept(KeyPair pair, SignerMay may) {
        run(known -> ReleaseKeys.accept(PRODUCT, "acme", CoseKey.of(pair.getPublic()), may, OPERATOR, known, now));
    }

    Releases.Answer publish(byte[] envelope) {
        return publish(envelope, "");
    }

    Releases.Answer publish(byte[] envelope, String waiver) {
        return publish(envelope, new Releases.Wanted(PRODUCT, "", waiver));
    }

    Releases.Answer publish(byte[] envelope, Releases.Wanted wanted) {
        List<UpdateStore.Signer> signers = read(known -> known.signers(PRODUCT));
        ReleaseReading reading = ReleaseReading.read(envelope, signers, read(known -> known.deviceClasses(PRODUCT)));
        return run(known -> Releases.publish(wanted, reading, artifact -> true, known, now));
    }

    /** The id of a release with this sequence number, whose version is {@code <sequence>.0}. */
    String release(long sequence) {
        accept(MAKER);
        Releases.Answer answer = publish(envelope(sequence, sequence + ".0").sign(key(MAKER)));
        return ((Releases.Answer.Published) answer).id();
    }

    String start(String release, RolloutPlan plan) {
        Rollouts.Answer answer = run(known -> Rollouts.start(release, plan, OPERATOR, known, now));
        return ((Rollouts.Answer.Done) answer).rollout();
    }

    /** Steps until nothing more can be done now. */
    void advance(String rollout) {
        for (int step = 0; step < 100; step++) {
            boolean more = run(
                    known -> Advance.step(rollout, artifact -> ArtifactDoor.path(ORG, artifact.sha256()), known, now));
            if (!more) {
                return;
            }
        }
        throw new AssertionError("the rollout never rests");
    }

    void later(Duration time) {
        now = now.plus(time);
    }

    void reports(DeviceId device, String release, boolean success) {
        String envelope =
                read(known -> known.release(release).orElseThrow().envelope().sha256());
        Report report = success
                ? new Report(
                        "", SuitDigest.sha256(new byte[0]), Optional.empty(), List.of(), new Report.Result.Success())
                : Report.refused("", SuitDigest.sha256(new byte[0]), Reason.OPERATION_FAILED, "the disk is full");
        InstallReported event = run(known -> Reports.take(
                device, report, envelope, EnvelopeNature.UNKNOWN, new Replay.Answer.NotJudged("a test"), known, now));
        if (!event.release().equals(release)) {
            throw new AssertionError(event);
        }
    }

    /** Orders that are open, by device. */
    List<String> orders() {
        return database.read(tx -> tx.query(
                "select device from update_order where org = ? order by device",
                row -> row.text("device"),
                ORG.value()));
    }

    @Override
    public void close() {
        fixture.close();
    }
}
