package dev.muster.format.attest.eat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.attest.coswid.Digest;
import dev.muster.format.attest.coswid.FileEntry;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborMapBuilder;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.CoseVerifier;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.crypto.Keys;
import dev.muster.format.devices.orders.Strength;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The linux-slots profile: what it asks for, and what becomes of a token that does not keep to it. */
class SlotClaimsTest {
    private static final Digest HASH = Digest.sha256(new byte[32]);
    private static final SlotMeasurement FILES =
            new SlotMeasurement(List.of(FileEntry.of("bin/app", 10, HASH), FileEntry.of("version", 5, HASH)));

    private static SlotClaims claims() {
        return new SlotClaims(
                new byte[32],
                Ueid.of("Acme", "cam", "cam-07"),
                "Acme",
                "cam",
                "cam-firmware",
                "1.0.0",
                7,
                3600,
                Optional.of(DebugStatus.DISABLED_SINCE_BOOT),
                "slot-b",
                Strength.CHECKED,
                FILES,
                Optional.of(new SlotClaims.LedgerHead(12, new byte[32], Optional.of(new byte[] {1, 2}))),
                Optional.of(new SlotClaims.DisputedResult("result-nonce", new byte[32])));
    }

    private static SlotClaims read(CborMap map) {
        return SlotClaimsReader.read(EatReader.parse(map.encoded()));
    }

    private static CborMap written() {
        return Cbor.parse(SlotClaimsWriter.encode(claims())).asMap();
    }

    private static CborMap without(long claim) {
        CborMapBuilder map = Cbor.map();
        written().entries().stream()
                .filter(entry -> entry.key().asLong() != claim)
                .forEach(entry -> map.put(entry.key(), entry.value()));
        return map.build();
    }

    private static CborMap with(long claim, Cbor value) {
        return Cbor.map().putAll(without(claim)).put(claim, value).build();
    }

    @Test
    void whatIsWrittenIsReadBack() {
        assertThat(read(written())).isEqualTo(claims());
    }

    @Test
    void aTokenIsSignedAndReadBack() {
        KeyPair pair = Keys.generateP256(new SecureRandom());
        byte[] token = EatToken.sign(claims(), CoseSigner.of(CoseAlgorithm.ES256, pair.getPrivate(), Optional.empty()));
        EatToken read = EatToken.parse(token);
        assertThat(SlotClaimsReader.read(read.claims())).isEqualTo(claims());
        assertThat(CoseVerifier.strict()
                        .verify(read.message(), VerificationKey.of(pair.getPublic()))
                        .valid())
                .isTrue();
    }

    @Test
    void everyMandatoryClaimIsMissed() {
        Map<Long, String> mandatory = Map.ofEntries(
                Map.entry(10L, "nonce"),
                Map.entry(256L, "ueid"),
                Map.entry(259L, "hwmodel"),
                Map.entry(261L, "uptime"),
                Map.entry(265L, "profile"),
                Map.entry(267L, "bootcount"),
                Map.entry(270L, "swname"),
                Map.entry(271L, "swversion"),
                Map.entry(273L, "CoSWID"),
                Map.entry(-76001L, "-76001"),
                Map.entry(-76002L, "-76002"),
                Map.entry(-76004L, "-76004"));
        mandatory.forEach((claim, name) -> assertThatThrownBy(() -> read(without(claim)))
                .as("claim %s", claim)
                .isInstanceOf(EatException.class)
                .hasMessageContaining(name));
    }

    @Test
    void optionalClaimsMayBeAbsent() {
        assertThat(read(without(263)).debug()).isEmpty();
        assertThat(read(without(-76003)).head()).isEmpty();
        assertThat(read(without(-76005)).disputed()).isEmpty();
    }

