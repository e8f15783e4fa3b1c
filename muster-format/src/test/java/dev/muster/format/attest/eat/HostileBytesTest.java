package dev.muster.format.attest.eat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.MalformedException;
import dev.muster.format.Vectors;
import dev.muster.format.attest.cmw.CmwReader;
import dev.muster.format.attest.corim.CorimReader;
import dev.muster.format.attest.corim.SignedCorim;
import dev.muster.format.attest.coswid.CoswidReader;
import dev.muster.format.attest.ear.EarReader;
import dev.muster.format.attest.psa.PsaMessage;
import dev.muster.format.attest.psa.PsaReader;
import dev.muster.format.cbor.Diagnostic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Published examples with bytes bent, cut, doubled and swapped: every reader of the attestation formats reads them or
 * throws the exception of its own format, nothing else.
 */
class HostileBytesTest {
    private static final int MUTANTS = 300;

    private record Reader(Class<? extends MalformedException> fault, Consumer<byte[]> parse) {}

    private static final List<Reader> READERS = List.of(
            new Reader(EatException.class, bytes -> SlotClaimsReader.read(EatReader.parse(bytes))),
            new Reader(EatException.class, EatToken::parse),
            new Reader(EatException.class, DetachedBundle::parse),
            new Reader(dev.muster.format.attest.coswid.CoswidException.class, CoswidReader::parse),
            new Reader(dev.muster.format.attest.corim.CorimException.class, CorimReader::parse),
            new Reader(
                    dev.muster.format.attest.corim.CorimException.class, dev.muster.format.attest.corim.Comids::parse),
            new Reader(dev.muster.format.attest.corim.CorimException.class, SignedCorim::parse),
            new Reader(dev.muster.format.attest.ear.EarException.class, EarReader::parse),
            new Reader(dev.muster.format.attest.psa.PsaException.class, PsaReader::parse),
            new Reader(dev.muster.format.attest.psa.PsaException.class, PsaMessage::parse),
            new Reader(dev.muster.format.attest.cmw.CmwException.class, CmwReader::parse));

    @Test
    void onlyTheExceptionOfTheFormatComesOut() {
        Random random = new Random(20261121);
        for (byte[] seed : seeds()) {
            for (int i = 0; i < MUTANTS; i++) {
                byte[] mutant = i == 0 ? seed : mutated(seed, random);
                for (Reader reader : READERS) {
                    tryOne(reader, mutant);
                }
            }
        }
    }

    private static void tryOne(Reader reader, byte[] bytes) {
        try {
            reader.parse().accept(bytes);
        } catch (RuntimeException refused) {
            assertThat(refused)
                    .as("%s", java.util.HexFormat.of().formatHex(bytes))
                    .isInstanceOf(reader.fault());
        }
    }

    private static byte[] mutated(byte[] seed, Random random) {
        byte[] mutant = seed.clone();
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            int at = random.nextInt(mutant.length);
            switch (random.nextInt(4)) {
                case 0 -> mutant[at] = (byte) random.nextInt();
                case 1 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> mutant = Arrays.copyOf(mutant, Math.max(1, at));
                default -> {
                    byte[] longer = Arrays.copyOf(mutant, mutant.length + 1);
                    System.arraycopy(mutant, at, longer, at + 1, mutant.length - at);
                    mutant = longer;
                }
            }
        }
        return mutant;
    }

    private static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (String name : List.of(
                "eat/Example-Payloads/valid_iot.diag",
                "eat/Example-Payloads/valid_key_store.diag",
                "eat/Example-Tokens/valid_cwt.diag",
                "eat/Example-Tokens/valid_deb.diag",
                "ear/examples/ear-cbor-1.diag",
                "ear/examples/ext-veraison-cbor-1.diag",
                "cmw/collection-example-1.diag",
                "corim/draft/examples/comid-raw-value.diag",
                "corim/draft/examples/comid-integrity-registers.diag",
                "corim/draft/examples/comid-5.diag",
                "psa/example/psa-token.diag",
                "psa/psatoken/cbor/P1ClaimsAll.diag")) {
            seeds.add(Diagnostic.parse(new String(Vectors.bytes(name), StandardCharsets.UTF_8))
                    .encoded());
        }
        seeds.add(Vectors.bytes("psa/example/psa-sign1.cbor"));
        seeds.add(Vectors.bytes("corim/veraison/corim/testcases/unsigned-good-corim.cbor"));
        return seeds;
    }
}
