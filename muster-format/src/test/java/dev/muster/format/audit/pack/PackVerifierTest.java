package dev.muster.format.audit.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.crypto.Sha256;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A good pack verifies; every kind of damage, signed by the right key or not, is told. */
class PackVerifierTest {
    private final PackSample sample = new PackSample(7, 24);
    private final Pack good = sample.pack(true);

    private PackVerifier.Step failure(Pack pack) {
        return failure(sample.file(pack), sample.trust());
    }

    private static PackVerifier.Step failure(byte[] bytes, Trust trust) {
        PackVerifier.Report report = PackVerifier.verify(bytes, trust);
        assertThat(report.holds()).isFalse();
        assertThat(report.pack()).isEmpty();
        return report.steps().getLast();
    }

    @Test
    void aGoodPackHoldsAndSaysWhatWasChecked() {
        PackVerifier.Report report = PackVerifier.verify(sample.file(good), sample.trust());
        assertThat(report.steps()).allMatch(PackVerifier.Step::holds);
        assertThat(report.steps())
                .extracting(PackVerifier.Step::name)
                .containsExactly("signature", "checkpoint", "entries", "references", "statements");
        assertThat(report.pack().orElseThrow().devices()).isEqualTo(good.devices());
    }

    /** The rule: no byte may be another one. Every byte of a small pack, each with one bit and with all bits changed. */
    @Test
    void everyFlippedByteFails() {
        byte[] file = sample.file(good);
        for (int i = 0; i < file.length; i++) {
            for (int mask : new int[] {1 << (i % 8), 0xff}) {
                byte[] damaged = file.clone();
                damaged[i] ^= (byte) mask;
                assertThat(PackVerifier.verify(damaged, sample.trust()).holds())
                        .as("byte %s of %s, mask %s", i, file.length, mask)
                        .isFalse();
            }
        }
    }

    /** The rule: the same for a pack of ordinary size, at the envelope's bytes and at 2,000 seeded places. */
    @Test
    void aFlippedByteOfALargePackFails() {
        PackSample large = new PackSample(200, 600);
        byte[] file = large.file(large.pack(true));
        assertThat(PackVerifier.verify(file, large.trust()).holds()).isTrue();
        Random random = new Random(20261121);
        for (int n = 0; n < 2_000 + 200; n++) {
            int i = n < 100 ? n : n < 200 ? file.length - 1 - (n - 100) : random.nextInt(file.length);
            byte[] damaged = file.clone();
            damaged[i] ^= (byte) (1 + random.nextInt(255));
            assertThat(PackVerifier.verify(damaged, large.trust()).holds())
                    .as("byte %s", i)
                    .isFalse();
        }
    }

    @Test
    void bytesMoreOrLessFail() {
        byte[] file = sample.file(good);
        assertThat(failure(java.util.Arrays.copyOf(file, file.length + 1), sample.trust())
                        .name())
                .isEqualTo("signature");
        for (int length = 0; length < file.length; length += 37) {
            assertThat(failure(java.util.Arrays.copyOf(file, length), sample.trust())
                            .name())
                    .isEqualTo("signature");
        }
    }

    @Test
    void anUnprotectedHeaderIsRefusedThoughTheSignatureHolds() {
        var padded = new SignedPack(SignedPack.sign(good, sample.signer())
                .message()
                .withUnprotected(Cbor.map().put(99, "note").build()));
        assertThat(failure(padded.encode(), sample.trust()).detail()).contains("unprotected header is not empty");
    }

    @Test
    void anotherSignerIsRefused() {
        Trust stranger = new Trust(
                sample.logKey,
                CoseKey.of(sample.receipts.getPublic()),
                sample.trust().receipts());
        assertThat(failure(sample.file(good), stranger).detail()).contains("signature does not hold");
    }

    @Test
    void anotherLogIsRefused() {
        PackSample other = new PackSample(7, 24);
        Trust trust = new Trust(
                other.logKey, sample.trust().evidence(), sample.trust().receipts());
        assertThat(failure(sample.file(good), trust).name()).isEqualTo("checkpoint");
        assertThat(failure(with(p -> p.checkpoint(other.checkpoint()))).detail())
                .contains("not signed by the pinned");
        assertThat(failure(with(p -> p.logKey(other.logKey.vkey()))).detail()).contains("another log key");
    }

    @Test
    void anEntryThatIsNotInTheLogIsRefused() {
        byte[] body = {1};
        byte[] salt = new byte[32];
        byte[] forged = PackSample.leaf("acme", 2, PackSample.T0, Sha256.of(salt, body));
        PackEntry entry = new PackEntry(
                forged,
                Optional.of(salt),
                Optional.of(body),
                good.entries().get(1).path());
        assertThat(failure(with(p -> p.entry(1, entry))).detail())
                .isEqualTo("entry 2 is not in the log of the checkpoint");
    }