    @Test
    void theDigestOfTheSlotMustBeThatOfItsFiles() {
        Cbor other = Cbor.parse(SlotClaimsWriter.encode(new SlotClaims(
                        new byte[32],
                        claims().ueid(),
                        "Acme",
                        "cam",
                        "cam-firmware",
                        "1.0.0",
                        1,
                        1,
                        Optional.empty(),
                        "slot-b",
                        Strength.CHECKED,
                        new SlotMeasurement(List.of(FileEntry.of("bin/app", 11, HASH))),
                        Optional.empty())))
                .asMap()
                .require(273)
                .asArray()
                .get(1);
        Cbor mine = written().require(273).asArray().get(0);
        assertThatThrownBy(() -> read(with(273, Cbor.array(mine, other))))
                .isInstanceOf(EatException.class)
                .hasMessageContaining("digest of the slot");
        assertThatThrownBy(() -> read(with(273, Cbor.array(mine)))).isInstanceOf(EatException.class);
        assertThatThrownBy(() -> read(with(273, Cbor.array(mine, mine)))).hasMessageContaining("exactly one CoSWID");
    }

    @Test
    void aNonceHas8To64BytesAndThereIsOne() {
        assertThatThrownBy(() -> read(with(10, Cbor.of(new byte[7])))).isInstanceOf(EatException.class);
        assertThatThrownBy(() -> read(with(10, Cbor.of(new byte[65])))).isInstanceOf(EatException.class);
        Cbor two = Cbor.array(Cbor.of(new byte[8]), Cbor.of(new byte[8]));
        assertThatThrownBy(() -> read(with(10, two))).hasMessageContaining("exactly one nonce");
        assertThatThrownBy(() -> read(with(10, Cbor.array(Cbor.of(new byte[8])))))
                .isInstanceOf(EatException.class);
    }

    @Test
    void claimsHaveTheirTypes() {
        Map<Long, Cbor> wrong = new HashMap<>(Map.of(
                256L, Cbor.of(new byte[6]),
                259L, Cbor.of(new byte[33]),
                261L, Cbor.of(-1),
                263L, Cbor.of(5),
                265L, Cbor.of(1),
                267L, Cbor.of("7"),
                271L, Cbor.of("1.0.0"),
                6L, Cbor.of(1.5),
                -76002L, Cbor.of("very"),
                -76003L, Cbor.array(Cbor.of(1), Cbor.of(new byte[31]))));
        wrong.put(-76005L, Cbor.array(Cbor.of("result-nonce"), Cbor.of(new byte[31])));
        wrong.forEach((claim, value) -> assertThatThrownBy(() -> read(with(claim, value)))
                .as("claim %s", claim)
                .isInstanceOf(EatException.class));
    }

    @Test
    void theOrderOfFilesDoesNotMatterButEveryByteDoes() {
        List<FileEntry> files = FILES.files();
        assertThat(new SlotMeasurement(files.reversed())).isEqualTo(FILES);
        Digest before = FILES.overall();
        assertThat(new SlotMeasurement(List.of(files.getFirst())).overall()).isNotEqualTo(before);
        FileEntry renamed = FileEntry.of("bin/app2", 10, HASH);
        assertThat(new SlotMeasurement(List.of(renamed, files.getLast())).overall())
                .isNotEqualTo(before);
        FileEntry longer = FileEntry.of("bin/app", 11, HASH);
        assertThat(new SlotMeasurement(List.of(longer, files.getLast())).overall())
                .isNotEqualTo(before);
    }

    @Test
    void aSlotHasCanonicalPathsOnce() {
        for (String path : List.of("/etc", "a//b", "../x", "a/./b", "a/", "a\0b")) {
            assertThatThrownBy(() -> new SlotMeasurement(List.of(FileEntry.of(path, 1, HASH))))
                    .as(path)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        FileEntry one = FileEntry.of("a", 1, HASH);
        assertThatThrownBy(() -> new SlotMeasurement(List.of(one, one))).hasMessageContaining("twice");
    }

    @Test
    void aUeidNamesMakerModelAndSerialWithoutMixingThemUp() {
        assertThat(Ueid.of("a", "bc", "d")).isNotEqualTo(Ueid.of("ab", "c", "d"));
        assertThat(Ueid.of("a", "b", "c").bytes()).hasSize(33);
        assertThat(Ueid.of("a", "b", "c").bytes()[0]).isEqualTo((byte) 1);
    }
}
