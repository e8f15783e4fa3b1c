package dev.muster.format.attest.tpm;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What describes events comes from whoever wrote the log: it is read or it is nothing, and no fault. */
class BootStoryFuzzTest {
    @FuzzTest
    void variablesReadOrAreNone(byte[] data) {
        UefiVariable.read(data).ifPresent(variable -> {
            assertThat(variable.data().length + 2 * variable.name().length()).isLessThanOrEqualTo(data.length);
            assertThat(variable.vendor()).hasSize(36);
        });
    }

    @FuzzTest
    void databasesReadOrAreNone(byte[] data) {
        SignatureDatabase.read(data).ifPresent(lists -> {
            assertThat(lists.certificates()).hasSizeLessThanOrEqualTo(SignatureDatabase.MAX_CERTIFICATES);
            assertThat(lists.hashes() + lists.others()).isLessThanOrEqualTo(data.length);
            assertThat(lists.toString()).isNotEmpty();
        });
    }

    /** The first four bytes say which kind of event, so that a fuzzer comes to each of them. */
    @FuzzTest
    void eventsAreTold(byte[] data) {
        if (data.length < Integer.BYTES) {
            return;
        }
        int type = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).getInt();
        byte[] description = Arrays.copyOfRange(data, Integer.BYTES, data.length);
        EventLog.Event event = new EventLog.Event(
                1,
                BootStory.SECURE_BOOT_PCR,
                type,
                Map.of(TpmHash.SHA256, TpmHash.SHA256.digest(description)),
                description);
        assertThat(BootStory.of(event)).isNotEmpty();
        assertThat(BootStory.isProved(event, TpmHash.SHA256)).isTrue();
        BootStory.secureBoot(new EventLog(List.of(TpmHash.SHA256), 0, List.of(event)), TpmHash.SHA256);
    }
}
