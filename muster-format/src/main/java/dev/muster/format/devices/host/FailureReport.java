package dev.muster.format.devices.host;

import dev.muster.format.cbor.CborWriter;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * Something failed on a device. It holds no memory, no argument and no environment of what failed.
 *
 * @param at by the device's clock; whole seconds on the wire
 * @param component what failed, such as a workload's name or a file's path
 * @param signature equal for equal failures on every device of a fleet: 16 hexadecimal digits
 * @param detail one sentence for people
 */
public record FailureReport(Instant at, FailureKind kind, String component, String signature, String detail) {
    public static final String MEDIA_TYPE = "application/vnd.muster.failure+cose";
    public static final int MAX_COMPONENT_CHARS = 256;
    public static final int MAX_DETAIL_CHARS = 512;

    /** What a door takes: three texts at four bytes a character, a signature and the frame. */
    public static final int MAX_BYTES = 8 * 1024;

    private static final Pattern SIGNATURE = Pattern.compile("[0-9a-f]{16}");

    public FailureReport {
        if (component.isEmpty() || component.length() > MAX_COMPONENT_CHARS || detail.length() > MAX_DETAIL_CHARS) {
            throw new IllegalArgumentException(
                    "a component has 1.." + MAX_COMPONENT_CHARS + " characters, a detail at most " + MAX_DETAIL_CHARS);
        }
        if (!SIGNATURE.matcher(signature).matches()) {
            throw new IllegalArgumentException("a failure's signature is 16 hexadecimal digits");
        }
    }

    /** @throws HostException when the bytes are not a failure report */
    public static FailureReport parse(byte[] bytes) {
        return HostReader.failure(bytes);
    }

    /** Deterministic CBOR. */
    public byte[] encode() {
        CborWriter out = CborWriter.create();
        out.array(6).integer(HostReader.VERSION).integer(at.getEpochSecond());
        out.text(kind.word()).text(component).text(signature).text(detail);
        return out.toByteArray();
    }
}
