package dev.muster.format.attest.tpm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which rules a kernel measures by, as far as its boot proves it. */
class CommandLineTest {
    private static final int IPL = 0x0D;

    private static EventLog.Event event(int pcr, byte[] hashed, byte[] said) {
        return new EventLog.Event(1, pcr, IPL, Map.of(TpmHash.SHA256, TpmHash.SHA256.digest(hashed)), said);
    }

    private static EventLog.Event grub(String word, String text) {
        return event(
                8, text.getBytes(StandardCharsets.US_ASCII), (word + text + "\0").getBytes(StandardCharsets.US_ASCII));
    }

    private static EventLog.Event stub(String text) {
        byte[] wide = (text + "\0").getBytes(StandardCharsets.UTF_16LE);
        return event(12, wide, wide);
    }

    private static boolean everything(EventLog.Event event) {
        EventLog log = new EventLog(List.of(TpmHash.SHA256), 0, List.of(event));
        return CommandLine.measuresEverything(log, TpmHash.SHA256, event.pcr());
    }

    @Test
    void theTextIsTheOneThatWasExtended() {
        String text = "/vmlinuz root=/dev/vda1 ro ima_policy=tcb";
        assertThat(CommandLine.proved(grub("kernel_cmdline: ", text), TpmHash.SHA256))
                .contains(text);
        assertThat(CommandLine.proved(grub("grub_kernel_cmdline ", text), TpmHash.SHA256))
                .contains(text);
        assertThat(CommandLine.proved(stub(text), TpmHash.SHA256)).contains(text);
        byte[] other = "/vmlinuz root=/dev/vda1 ro".getBytes(StandardCharsets.US_ASCII);
        assertThat(CommandLine.proved(
                        event(8, other, ("kernel_cmdline: " + text).getBytes(StandardCharsets.US_ASCII)),
                        TpmHash.SHA256))
                .as("said, and not extended")
                .isEmpty();
        assertThat(CommandLine.proved(grub("kernel_cmdline: ", text), TpmHash.SHA384))
                .as("of a bank that the event has not")
                .isEmpty();
    }

    @Test
    void onlyTheRulesThatLeaveNothingOutCount() {
        for (String word : List.of("ima_policy=tcb", "ima_tcb", "ima_policy=critical_data|tcb", "ima_policy=tcb|x")) {
            assertThat(everything(grub("kernel_cmdline: ", "/vmlinuz " + word + " quiet")))
                    .as(word)
                    .isTrue();
            assertThat(everything(stub("root=LABEL=a " + word))).as(word).isTrue();
        }
        for (String word : List.of(
                "quiet",
                "ima_policy=critical_data",
                "ima_policy=tcbx",
                "xima_tcb",
                "ima_appraise_tcb",
                "ima_policy=")) {
            assertThat(everything(grub("kernel_cmdline: ", "/vmlinuz " + word + " ro")))
                    .as(word)
                    .isFalse();
        }
        assertThat(everything(grub("grub_cmd: ", "linux /vmlinuz ima_policy=tcb")))
                .as("what GRUB was told to do is not what the kernel got")
                .isFalse();
    }
}
