package dev.muster.format.attest.tpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.Vectors;
import dev.muster.format.attest.tpm.TpmAttest.Attested;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Pem;
import dev.muster.testing.Needs;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Structures of swtpm 0.7.1 and tpm2-tools 5.4, and logs of real machines. */
class TpmVectorsTest {
    /** Cases lie beside the vectors. */
    private static byte[] of(String name) throws IOException {
        Path file = Vectors.path("tpm").resolve("../../cases/tpm").resolve(name).normalize();
        Needs.data(file);
        return Files.readAllBytes(file);
    }

    private static PcrValues values() throws IOException {
        SortedMap<Integer, byte[]> bank = new TreeMap<>();
        for (String line :
                new String(of("pcrs.txt"), StandardCharsets.US_ASCII).lines().toList()) {
            String[] parts = line.split(":", 2);
            if (parts.length == 2 && parts[1].strip().startsWith("0x")) {
                bank.put(
                        Integer.parseInt(parts[0].strip()),
                        HexFormat.of().parseHex(parts[1].strip().substring(2)));
            }
        }
        return new PcrValues(Map.of(TpmHash.SHA256, bank));
    }

    @Test
    void aQuoteIsOfItsKeyItsNonceAndItsRegisters() throws IOException {
        byte[] message = of("quote.msg");
        TpmAttest quote = TpmAttest.parse(message);
        assertThat(HexFormat.of().formatHex(quote.extraData()))
                .startsWith("00112233")
                .endsWith("eeff")
                .hasSize(64);
        Attested.Quote attested = (Attested.Quote) quote.attested();
        assertThat(attested.selection().getFirst().pcrs()).containsExactly(0, 4, 7, 10);
        assertThat(values().digest(attested.selection(), TpmHash.SHA256)).contains(attested.digest());
        TpmPublic ak = TpmPublic.parse(of("ak.tpm2b"));
        TpmSignature signature = TpmSignature.parse(of("quote.sig"));
        assertThat(signature.verifies(ak.key(), message)).isTrue();
        message[20] ^= 1;
        assertThat(signature.verifies(ak.key(), message)).isFalse();
        assertThat(TpmSignature.parse(of("quote2.sig")).verifies(ak.key(), of("quote2.msg")))
                .isTrue();
        assertThat(((Attested.Quote) TpmAttest.parse(of("quote2.msg")).attested()).selection())
                .hasSize(2);
    }

    @Test
    void theNameOfAKeyIsTheOneTheTpmGives() throws IOException {
        TpmPublic ak = TpmPublic.parse(of("ak.tpm2b"));
        assertThat(ak.name()).isEqualTo(of("ak.name"));
        assertThat(ak.isAttestationKey()).isTrue();
        assertThat(ak.key())
                .isEqualTo(
                        Keys.publicKey(Pem.first(new String(of("ak.pem"), StandardCharsets.US_ASCII), "PUBLIC KEY")));
        TpmPublic rsa = TpmPublic.parse(of("akr.tpm2b"));
        assertThat(rsa.name()).isEqualTo(of("akr.name"));
        assertThat(rsa.isAttestationKey()).isTrue();
        assertThat(TpmPublic.parse(of("ek.tpm2b")).isAttestationKey()).isFalse();
        assertThat(TpmPublic.parse(of("ak.tpmt")).name()).isEqualTo(of("ak.name"));
    }

    @Test
    void otherAttestationsAreRead() throws IOException {
        TpmPublic ak = TpmPublic.parse(of("ak.tpm2b"));
        assertThat(TpmAttest.parse(of("certify.msg")).attested()).isInstanceOf(Attested.Certify.class);
        assertThat(TpmSignature.parse(of("certify.sig")).verifies(ak.key(), of("certify.msg")))
                .isTrue();
        assertThat(TpmAttest.parse(of("nvattest.bin")).attested()).isInstanceOf(Attested.NvDigest.class);
        assertThat(TpmSignature.parse(of("nvsig.bin")).verifies(ak.key(), of("nvattest.bin")))
                .isTrue();
    }

    @Test
    void everyCutIsMalformedAndNothingElseIsThrown() throws IOException {
        for (String name : new String[] {"quote.msg", "certify.msg", "nvattest.bin"}) {
            byte[] whole = of(name);
            for (int end = 0; end < whole.length; end++) {
                byte[] cut = Arrays.copyOf(whole, end);
                assertThatThrownBy(() -> TpmAttest.parse(cut)).as(name).isInstanceOf(TpmException.class);
            }
        }
        byte[] area = of("ak.tpm2b");
        for (int end = 0; end < area.length; end++) {
            byte[] cut = Arrays.copyOf(area, end);
            assertThatThrownBy(() -> TpmPublic.parse(cut)).isInstanceOf(TpmException.class);
        }
        byte[] signature = of("quote.sig");
        for (int end = 0; end < signature.length; end++) {
            byte[] cut = Arrays.copyOf(signature, end);
            assertThatThrownBy(() -> TpmSignature.parse(cut)).isInstanceOf(TpmException.class);
        }
    }

