package dev.muster.server.assurance;

import static dev.muster.server.assurance.AssuranceWorld.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.assurance.FactRegister;
import dev.muster.core.assurance.FleetPosture;
import dev.muster.core.assurance.PackReplay;
import dev.muster.core.assurance.Posture;
import dev.muster.core.assurance.export.Exported;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Subject;
import dev.muster.format.audit.pack.Pack;
import dev.muster.format.audit.pack.PackFile;
import dev.muster.format.audit.pack.PackParts;
import dev.muster.format.audit.pack.PackVerifier;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.testing.BothDatabases;
import dev.muster.server.facts.SqlFactStore;
import dev.muster.testing.TestFolders;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A pack of many devices is in parts, which together say what one pack would, of a moment that is over. */
class PackPartsContractTest {
    private static final int AT_ONCE = 20;
    private static final int DEVICES = 2 * AT_ONCE + 3;

    private static Subject device(int number) {
        return Subject.device(String.format("cam-%04d", number));
    }

    private static void live(AssuranceWorld world) {
        live(world, DEVICES);
    }

    private static void live(AssuranceWorld world, int devices) {
        world.say(IntStream.range(0, devices)
                .mapToObj(number -> Stream.of(
                        Said.draft(
                                device(number),
                                FactRegister.PRODUCT_KEY,
                                number % 3 == 0 ? "lamp" : "cam",
                                world.now()),
                        Said.draft(
                                device(number), AssuranceContractTest.PARTS, number % 7 == 0 ? "1" : "0", world.now())))
                .flatMap(one -> one)
                .toArray(Draft[]::new));
    }

    private static PackMaker maker(AssuranceWorld world) {
        return maker(world, AT_ONCE, PackParts.PART_BYTES_MAX);
    }

    private static PackMaker maker(AssuranceWorld world, int atOnce, int partBytesMax) {
        EvidenceKeys keys = new EvidenceKeys(TestFolders.create("muster-keys-"), new SecureRandom());
        return new PackMaker(
                world.database, world.ledger, world.facts, world.assessor, keys, world.clock(), atOnce, partBytesMax);
    }

    private static List<Pack> parts(PackMaker maker, byte[] file) throws IOException {
        List<Pack> parts = new ArrayList<>();
        PackFile.Report report = PackFile.verify(new ByteArrayInputStream(file), maker.trust(ACME), parts::add);
        assertThat(report.steps()).allMatch(PackVerifier.Step::holds);
        assertThat(report.holds()).isTrue();
        return parts;
    }

    @BothDatabases
    void partsSayWhatPacksOfTheirDevicesSay(Database database) throws IOException {
        try (AssuranceWorld world = new AssuranceWorld(database)) {
            live(world);
            PackMaker maker = maker(world);
            Instant at = world.now();
            byte[] file = maker.make(ACME, Optional.of(at));
            List<Pack> parts = parts(maker, file);
            assertThat(parts).hasSize(3);
            PackReplay replay = new PackReplay(world.checks, world.codec, AssuranceWorld.RULES);
            assertThat(parts)
                    .allSatisfy(part -> assertThat(replay.replay(part)).isInstanceOf(PackReplay.Outcome.Same.class));
            assertThat(parts.stream().flatMap(part -> part.devices().stream()).map(Pack.DeviceLines::device))
                    .containsExactlyElementsOf(IntStream.range(0, DEVICES)
                            .mapToObj(number -> device(number).text())
                            .toList());
            PackScope some = PackDoor.scope("", "cam-0000,cam-0042");
            Pack alone = parts(maker, maker.make(ACME, Optional.of(at), List.of(), some))
                    .getFirst();
            assertThat(alone.devices())
                    .containsExactly(
                            parts.getFirst().devices().getFirst(),
                            parts.getLast().devices().getLast());
            world.later(60);
            world.say(AssuranceContractTest.PARTS, "3");
            assertThat(maker.make(ACME, Optional.of(at))).isEqualTo(file);
        }
    }

    /** A checker refuses parts of more bytes than that, however few devices they are of. */
    @BothDatabases
    void whatIsTooLongForOnePartIsHalved(Database database) throws IOException {
        try (AssuranceWorld world = new AssuranceWorld(database)) {
            live(world);
            Instant at = world.now();
            int whole = maker(world, DEVICES, PackParts.PART_BYTES_MAX).make(ACME, Optional.of(at)).length;
            for (int atOnce : List.of(DEVICES, AT_ONCE)) {
                PackMaker maker = maker(world, atOnce, whole / 3);
                byte[] file = maker.make(ACME, Optional.of(at));
                List<Pack> parts = parts(maker, file);
                assertThat(parts.size()).isGreaterThan(3);
                assertThat(parts.stream().flatMap(part -> part.devices().stream()))
                        .hasSize(DEVICES);
                PackReplay replay = new PackReplay(world.checks, world.codec, AssuranceWorld.RULES);
                assertThat(parts)
                        .allSatisfy(
                                part -> assertThat(replay.replay(part)).isInstanceOf(PackReplay.Outcome.Same.class));
            }
            PackMaker narrow = maker(world, AT_ONCE, 1);
            assertThat(parts(narrow, narrow.make(ACME, Optional.of(at))))
                    .as("one device cannot be halved")
                    .hasSize(DEVICES);
        }
    }

