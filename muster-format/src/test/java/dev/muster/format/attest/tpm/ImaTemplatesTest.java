package dev.muster.format.attest.tpm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Lines of each template, whose fields the test puts together by itself as the kernel hashes them. */
class ImaTemplatesTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] FILE = TpmHash.SHA256.digest(new byte[] {1});
    private static final byte[] SIGNATURE = HEX.parseHex("030204aabbcc");

    private static byte[] fields(byte[]... fields) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] field : fields) {
            out.writeBytes(new byte[] {(byte) field.length, (byte) (field.length >> 8), 0, 0});
            out.writeBytes(field);
        }
        return out.toByteArray();
    }

    private static byte[] digest(String algorithm, byte[] value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes((algorithm + ":\0").getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(value);
        return out.toByteArray();
    }

    private static byte[] text(String value) {
        return (value + "\0").getBytes(StandardCharsets.UTF_8);
    }

    /** Whether the line, as the kernel shows it, leads the bank of SHA-256 to where these fields lead it. */
    private static boolean leads(String template, String shown, byte[] fields) {
        String line = "10 " + HEX.formatHex(TpmHash.SHA1.digest(fields)) + " " + template + " " + shown + "\n";
        byte[] expected = TpmHash.SHA256.extend(new byte[32], TpmHash.SHA256.digest(fields));
        return ImaLog.parse(line.getBytes(StandardCharsets.UTF_8))
                .replay(TpmHash.SHA256, expected, ImaLog.Progress.start(TpmHash.SHA256), false)
                .isPresent();
    }

    @Test
    void everyTemplateIsHashedAsTheKernelDoes() {
        String file = "sha256:" + HEX.formatHex(FILE);
        String signature = HEX.formatHex(SIGNATURE);
        byte[] of = digest("sha256", FILE);
        byte[] none = new byte[0];
        assertThat(leads("ima-ng", file + " /bin/a b", fields(of, text("/bin/a b"))))
                .isTrue();
        assertThat(leads("ima-sig", file + " /bin/a " + signature, fields(of, text("/bin/a"), SIGNATURE)))
                .isTrue();
        assertThat(leads("ima-sig", file + " /bin/a ", fields(of, text("/bin/a"), none)))
                .as("no signature")
                .isTrue();
        assertThat(leads("ima-buf", file + " kexec 0a0b", fields(of, text("kexec"), new byte[] {10, 11})))
                .isTrue();
        assertThat(leads(
                        "ima-modsig",
                        file + " /m.ko " + signature + " " + file + " 0102",
                        fields(of, text("/m.ko"), SIGNATURE, of, new byte[] {1, 2})))
                .isTrue();
        assertThat(leads("ima-modsig", file + " /m.ko   ", fields(of, text("/m.ko"), none, none, none)))
                .as("no signature of either kind")
                .isTrue();
        assertThat(leads("ima-ngv2", "ima:" + file + " /bin/a", fields(digest("ima:sha256", FILE), text("/bin/a"))))
                .isTrue();
        assertThat(leads(
                        "ima-sigv2",
                        "verity:" + file + " /bin/a " + signature,
                        fields(digest("verity:sha256", FILE), text("/bin/a"), SIGNATURE)))
                .isTrue();
    }

    @Test
    void anotherPathLeadsElsewhere() {
        String file = "sha256:" + HEX.formatHex(FILE);
        assertThat(leads("ima-ng", file + " /bin/b", fields(digest("sha256", FILE), text("/bin/a"))))
                .isFalse();
    }
}
