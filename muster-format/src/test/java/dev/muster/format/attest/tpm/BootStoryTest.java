package dev.muster.format.attest.tpm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.testing.Vectors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a boot measured, in words: of a real machine, of variables made here, and of bytes that are none. */
class BootStoryTest {
    private static final int DRIVER_CONFIG = 0x80000001;
    private static final int BOOT = 0x80000002;
    private static final int IPL = 0x0D;

    private static byte[] variable(String name, byte[] data) {
        byte[] text = name.getBytes(StandardCharsets.UTF_16LE);
        return ByteBuffer.allocate(32 + text.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(HexFormat.of().parseHex("61dfe48bca93d211aa0d00e098032b8c"))
                .putLong(name.length())
                .putLong(data.length)
                .put(text)
                .put(data)
                .array();
    }

    private static EventLog.Event event(int type, byte[] data, byte[] digest) {
        return new EventLog.Event(1, 7, type, Map.of(TpmHash.SHA256, digest), data);
    }

    private static String says(int type, byte[] data) {
        return BootStory.says(event(type, data, new byte[32])).orElse("nothing");
    }

    @Test
    void theVariablesThatMatterAreNamed() {
        assertThat(says(DRIVER_CONFIG, variable("SecureBoot", new byte[] {1})))
                .isEqualTo("SecureBoot: Secure Boot is on");
        assertThat(says(DRIVER_CONFIG, variable("SecureBoot", new byte[] {0}))).endsWith("Secure Boot is off");
        assertThat(says(BOOT, variable("BootOrder", new byte[] {2, 0, 1, 0x1A})))
                .isEqualTo("BootOrder: Boot0002, then Boot1A01");
        byte[] option = ("xyz" + "Linux\0").getBytes(StandardCharsets.UTF_16LE);
        assertThat(says(BOOT, variable("Boot0002", option))).isEqualTo("Boot0002: \"Linux\"");
        assertThat(says(DRIVER_CONFIG, variable("dbx", new byte[0])))
                .isEqualTo("dbx, who and what may not boot: empty");
        assertThat(says(IPL, "MokListX\0".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo("MokListX, what the machine owner forbids (shim)");
        assertThat(says(0x04, new byte[] {1, 0, 0, 0})).contains("error");
    }

    @Test
    void hashesAreCountedAndListsThatDoNotAddUpAreNotBelieved() {
        ByteBuffer list = ByteBuffer.allocate(28 + 2 * 48).order(ByteOrder.LITTLE_ENDIAN);
        list.put(HexFormat.of().parseHex("2616c4c14c509240aca941f936934328"));
        list.putInt(28 + 2 * 48).putInt(0).putInt(48);
        assertThat(says(DRIVER_CONFIG, variable("dbx", list.array()))).endsWith(": 2 hashes");
        byte[] cut = java.util.Arrays.copyOf(list.array(), 100);
        assertThat(says(DRIVER_CONFIG, variable("dbx", cut))).endsWith(": 100 bytes");
    }

    @Test
    void whatIsNoVariableSaysNothing() {
        byte[] whole = variable("SecureBoot", new byte[] {1});
        for (int end = 0; end < whole.length; end++) {
            assertThat(says(DRIVER_CONFIG, java.util.Arrays.copyOf(whole, end))).isEqualTo("nothing");
        }
    }

    @Test
    void lengthsThatOverflowAreNoVariable() {
        byte[] huge = variable("SecureBoot", new byte[] {1});
        ByteBuffer.wrap(huge).order(ByteOrder.LITTLE_ENDIAN).putLong(24, Long.MAX_VALUE);
        assertThat(says(DRIVER_CONFIG, huge)).isEqualTo("nothing");
    }

    @Test
    void moreCertificatesThanFirmwareHasAreNotRead() {
        int count = SignatureDatabase.MAX_CERTIFICATES + 1;
        ByteBuffer list = ByteBuffer.allocate(28 + count * 17).order(ByteOrder.LITTLE_ENDIAN);
        list.put(HexFormat.of().parseHex("a159c0a5e494a74a87b5ab155c2bf072"));
        list.putInt(28 + count * 17).putInt(0).putInt(17);
        assertThat(says(DRIVER_CONFIG, variable("db", list.array()))).endsWith(": " + list.capacity() + " bytes");
    }

    @Test
    void whatTheSystemExtendsSaysNothingOfSecureBoot() {
        byte[] on = variable("SecureBoot", new byte[] {1});
        byte[] off = variable("SecureBoot", new byte[] {0});
        EventLog.Event claimed =
                new EventLog.Event(1, 12, DRIVER_CONFIG, Map.of(TpmHash.SHA256, TpmHash.SHA256.digest(on)), on);
        EventLog.Event measured = event(DRIVER_CONFIG, off, TpmHash.SHA256.digest(off));
        assertThat(BootStory.secureBoot(
                        new EventLog(List.of(TpmHash.SHA256), 0, List.of(claimed, measured)), TpmHash.SHA256))
                .contains(false);
        assertThat(BootStory.secureBoot(new EventLog(List.of(TpmHash.SHA256), 0, List.of(claimed)), TpmHash.SHA256))
                .isEmpty();
    }

    @Test
    void aDescriptionIsProvedOnlyByItsOwnDigest() {
        byte[] data = variable("SecureBoot", new byte[] {1});
        EventLog.Event proved = event(DRIVER_CONFIG, data, TpmHash.SHA256.digest(data));
        EventLog.Event forged =
                event(DRIVER_CONFIG, data, TpmHash.SHA256.digest(variable("SecureBoot", new byte[] {0})));
        assertThat(BootStory.isProved(proved, TpmHash.SHA256)).isTrue();
        assertThat(BootStory.isProved(forged, TpmHash.SHA256)).isFalse();
        EventLog log = new EventLog(List.of(TpmHash.SHA256), 0, List.of(forged));
        assertThat(BootStory.secureBoot(log, TpmHash.SHA256)).isEmpty();
        EventLog.Event content = event(BOOT, data, TpmHash.SHA256.digest(new byte[] {1}));
        assertThat(BootStory.isProved(content, TpmHash.SHA256)).isTrue();
    }

    @Test
    void aRealMachinesLogTellsWhoMayBootAndWhatDid() {
        EventLog log = EventLog.parse(Vectors.bytes("tpm/eventlog/rhel8-uefi.bin"));
        TpmHash bank = log.banks().getLast();
        assertThat(BootStory.secureBoot(log, bank)).isEqualTo(Optional.of(true));
        List<String> told = log.events().stream().map(BootStory::of).toList();
        assertThat(told)
                .anyMatch(text -> text.contains("PK, the platform's key") && text.contains("CN=newpk"))
                .anyMatch(text -> text.contains("dbx") && text.contains("183 hashes"))
                .anyMatch(text -> text.contains("Boot0002: \"Red Hat Enterprise Linux\""))
                .anyMatch(text -> text.contains("db, by which this was let boot: CN=Microsoft Corporation UEFI CA"))
                .anyMatch(text ->
                        text.contains("Shim, by which this was let boot") && text.contains("CN=Red Hat Secure Boot"))
                .anyMatch(text -> text.contains("MokList, the machine owner's keys"));
    }
}
