package dev.muster.core.attestation.schemes;

import dev.muster.format.attest.tpm.TpmHash;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** Logs as firmware and kernel write them. */
final class TestLogs {
    private TestLogs() {}

    /** A crypto-agile log with one event for PCR 0 and one for PCR 4. */
    static byte[] firmware(List<byte[]> digests) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteBuffer spec = ByteBuffer.allocate(33).order(ByteOrder.LITTLE_ENDIAN);
        spec.put("Spec ID Event03\0".getBytes(StandardCharsets.US_ASCII))
                .putInt(0)
                .putInt(0x00020000);
        spec.putInt(1).putShort((short) 0x000B).putShort((short) 32).put((byte) 0);
        out.writeBytes(ByteBuffer.allocate(32)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0)
                .putInt(3)
                .putInt(28, 33)
                .array());
        out.writeBytes(spec.array());
        for (int i = 0; i < digests.size(); i++) {
            ByteBuffer event = ByteBuffer.allocate(14 + 32 + 4).order(ByteOrder.LITTLE_ENDIAN);
            event.putInt(i == 0 ? 0 : 4).putInt(i == 0 ? 8 : 13).putInt(1).putShort((short) 0x000B);
            out.writeBytes(event.put(digests.get(i)).putInt(0).array());
        }
        return out.toByteArray();
    }

    /** What GRUB adds to a log when it hands over to a kernel: the text is hashed, the description has a word before it. */
    static byte[] commandLine(String text) {
        byte[] said = ("kernel_cmdline: " + text + "\0").getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(14 + 32 + 4 + said.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(8)
                .putInt(13)
                .putInt(1)
                .putShort((short) 0x000B)
                .put(TpmHash.SHA256.digest(text.getBytes(StandardCharsets.US_ASCII)))
                .putInt(said.length)
                .put(said)
                .array();
    }

    /** A crypto-agile log that is written event by event. */
    static final class Boot {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Boot() {
            out.writeBytes(firmware(List.of()));
        }

        Boot event(int pcr, int type, byte[] digest, String says) {
            byte[] data = says.getBytes(StandardCharsets.ISO_8859_1);
            out.writeBytes(ByteBuffer.allocate(14 + 32 + 4 + data.length)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(pcr)
                    .putInt(type)
                    .putInt(1)
                    .putShort((short) 0x000B)
                    .put(digest)
                    .putInt(data.length)
                    .put(data)
                    .array());
            return this;
        }

        Boot calling() {
            String text = "Calling EFI Application from Boot Option";
            return event(4, 0x80000007, TpmHash.SHA256.digest(text.getBytes(StandardCharsets.US_ASCII)), text);
        }

        Boot separator(int pcr) {
            return event(pcr, 4, TpmHash.SHA256.digest(new byte[4]), "\0\0\0\0");
        }

        Boot program(byte[] digest) {
            return event(4, 0x80000003, digest, "where it came from");
        }

        Boot tagged(int pcr, byte[] digest) {
            return event(pcr, 6, digest, "Linux initrd");
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }

    /**
     * A line of the kernel's list.
     *
     * @param extended what it puts into the register of SHA-256: the digest over the fields of the template
     */
    record Used(String text, byte[] extended) {}

    static Used used(String path, byte[] digest) {
        byte[] hash = "sha256:\0".getBytes(StandardCharsets.US_ASCII);
        byte[] file = (path + "\0").getBytes(StandardCharsets.US_ASCII);
        byte[] fields = ByteBuffer.allocate(8 + hash.length + digest.length + file.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(hash.length + digest.length)
                .put(hash)
                .put(digest)
                .putInt(file.length)
                .put(file)
                .array();
        HexFormat hex = HexFormat.of();
        return new Used(
                "10 " + hex.formatHex(TpmHash.SHA1.digest(fields)) + " ima-ng sha256:" + hex.formatHex(digest) + " "
                        + path + "\n",
                TpmHash.SHA256.digest(fields));
    }
}