    @Test
    void logsOfRealMachinesAreReplayed() {
        for (String name : new String[] {"debian-10", "rhel8-uefi"}) {
            byte[] bytes = Vectors.bytes("tpm/eventlog/" + name + ".bin");
            byte[] cut = Arrays.copyOf(bytes, 5_001);
            EventLog log = EventLog.parse(bytes);
            assertThat(log.events()).as(name).hasSizeGreaterThan(20);
            TpmHash bank = log.banks().getLast();
            SortedMap<Integer, byte[]> values = log.replay(bank);
            assertThat(values.keySet()).as(name).contains(0, 4, 7);
            assertThat(log.firstDifference(log, bank, 4)).isEmpty();
            EventLog shorter = new EventLog(
                    log.banks(),
                    log.locality(),
                    log.events().subList(0, log.events().size() / 2));
            assertThat(shorter.replay(bank).keySet()).isNotEqualTo(values.keySet());
            assertThatThrownBy(() -> EventLog.parse(cut)).as(name).isInstanceOf(TpmException.class);
        }
    }

    @Test
    void imaLogsAreReplayedAndGoOnWhereTheyStopped() {
        ImaLog log = ImaLog.parse(Vectors.bytes("tpm/ima/ima-log-sha256"));
        assertThat(log.lines()).hasSize(2);
        assertThat(log.lines().getLast().path()).isEqualTo("/data");
        // The template digest is SHA-1 over the fields as the kernel wrote them.
        for (ImaLog.Line line : log.lines()) {
            assertThat(new TemplateFields(ByteOrder.LITTLE_ENDIAN).extended(line, TpmHash.SHA1, TpmHash.SHA1.engine()))
                    .isEqualTo(line.template());
        }
        byte[] first = TpmHash.SHA256.extend(
                new byte[32],
                new TemplateFields(ByteOrder.LITTLE_ENDIAN)
                        .extended(log.lines().getFirst(), TpmHash.SHA256, TpmHash.SHA256.engine()));
        byte[] second = TpmHash.SHA256.extend(
                first,
                new TemplateFields(ByteOrder.LITTLE_ENDIAN)
                        .extended(log.lines().getLast(), TpmHash.SHA256, TpmHash.SHA256.engine()));
        ImaLog.Progress start = ImaLog.Progress.start(TpmHash.SHA256);
        ImaLog.Progress one = log.replay(TpmHash.SHA256, first, start, false).orElseThrow();
        assertThat(one.lines()).isEqualTo(1);
        assertThat(log.replay(TpmHash.SHA256, second, one, false).orElseThrow().lines())
                .isEqualTo(2);
        assertThat(log.replay(TpmHash.SHA256, new byte[32], one, false)).isEmpty();
        assertThatThrownBy(() -> ImaLog.parse("10 zz ima-ng sha256:00 /x".getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(TpmException.class);
    }

    @Test
    void aTemplateOfRealLinesHashesToItsDigest() {
        for (String name : new String[] {"ima-log-sha256", "ima-log-sha512"}) {
            List<ImaLog.Line> lines =
                    ImaLog.parse(Vectors.bytes("tpm/ima/" + name)).lines();
            assertThat(lines).as(name).anyMatch(line -> !line.isViolation());
            for (ImaLog.Line line : lines) {
                assertThat(line.digest()).hasSize(line.hash().orElseThrow().length());
                assertThat(
                                line.isViolation()
                                        ? line.template()
                                        : new TemplateFields(ByteOrder.LITTLE_ENDIAN)
                                                .extended(line, TpmHash.SHA1, TpmHash.SHA1.engine()))
                        .as(name)
                        .isEqualTo(line.template());
            }
        }
    }

    @Test
    void aForgedLineUnderTheTemplatesOldDigestLeadsToNoRegisterInAnyBank() {
        byte[] bytes = Vectors.bytes("tpm/ima/ima-log-sha256");
        ImaLog log = ImaLog.parse(bytes);
        String text = new String(bytes, StandardCharsets.US_ASCII);
        ImaLog forged = ImaLog.parse(text.replace("/data", "/evil").getBytes(StandardCharsets.US_ASCII));
        assertThat(forged.lines().getLast().template())
                .isEqualTo(log.lines().getLast().template());
        for (TpmHash bank : new TpmHash[] {TpmHash.SHA1, TpmHash.SHA256}) {
            for (boolean padded : new boolean[] {false, true}) {
                byte[] register = new byte[bank.length()];
                for (ImaLog.Line line : log.lines()) {
                    register = bank.extend(
                            register,
                            new TemplateFields(ByteOrder.LITTLE_ENDIAN)
                                    .extended(line, bank, padded ? TpmHash.SHA1.engine() : bank.engine()));
                }
                ImaLog.Progress start = ImaLog.Progress.start(bank);
                assertThat(log.replay(bank, register, start, padded)).isPresent();
                assertThat(forged.replay(bank, register, start, padded)).isEmpty();
            }
        }
    }

    @Test
    void keylimesQuoteIsRead() {
        String folder = "tpm/keylime/test-data/files/";
        TpmPublic ak = TpmPublic.parse(Vectors.bytes(folder + "ak.pub"));
        byte[] quote = Vectors.bytes(folder + "quote.out");
        assertThat(TpmAttest.parse(quote).attested()).isInstanceOf(Attested.Quote.class);
        assertThat(TpmSignature.parse(Vectors.bytes(folder + "quotesig.out")).verifies(ak.key(), quote))
                .isTrue();
    }
}
