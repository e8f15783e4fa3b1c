package dev.muster.format.attest.tpm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What firmware, shim and boot loader measured, in words for people: the variables that decide what may boot (SecureBoot, PK,
 * KEK, db, dbx, BootOrder, Boot####, shim's MokList and its kin), separators, actions, command lines. An event says what its
 * digest is over only where that digest is the description's own: {@link #isProved}.
 */
public final class BootStory {
    private static final int SEPARATOR = 0x04;
    private static final int TAGGED = 0x06;
    private static final int IPL = 0x0D;
    private static final int DRIVER_CONFIG = 0x80000001;
    private static final int BOOT = 0x80000002;
    private static final int ACTION = 0x80000007;
    private static final int BOOT_WHOLE = 0x8000000C;
    private static final int AUTHORITY = 0x800000E0;

    /** The register of what Secure Boot goes by. */
    public static final int SECURE_BOOT_PCR = 7;

    private static final int MAX_BOOT_ENTRIES = 32;
    private static final int OWNER_BYTES = 16;
    private static final int LOAD_OPTION_HEAD_BYTES = 6;

    /** What people call the variables that matter. */
    private static final Map<String, String> MEANINGS = Map.ofEntries(
            Map.entry("PK", "the platform's key, who may change everything below"),
            Map.entry("KEK", "who may change the lists"),
            Map.entry("db", "who and what may boot"),
            Map.entry("dbx", "who and what may not boot"),
            Map.entry("dbr", "what recovers"),
            Map.entry("dbt", "whose times are believed"),
            Map.entry("MokList", "the machine owner's keys (shim)"),
            Map.entry("MokListRT", "the machine owner's keys (shim)"),
            Map.entry("MokListX", "what the machine owner forbids (shim)"),
            Map.entry("MokListXRT", "what the machine owner forbids (shim)"),
            Map.entry("MokListTrusted", "whether the kernel goes by the machine owner's keys (shim)"),
            Map.entry("MokListTrustedRT", "whether the kernel goes by the machine owner's keys (shim)"),
            Map.entry("MokSBState", "whether shim checks signatures at all"),
            Map.entry("SbatLevel", "the oldest boot loaders that shim starts"),
            Map.entry("SbatLevelRT", "the oldest boot loaders that shim starts"),
            Map.entry("Shim", "by which key shim was let boot"));

    private BootStory() {}

    /** The event in one line: its kind, and what it says when that can be read. */
    public static String of(EventLog.Event event) {
        return event.name() + says(event).map(text -> " " + text).orElse("");
    }

    /** What the description says; empty when it cannot be read. */
    public static Optional<String> says(EventLog.Event event) {
        return switch (event.type()) {
            case DRIVER_CONFIG, BOOT, BOOT_WHOLE, AUTHORITY ->
                UefiVariable.read(event.data()).map(variable -> variable(variable, event.type()));
            case SEPARATOR -> separator(event.data());
            case IPL, ACTION, 0x05, 0x08 -> text(event.data()).map(BootStory::named);
            case TAGGED -> EventText.tagged(event.data());
            case 0x80000003, 0x80000004, 0x80000005 ->
                EventText.image(event.data()).map(file -> '"' + file + '"');
            default -> Optional.empty();
        };
    }

    /** Whether what was extended is the digest of the description, so that who proves the register proves what it says. */
    public static boolean isProved(EventLog.Event event, TpmHash bank) {
        byte[] digest = event.digests().getOrDefault(bank, new byte[0]);
        if (Arrays.equals(digest, bank.digest(event.data()))) {
            return true;
        }
        // Of a boot variable the older kind of event extends the content alone (§10.4.1).
        return event.type() == BOOT
                && UefiVariable.read(event.data())
                        .filter(variable -> Arrays.equals(digest, bank.digest(variable.data())))
                        .isPresent();
    }

    /**
     * Whether Secure Boot was on, by the log, where the log proves it: what firmware put into its register first. Registers
     * that the running system extends say whatever it likes.
     */
    public static Optional<Boolean> secureBoot(EventLog log, TpmHash bank) {
        return log.events().stream()
                .filter(event ->
                        event.pcr() == SECURE_BOOT_PCR && event.type() == DRIVER_CONFIG && isProved(event, bank))
                .flatMap(event -> UefiVariable.read(event.data()).stream())
                .filter(variable -> variable.name().equals("SecureBoot"))
                .map(variable -> variable.data().length == 1 && variable.data()[0] == 1)
                .findFirst();
    }

    private static String variable(UefiVariable variable, int type) {
        String name = variable.name();
        if (type == AUTHORITY && (name.equals("db") || name.equals("Shim"))) {
            return name + ", by which this was let boot: " + content(variable, type);
        }
        String meaning = Optional.ofNullable(MEANINGS.get(name))
                .map(words -> ", " + words)
                .orElse("");
        return name + meaning + ": " + content(variable, type);
    }

    private static String content(UefiVariable variable, int type) {
        byte[] data = variable.data();
        String name = variable.name();
        if (name.equals("SecureBoot") && data.length == 1) {
            return data[0] == 1 ? "Secure Boot is on" : "Secure Boot is off";
        }
        if (name.equals("BootOrder")) {
            return order(data);
        }
        if (name.matches("Boot[0-9A-F]{4}")) {
            return option(data);
        }
        if (data.length == 0) {
            return "empty";
        }
        if (type == AUTHORITY) {
            // EFI_SIGNATURE_DATA with its owner before it, or, as shim measures it, the certificate alone.
            return SignatureDatabase.subject(data, OWNER_BYTES)
                    .or(() -> SignatureDatabase.subject(data, 0))
                    .or(() -> text(data))
                    .orElse(data.length + " bytes");
        }
        return SignatureDatabase.read(data)
                .filter(lists -> MEANINGS.containsKey(name))
                .map(SignatureDatabase::toString)
                .or(() -> text(data))
                .orElseGet(() -> data.length <= 8 ? HexFormat.of().formatHex(data) : data.length + " bytes");
    }

    private static String order(byte[] data) {
        ByteBuffer in = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        List<String> entries = new ArrayList<>();
        while (in.remaining() >= 2 && entries.size() < MAX_BOOT_ENTRIES) {
            entries.add("Boot%04X".formatted(in.getShort() & 0xFFFF));
        }
        return entries.isEmpty() ? "nothing" : String.join(", then ", entries);
    }

    /** EFI_LOAD_OPTION: attributes, length of the path, and a description that ends with a zero. */
    private static String option(byte[] data) {
        StringBuilder name = new StringBuilder();
        for (int i = LOAD_OPTION_HEAD_BYTES; i + 1 < data.length && name.length() < EventText.MAX_CHARS; i += 2) {
            char next = (char) ((data[i] & 0xFF) | ((data[i + 1] & 0xFF) << 8));
            if (next == 0) {
                return '"' + name.toString() + '"';
            }
            name.append(Character.isISOControl(next) ? '?' : next);
        }
        return data.length + " bytes";
    }

    /** Ones say that the firmware met an error (§3.3.2.2). */
    private static Optional<String> separator(byte[] data) {
        if (data.length != 4) {
            return Optional.empty();
        }
        int value = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).getInt();
        return value == 1
                ? Optional.of("the firmware met an error")
                : Optional.of("what follows is not the firmware's");
    }

    private static String named(String text) {
        String meaning = MEANINGS.get(text);
        return meaning == null ? '"' + text + '"' : text + ", " + meaning;
    }

    private static Optional<String> text(byte[] data) {
        return EventText.of(data);
    }
}