    @BothDatabases
    void ofOneProductTheyAreOfItsDevicesOnly(Database database) throws IOException {
        try (AssuranceWorld world = new AssuranceWorld(database)) {
            live(world);
            PackMaker maker = maker(world);
            byte[] file = maker.make(ACME, Optional.empty(), List.of(), PackDoor.scope("cam", ""));
            List<Pack> parts = parts(maker, file);
            assertThat(parts).hasSize(2);
            assertThat(parts.stream().mapToInt(part -> part.devices().size()).sum())
                    .isEqualTo((int)
                            IntStream.range(0, DEVICES).filter(n -> n % 3 != 0).count());
            assertThat(PackFile.verify(new ByteArrayInputStream(file), maker.trust(ACME), _ -> {})
                            .scope())
                    .contains("product/cam");
        }
    }

    /** What is said while the clock stands came after the pack: asked again for its time, it is the same. */
    @BothDatabases
    void thePresentIsOverWhenItIsPacked(Database database) {
        try (AssuranceWorld world = new AssuranceWorld(database)) {
            world.say(Said.draft(AssuranceWorld.CAM, FactRegister.PRODUCT_KEY, "cam", world.now()));
            PackMaker maker = maker(world);
            Instant at = world.now();
            byte[] file = maker.make(ACME, Optional.empty());
            world.say(AssuranceContractTest.PARTS, "3");
            assertThat(maker.make(ACME, Optional.of(at))).isEqualTo(file);
            world.later(1);
            assertThat(maker.make(ACME, Optional.empty())).isNotEqualTo(file);
        }
    }

    /** An export judges so many devices at a time, and says what judging all of them says. */
    @BothDatabases
    void exportsSayTheSameOfAllDevices(Database database) {
        try (AssuranceWorld world = new AssuranceWorld(database)) {
            live(world, PackParts.DEVICES + 2);
            Postures postures = new Postures(
                    database, world.facts, world.assessor, Optional.empty(), Optional.empty(), world.clock());
            FactRegister register = database.read(tx -> new SqlFactStore(tx, ACME, world.facts).register(world.now()));
            for (Optional<String> product :
                    List.of(Optional.<String>empty(), Optional.of("lamp"), Optional.of("none"))) {
                List<Posture> all = world.assessor.fleet(register, world.now()).stream()
                        .filter(one -> product.isEmpty()
                                || register.latest(one.subject(), FactRegister.PRODUCT_KEY)
                                        .orElseThrow()
                                        .value()
                                        .equals(product.get()))
                        .toList();
                Exported exported = postures.exported(ACME, Optional.of(world.now()), product);
                assertThat(exported.fleet()).isEqualTo(FleetPosture.of(world.assessor.catalogue(), all, world.now()));
                assertThat(exported.facts().devices()).hasSize(all.isEmpty() ? 0 : 1);
            }
        }
    }

    /** Times of receipt do not go back with the clock: what is known is known, though it came "later than now". */
    @BothDatabases
    void anExportOfThePresentOutlivesAClockSetBack(Database database) {
        try (AssuranceWorld world = new AssuranceWorld(database)) {
            live(world, 2);
            world.later(-3600);
            world.say(Said.draft(device(2), FactRegister.PRODUCT_KEY, "cam", world.now()));
            Postures postures = new Postures(
                    database, world.facts, world.assessor, Optional.empty(), Optional.empty(), world.clock());
            Exported exported = postures.exported(ACME, Optional.empty(), Optional.empty());
            assertThat(exported.fleet()).isEqualTo(postures.fleet(ACME, Optional.empty()));
            assertThat(exported.fleet().devices()).isEqualTo(3);
        }
    }

    @BothDatabases
    void nothingOfASpoolStays(Database database) throws IOException {
        try (AssuranceWorld world = new AssuranceWorld(database)) {
            live(world);
            PackMaker maker = maker(world);
            Path folder = TestFolders.create("muster-spool-");
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (PackSpool spool = PackSpool.in(folder)) {
                maker.write(ACME, Optional.of(world.now()), spool, out);
            }
            assertThat(out.toByteArray()).isEqualTo(maker.make(ACME, Optional.of(world.now())));
            try (Stream<Path> left = Files.list(folder)) {
                assertThat(left).isEmpty();
            }
        }
    }
}
