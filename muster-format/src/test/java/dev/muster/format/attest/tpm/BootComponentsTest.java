package dev.muster.format.attest.tpm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.Vectors;
import dev.muster.format.attest.tpm.BootComponents.Component;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a boot loaded, by the log of a real machine and by logs that lie. */
class BootComponentsTest {
    private static final List<TpmHash> BANK = List.of(TpmHash.SHA256);
    private static final int SEPARATOR = 4;
    private static final int ACTION = 0x80000007;
    private static final int APPLICATION = 0x80000003;

    private static EventLog log(EventLog.Event... events) {
        return new EventLog(BANK, 0, List.of(events));
    }

    private static EventLog.Event event(int type, byte[] digest, byte[] data) {
        return new EventLog.Event(1, 4, type, Map.of(TpmHash.SHA256, digest), data);
    }

    private static EventLog.Event proved(int type, byte[] data) {
        return event(type, TpmHash.SHA256.digest(data), data);
    }

    private static List<String> names(EventLog log) {
        return BootComponents.of(log, 4, BANK).orElseThrow().stream()
                .map(Component::name)
                .toList();
    }

    @Test
    void aRealMachineStartedThreeProgramsAndItsLoaderReadTwoThings() {
        EventLog log = EventLog.parse(Vectors.bytes("tpm/eventlog/rhel8-uefi.bin"));
        assertThat(names(log))
                .containsExactly(
                        "pcr-4/uefi-boot-application-1",
                        "pcr-4/uefi-boot-application-2",
                        "pcr-4/uefi-boot-application-3");
        assertThat(BootComponents.of(log, 9, BANK).orElseThrow()).hasSize(2);
        assertThat(BootComponents.of(log, 11, BANK)).contains(List.of());
    }

    @Test
    void aLogWithoutTheBankThatWasQuotedHasNone() {
        EventLog old = EventLog.parse(Vectors.bytes("tpm/eventlog/debian-10.bin"));
        assertThat(old.banks()).doesNotContain(TpmHash.SHA256);
        assertThat(BootComponents.of(old, 4, BANK)).isEmpty();
    }

    @Test
    void onlyWhatIsTheSameEverywhereIsLeftOutAndOnlyWithThatContent() {
        byte[] calling = "Calling EFI Application from Boot Option".getBytes(StandardCharsets.US_ASCII);
        byte[] program = TpmHash.SHA256.digest(new byte[] {'M', 'Z'});
        assertThat(names(log(proved(ACTION, calling), proved(SEPARATOR, new byte[4]))))
                .isEmpty();
        assertThat(names(log(event(ACTION, program, calling), event(SEPARATOR, program, new byte[4]))))
                .as("a program's digest under the name of something harmless")
                .containsExactly("pcr-4/uefi-action-1", "pcr-4/separator-1");
        assertThat(names(log(proved(ACTION, new byte[] {'M', 'Z'}), proved(SEPARATOR, new byte[] {1, 0, 0, 0}))))
                .as("a program itself as the description, and firmware that met an error")
                .containsExactly("pcr-4/uefi-action-1", "pcr-4/separator-1");
    }

    @Test
    void moreThanCanBeComparedIsNothing() {
        List<EventLog.Event> many = new ArrayList<>();
        for (int i = 0; i < BootComponents.MAX_COMPONENTS; i++) {
            many.add(event(APPLICATION, new byte[32], new byte[0]));
        }
        assertThat(BootComponents.of(new EventLog(BANK, 0, many), 4, BANK).map(List::size))
                .isEqualTo(Optional.of(BootComponents.MAX_COMPONENTS));
        many.add(event(APPLICATION, new byte[32], new byte[0]));
        assertThat(BootComponents.of(new EventLog(BANK, 0, many), 4, BANK)).isEmpty();
    }

    @Test
    void aLogLeadsToWhatItExtendsAndToNothingElse() {
        EventLog log = log(event(APPLICATION, new byte[32], new byte[0]));
        byte[] value = TpmHash.SHA256.extend(new byte[32], new byte[32]);
        assertThat(BootComponents.leadTo(log, TpmHash.SHA256, 4, value)).isTrue();
        assertThat(BootComponents.leadTo(log, TpmHash.SHA256, 4, new byte[32])).isFalse();
        assertThat(BootComponents.leadTo(log, TpmHash.SHA256, 9, new byte[32])).isFalse();
    }
}
