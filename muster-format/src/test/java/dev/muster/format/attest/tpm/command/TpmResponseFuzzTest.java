package dev.muster.format.attest.tpm.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.muster.format.attest.tpm.TpmException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever a broken TPM answers is read or refused. */
class TpmResponseFuzzTest {
    private static final List<TpmCommand> COMMANDS = List.of(
            TpmCommands.random(4),
            TpmCommands.createPrimary(Handles.OWNER, KeyTemplate.storage()),
            TpmCommands.flush(1));

    @FuzzTest
    void answersReadOrRefuse(byte[] data) {
        for (TpmCommand command : COMMANDS) {
            try {
                TpmResponse.size(data);
                TpmResponse.parse(data, command);
            } catch (TpmException refused) {
                continue;
            }
        }
    }

    @Test
    void codesSayWhatTheyMean() {
        assertThat(new ResponseCode(0x1DF).toString()).startsWith("0x1df: the integrity check failed");
        assertThat(new ResponseCode(0x922).passing()).isTrue();
        assertThat(new ResponseCode(0x12345).toString()).isEqualTo("0x12345");
    }
}
