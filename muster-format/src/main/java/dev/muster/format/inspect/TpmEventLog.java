package dev.muster.format.inspect;

import dev.muster.format.attest.tpm.BootStory;
import dev.muster.format.attest.tpm.EventLog;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A log of measured boot in the crypto-agile form (TCG PC Client Platform Firmware Profile 1.06 §10): a header event that
 * names the hashes, then events with a digest for each. Shown, not replayed.
 */
final class TpmEventLog {
    private static final byte[] SIGNATURE = "Spec ID Event03\0".getBytes(StandardCharsets.US_ASCII);

    /** PCR index, event type, a digest of SHA-1 and a size come before the signature in the first event. */
    private static final int SIGNATURE_AT = 4 + 4 + 20 + 4;

    private static final int ALGORITHMS_MOST = 16;
    private static final int EVENTS_SHOWN = 200;

    /** Longest text of an event that is shown as such. */
    private static final int TEXT_SHOWN = 80;

    private static final Map<Integer, String> TYPES = Map.ofEntries(
            Map.entry(0x00000001, "EV_POST_CODE"),
            Map.entry(0x00000003, "EV_NO_ACTION"),
            Map.entry(0x00000004, "EV_SEPARATOR"),
            Map.entry(0x00000005, "EV_ACTION"),
            Map.entry(0x00000006, "EV_EVENT_TAG"),
            Map.entry(0x00000007, "EV_S_CRTM_CONTENTS"),
            Map.entry(0x00000008, "EV_S_CRTM_VERSION"),
            Map.entry(0x00000009, "EV_CPU_MICROCODE"),
            Map.entry(0x0000000A, "EV_PLATFORM_CONFIG_FLAGS"),
            Map.entry(0x0000000B, "EV_TABLE_OF_DEVICES"),
            Map.entry(0x0000000C, "EV_COMPACT_HASH"),
            Map.entry(0x0000000D, "EV_IPL"),
            Map.entry(0x80000001, "EV_EFI_VARIABLE_DRIVER_CONFIG"),
            Map.entry(0x80000002, "EV_EFI_VARIABLE_BOOT"),
            Map.entry(0x80000003, "EV_EFI_BOOT_SERVICES_APPLICATION"),
            Map.entry(0x80000004, "EV_EFI_BOOT_SERVICES_DRIVER"),
            Map.entry(0x80000006, "EV_EFI_GPT_EVENT"),
            Map.entry(0x80000007, "EV_EFI_ACTION"),
            Map.entry(0x80000008, "EV_EFI_PLATFORM_FIRMWARE_BLOB"),
            Map.entry(0x80000009, "EV_EFI_HANDOFF_TABLES"),
            Map.entry(0x8000000A, "EV_EFI_PLATFORM_FIRMWARE_BLOB2"),
            Map.entry(0x8000000B, "EV_EFI_HANDOFF_TABLES2"),
            Map.entry(0x8000000C, "EV_EFI_VARIABLE_BOOT2"),
            Map.entry(0x800000E0, "EV_EFI_VARIABLE_AUTHORITY"));

    private TpmEventLog() {}

    static boolean recognises(byte[] bytes) {
        return bytes.length >= SIGNATURE_AT + SIGNATURE.length
                && java.util.Arrays.equals(
                        bytes, SIGNATURE_AT, SIGNATURE_AT + SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length);
    }

    static Inspection read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        List<Node> events = new ArrayList<>();
        int count = 0;
        try {
            Map<Integer, Integer> sizes = header(in);
            int padding = EventLog.padding(bytes);
            while (in.position() < padding) {
                Node event = event(in, sizes);
                if (count++ < EVENTS_SHOWN) {
                    events.add(event);
                }
            }
        } catch (BufferUnderflowException truncated) {
            return Inspection.broken(
                    "TPM event log", new Inspection.Fault("an event ends early", "/" + count, in.position()));
        }
        List<String> notes = new ArrayList<>();
        notes.add("the log is what firmware says: only PCR values that a TPM quotes show that it is true");
        if (count > EVENTS_SHOWN) {
            notes.add("the first " + EVENTS_SHOWN + " of " + count + " events");
        }
        return new Inspection(
                "TPM event log (TCG PC Client, crypto-agile)",
                new Node("events", "", 0, events),
                new SignatureVerdict.Unsigned(),
                notes,
                Optional.empty());
    }

    /** Hashes and their digest lengths, from the first event. */
    private static Map<Integer, Integer> header(ByteBuffer in) {
        in.position(SIGNATURE_AT - 4);
        int end = SIGNATURE_AT + length(in);
        // Platform class, version and size of integers follow the signature.
        take(in, SIGNATURE.length + 8);
        int algorithms = in.getInt();
        if (algorithms < 0 || algorithms > ALGORITHMS_MOST || end > in.limit()) {
            throw new BufferUnderflowException();
        }
        Map<Integer, Integer> sizes = new LinkedHashMap<>();
        for (int i = 0; i < algorithms; i++) {
            sizes.put(Short.toUnsignedInt(in.getShort()), Short.toUnsignedInt(in.getShort()));
        }
        if (end < in.position()) {
            throw new BufferUnderflowException();
        }
        in.position(end);
        return sizes;
    }

    private static Node event(ByteBuffer in, Map<Integer, Integer> sizes) {
        int at = in.position();
        int pcr = in.getInt();
        int type = in.getInt();
        int digests = in.getInt();
        if (digests < 0 || digests > ALGORITHMS_MOST) {
            throw new BufferUnderflowException();
        }
        List<Node> parts = new ArrayList<>();
        for (int i = 0; i < digests; i++) {
            int start = in.position();
            int algorithm = Short.toUnsignedInt(in.getShort());
            byte[] digest =
                    take(in, Optional.ofNullable(sizes.get(algorithm)).orElseThrow(BufferUnderflowException::new));
            parts.add(Node.leaf(TpmFields.algorithm(algorithm), HexFormat.of().formatHex(digest), start));
        }
        byte[] content = take(in, length(in));
        String story = BootStory.says(new EventLog.Event(0, pcr, type, Map.of(), content))
                .orElseGet(() -> words(content));
        parts.add(Node.leaf("event", story, at));
        String name = TYPES.getOrDefault(type, "0x%08x".formatted(type));
        return new Node("PCR " + Integer.toUnsignedString(pcr) + " " + name, "", at, parts);
    }

    private static int length(ByteBuffer in) {
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        return length;
    }

    private static byte[] take(ByteBuffer in, int length) {
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] content = new byte[length];
        in.get(content);
        return content;
    }

    private static String words(byte[] content) {
        boolean text = content.length > 0 && content.length <= TEXT_SHOWN;
        for (byte b : content) {
            text &= b >= 0x20 && b < 0x7f;
        }
        return text ? "\"" + new String(content, StandardCharsets.US_ASCII) + "\"" : content.length + " bytes";
    }
}
