package dev.muster.format.audit.pack;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.muster.format.crypto.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A pack in parts is what was signed: all parts, in order, of one moment and one log, and no device twice. */
class PackFileTest {
    private final PackSample sample = new PackSample(7, 24);
    private final Pack good = sample.pack(true);
    private final IdentityHashMap<Pack, byte[]> signed = new IdentityHashMap<>();
    private final List<Pack> packs = List.of(of("a1", "a2"), of("b1"), of("b2", "c1", "c2"));

    /** Of these devices, which all stand alike. */
    private Pack of(String... ids) {
        Pack.DeviceLines line = good.devices().getFirst();
        List<Pack.DeviceLines> devices = Arrays.stream(ids)
                .map(id -> new Pack.DeviceLines("device/" + id, line.verdicts(), line.findings()))
                .toList();
        return with(good, devices, good.asOf(), good.catalogue(), good.org());
    }

    private static Pack with(
            Pack pack,
            List<Pack.DeviceLines> devices,
            java.time.Instant asOf,
            Pack.CatalogueFiles catalogue,
            String org) {
        return new Pack(
                pack.format(),
                org,
                asOf,
                pack.createdAt(),
                catalogue,
                pack.facts(),
                devices,
                pack.entries(),
                pack.checkpoint(),
                pack.logKey(),
                pack.evidenceKey(),
                pack.receiptKey(),
                pack.certificates(),
                pack.statements(),
                pack.scope());
    }

    private PackHead head(List<Pack> parts, long devices) {
        return new PackHead(
                PackHead.FORMAT,
                "acme",
                good.asOf(),
                devices,
                Optional.empty(),
                good.checkpoint(),
                good.logKey(),
                good.evidenceKey(),
                good.receiptKey(),
                parts.stream().map(this::line).toList());
    }

    /** Signed once: two signatures over the same are not the same. */
    private byte[] signed(Pack pack) {
        return signed.computeIfAbsent(pack, sample::file);
    }

    private PackHead.Part line(Pack pack) {
        byte[] file = signed(pack);
        return new PackHead.Part(
                pack.devices().getFirst().device(),
                pack.devices().getLast().device(),
                pack.devices().size(),
                file.length,
                Sha256.of(file));
    }

    private byte[] file(PackHead head, List<Pack> parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(PackParts.head(head, sample.signer()));
        parts.forEach(pack -> out.writeBytes(PackParts.part(signed(pack))));
        return out.toByteArray();
    }

    private byte[] goodFile() {
        return file(head(packs, 6), packs);
    }

    private PackFile.Report verified(byte[] file) {
        return verified(file, _ -> {});
    }