    @Test
    void anExchangedBodyIsRefusedAndAnErasedOneIsNot() {
        PackEntry real = good.entries().get(1);
        PackEntry exchanged = new PackEntry(real.leaf(), real.salt(), Optional.of(new byte[] {1}), real.path());
        assertThat(failure(with(p -> p.entry(1, exchanged))).detail()).contains("the body of entry 2");
        PackEntry unsalted = new PackEntry(real.leaf(), Optional.empty(), real.body(), real.path());
        assertThat(failure(with(p -> p.entry(1, unsalted))).detail()).contains("the body of entry 2");
        PackEntry erased = new PackEntry(real.leaf(), Optional.empty(), Optional.empty(), real.path());
        assertThat(PackVerifier.verify(sample.file(with(p -> p.entry(1, erased))), sample.trust())
                        .holds())
                .isTrue();
    }

    @Test
    void whatWasLearnedAfterwardsIsRefused() {
        assertThat(failure(with(p -> p.asOf(PackSample.T0.plusSeconds(3)))).detail())
                .contains("entry 4 was received after");
    }

    @Test
    void anotherOrganisationsEntriesAreRefused() {
        assertThat(failure(with(p -> p.org("other"))).detail()).contains("is of acme, not of other");
    }

    @Test
    void aFactOrFindingWithoutItsEntryIsRefused() {
        assertThat(failure(with(p -> p.withoutEntry(1))).detail()).contains("fact k2 of device/cam-07 names entry 2");
        assertThat(failure(with(p -> p.withoutFacts().withoutEntry(1))).detail())
                .contains("finding UP-secure of device/cam-07 names entry 2");
    }

    @Test
    void entriesStandInOrderAndOnce() {
        assertThat(failure(with(p -> p.entry(1, good.entries().getFirst()))).detail())
                .contains("does not follow");
    }

    @Test
    void aStatementNeedsThePinnedReceiptsKey() {
        Trust without = new Trust(sample.logKey, sample.trust().evidence(), Optional.empty());
        assertThat(failure(sample.file(good), without).detail()).contains("no receipts key is pinned");
        Trust other = new Trust(
                sample.logKey,
                sample.trust().evidence(),
                Optional.of(sample.trust().evidence()));
        assertThat(failure(sample.file(good), other).detail()).contains("another receipts key");
        assertThat(PackVerifier.verify(sample.file(sample.pack(false)), without).holds())
                .isTrue();
    }

    @Test
    void trustIsReadStrictly() {
        Trust trust = sample.trust();
        assertThat(Trust.parse("# pinned by hand\n\n" + trust.text())).isEqualTo(trust);
        assertThatThrownBy(() -> Trust.parse("")).isInstanceOf(PackException.class);
        assertThatThrownBy(() -> Trust.parse(trust.text() + trust.text())).hasMessageContaining("one evidence key");
        assertThatThrownBy(() -> Trust.parse("log nonsense\n")).hasMessageContaining("line 1");
        assertThatThrownBy(() -> Trust.parse("evidence !!\n")).hasMessageContaining("not base64");
        assertThatThrownBy(() -> Trust.parse("magic AAAA\n")).hasMessageContaining("not a kind of key");
    }

    private Pack with(UnaryOperator<Change> change) {
        return change.apply(new Change(good)).pack;
    }

    /** The good pack with one thing changed. */
    private record Change(Pack pack) {
        Change org(String org) {
            return copy(org, pack.asOf(), pack.facts(), pack.entries(), pack.checkpoint(), pack.logKey());
        }

        Change asOf(Instant asOf) {
            return copy(pack.org(), asOf, pack.facts(), pack.entries(), pack.checkpoint(), pack.logKey());
        }

        Change withoutFacts() {
            return copy(pack.org(), pack.asOf(), List.of(), pack.entries(), pack.checkpoint(), pack.logKey());
        }

        Change checkpoint(byte[] note) {
            return copy(pack.org(), pack.asOf(), pack.facts(), pack.entries(), note, pack.logKey());
        }

        Change logKey(String vkey) {
            return copy(pack.org(), pack.asOf(), pack.facts(), pack.entries(), pack.checkpoint(), vkey);
        }

        Change entry(int at, PackEntry entry) {
            List<PackEntry> entries = new ArrayList<>(pack.entries());
            entries.set(at, entry);
            return copy(pack.org(), pack.asOf(), pack.facts(), entries, pack.checkpoint(), pack.logKey());
        }

        Change withoutEntry(int at) {
            List<PackEntry> entries = new ArrayList<>(pack.entries());
            entries.remove(at);
            return copy(pack.org(), pack.asOf(), pack.facts(), entries, pack.checkpoint(), pack.logKey());
        }

        private Change copy(
                String org,
                Instant asOf,
                List<Pack.FactLine> facts,
                List<PackEntry> entries,
                byte[] checkpoint,
                String logKey) {
            return new Change(new Pack(
                    pack.format(),
                    org,
                    asOf,
                    pack.createdAt(),
                    pack.catalogue(),
                    facts,
                    pack.devices(),
                    entries,
                    checkpoint,
                    logKey,
                    pack.evidenceKey(),
                    pack.receiptKey(),
                    pack.certificates(),
                    pack.statements(),
                    pack.scope()));
        }
    }
}
