package dev.muster.format.attest.tpm;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The command line that a kernel was started with, as boot loaders measure it: GRUB the text alone, with a description that has
 * a word before it, into register 8; systemd's stub the text in UTF-16 into register 12. The kernel's own stub describes the
 * event without the text, so it proves none.
 */
public final class CommandLine {
    /** The registers of those boot loaders. */
    public static final List<Integer> PCRS = List.of(8, 12);

    private static final int IPL = 0x0D;
    private static final List<String> GRUB = List.of("kernel_cmdline: ", "grub_kernel_cmdline ");

    private CommandLine() {}

    /** The text of an event whose digest is that of the text; empty when it is none, or says something else than it extends. */
    public static Optional<String> proved(EventLog.Event event, TpmHash bank) {
        if (event.type() != IPL) {
            return Optional.empty();
        }
        if (BootStory.isProved(event, bank)) {
            String wide = new String(event.data(), StandardCharsets.UTF_16LE);
            return Optional.of(wide.replace("\0", ""));
        }
        byte[] extended = event.digests().getOrDefault(bank, new byte[0]);
        String described = new String(event.data(), StandardCharsets.UTF_8).replaceFirst("\0+$", "");
        return GRUB.stream()
                .filter(described::startsWith)
                .map(word -> described.substring(word.length()))
                .filter(text -> Arrays.equals(extended, bank.digest(text.getBytes(StandardCharsets.UTF_8))))
                .findFirst();
    }

    /**
     * Whether a register says that the kernel's integrity measurement goes by its own rules for whatever root runs, maps or
     * reads ({@code ima_policy=tcb}, or the older {@code ima_tcb}), and not by what somebody chose later.
     */
    public static boolean measuresEverything(EventLog log, TpmHash bank, int pcr) {
        return log.events().stream()
                .filter(event -> event.pcr() == pcr)
                .flatMap(event -> proved(event, bank).stream())
                .flatMap(text -> Stream.of(text.split("\\s+")))
                .anyMatch(CommandLine::isEverything);
    }

    private static boolean isEverything(String word) {
        return word.equals("ima_tcb")
                || (word.startsWith("ima_policy=")
                        && List.of(word.substring("ima_policy=".length()).split("\\|"))
                                .contains("tcb"));
    }
}