    private PackFile.Report verified(byte[] file, java.util.function.Consumer<Pack> each) {
        try {
            return PackFile.verify(new ByteArrayInputStream(file), sample.trust(), each);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String failure(byte[] file) {
        PackFile.Report report = verified(file);
        assertThat(report.holds()).isFalse();
        assertThat(report.scope()).isEmpty();
        PackVerifier.Step last = report.steps().getLast();
        assertThat(last.holds()).isFalse();
        return last.name() + ": " + last.detail();
    }

    @Test
    void allPartsHoldAndEachIsHandedOn() throws IOException {
        List<String> devices = new ArrayList<>();
        PackFile.Report report =
                verified(goodFile(), pack -> pack.devices().forEach(line -> devices.add(line.device())));
        assertThat(report.steps()).allMatch(PackVerifier.Step::holds);
        assertThat(report.holds()).isTrue();
        assertThat(report.steps())
                .extracting(PackVerifier.Step::name)
                .containsExactly("signature", "checkpoint", "parts", "entries", "references", "statements");
        assertThat(devices)
                .containsExactly("device/a1", "device/a2", "device/b1", "device/b2", "device/c1", "device/c2");
        Trust claimed = PackFile.claimedTrust(new ByteArrayInputStream(goodFile()));
        assertThat(claimed.text()).isEqualTo(sample.trust().text());
    }

    @Test
    void aPackThatIsNotInPartsHoldsAsItDid() throws IOException {
        byte[] file = sample.file(good);
        List<Pack> seen = new ArrayList<>();
        PackFile.Report report = verified(file, seen::add);
        assertThat(report.holds()).isTrue();
        assertThat(report.steps())
                .isEqualTo(PackVerifier.verify(file, sample.trust()).steps());
        assertThat(seen).hasSize(1);
        assertThat(PackFile.claimedTrust(new ByteArrayInputStream(file)).text())
                .isEqualTo(sample.trust().text());
    }

    @Test
    void partsThatAreNotThoseOfTheHeadFail() {
        PackHead head = head(packs, 6);
        assertThat(failure(file(head, packs.subList(0, 2)))).contains("part 3", "the file ends before it");
        assertThat(failure(file(head, List.of(packs.get(1), packs.get(0), packs.get(2)))))
                .contains("part 1");
        assertThat(failure(file(head, List.of(packs.get(0), packs.get(1), packs.get(2), packs.get(2)))))
                .contains("something follows the last part");
        assertThat(failure(file(head, List.of(packs.get(0), of("b3"), packs.get(2)))))
                .contains("part 2", "digest");
        byte[] good = goodFile();
        assertThat(failure(Arrays.copyOf(good, good.length - 1))).contains("part 3", "in the middle");
        assertThat(failure(Arrays.copyOf(good, 40))).contains("signature", "in the middle");
        assertThat(failure(new byte[] {0x58})).contains("signature");
        assertThat(failure(new byte[0])).contains("signature");
    }

    @Test
    void aHeadThatSaysOtherwiseThanItsPartsFails() {
        assertThat(failure(file(head(packs, 7), packs))).contains("there are 6 devices");
        List<Pack> twice = List.of(packs.get(0), packs.get(0));
        assertThat(failure(file(head(twice, 4), twice))).contains("part 2", "device/a1 after device/a2");
        List<Pack> disorder = List.of(packs.get(1), packs.get(0));
        assertThat(failure(file(head(disorder, 3), disorder))).contains("part 2", "after device/b1");
        failsWith(
                pack -> with(pack, pack.devices(), pack.asOf().plusSeconds(1), pack.catalogue(), pack.org()),
                "another time");
        failsWith(
                pack -> with(
                        pack,
                        pack.devices(),
                        pack.asOf(),
                        new Pack.CatalogueFiles("1", Map.of("requirements.tsv", new byte[] {'y'})),
                        pack.org()),
                "another catalogue");
        failsWith(pack -> with(pack, pack.devices(), pack.asOf(), pack.catalogue(), "others"), "part 2");
    }

    /** The second part is another one, and the head says so. */
    private void failsWith(UnaryOperator<Pack> changed, String reason) {
        List<Pack> parts = List.of(packs.get(0), changed.apply(packs.get(1)), packs.get(2));
        assertThat(failure(file(head(parts, 6), parts))).contains(reason);
    }

    @Test
    void aPartThatDoesNotHoldByItselfFailsWithItsOwnReason() {
        Pack hole = with(
                good,
                List.of(new Pack.DeviceLines(
                        "device/b1",
                        List.of(),
                        List.of(new Pack.FindingLine("UP-secure", "PASS", "it is so", List.of(1L))))),
                good.asOf(),
                good.catalogue(),
                good.org());
        List<Pack> parts = List.of(packs.get(0), hole);
        assertThat(failure(file(head(parts, 3), parts)))
                .contains("part 2", "references", "names entry 1, which is not in the pack");
    }

    @Test
    void aLengthThatWasNotSignedIsNotUnpacked() {
        PackHead head = head(packs, 6);
        PackHead.Part first = head.parts().getFirst();
        for (long bytes : new long[] {0, -1, first.bytes() - 1, first.bytes() + 1, Long.MAX_VALUE}) {
            List<PackHead.Part> lines = new ArrayList<>(head.parts());
            lines.set(0, new PackHead.Part(first.first(), first.last(), first.devices(), bytes, first.sha256()));
            PackHead other = new PackHead(
                    head.format(),
                    head.org(),
                    head.asOf(),
                    head.devices(),
                    head.scope(),
                    head.checkpoint(),
                    head.logKey(),
                    head.evidenceKey(),
                    head.receiptKey(),
                    lines);
            assertThat(failure(file(other, packs))).as("%s bytes", bytes).contains("part 1");
        }
    }

    @Test
    void aChangedByteOfTheHeadOrOfAnyPartFails() {
        byte[] good = goodFile();
        Random random = new Random(22);
        for (int i = 0; i < 300; i++) {
            byte[] changed = good.clone();
            changed[i < 60 ? i : random.nextInt(changed.length)] ^= (byte) 0xff;
            assertThat(verified(changed).holds()).isFalse();
        }
    }

    @FuzzTest(maxDuration = "20s")
    void anyFileIsToldAsOneThatHoldsOrNot(FuzzedDataProvider data) {
        PackFile.Report report = verified(data.consumeRemainingAsBytes());
        assertThat(report.holds()).isFalse();
        assertThat(report.steps().getLast().detail()).isNotEmpty();
    }
}
