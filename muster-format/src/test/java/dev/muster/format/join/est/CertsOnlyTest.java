package dev.muster.format.join.est;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.join.x509.TestAuthority;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertsOnlyTest {

    private final TestAuthority a = TestAuthority.named("acme");
    private final TestAuthority b = TestAuthority.named("bolt");

    @Test
    void certificatesComeBackInTheirOrder() {
        CertsOnly message = new CertsOnly(List.of(b.certificate(), a.certificate()));
        assertThat(CertsOnly.parse(message.encode())).isEqualTo(message);
    }

    @Test
    void opensslReadsWhatWeWrite(@TempDir Path dir) throws Exception {
        Path file = dir.resolve("certs.p7");
        Files.write(file, new CertsOnly(List.of(a.certificate(), b.certificate())).encode());
        Process openssl = new ProcessBuilder(
                        "openssl", "pkcs7", "-inform", "DER", "-print_certs", "-noout", "-in", file.toString())
                .redirectErrorStream(true)
                .start();
        String out = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(openssl.waitFor()).as(out).isZero();
        assertThat(out).contains("acme root").contains("bolt root");
    }

    @Test
    void everyTruncationIsMalformed() {
        byte[] bytes = new CertsOnly(List.of(a.certificate())).encode();
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> CertsOnly.parse(cut)).isInstanceOf(EstException.class);
        }
    }

    @Test
    void tooManyCertificatesAreRefused() {
        assertThatThrownBy(() -> new CertsOnly(Collections.nCopies(9, a.certificate())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void base64IsReadWithAndWithoutLineBreaks() {
        byte[] bytes = new CertsOnly(List.of(a.certificate())).encode();
        byte[] lines = EstBase64.encode(bytes);
        assertThat(new String(lines, StandardCharsets.US_ASCII).lines()).allMatch(line -> line.length() <= 64);
        byte[] dense =
                new String(lines, StandardCharsets.US_ASCII).replace("\n", "").getBytes(StandardCharsets.US_ASCII);
        byte[] crlf = new String(lines, StandardCharsets.US_ASCII)
                .replace("\n", "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        assertThat(EstBase64.decode(lines, bytes.length)).isEqualTo(bytes);
        assertThat(EstBase64.decode(dense, bytes.length)).isEqualTo(bytes);
        assertThat(EstBase64.decode(crlf, bytes.length)).isEqualTo(bytes);
    }

    @Test
    void whatIsNotBase64IsMalformed() {
        for (String bad : List.of("", "A", "AAA", "AA=A", "AAAA=", "AAA!", "AAAA\0AAAA", "-----BEGIN")) {
            assertThatThrownBy(() -> EstBase64.decode(bad.getBytes(StandardCharsets.US_ASCII), 100))
                    .as(bad)
                    .isInstanceOf(EstException.class);
        }
    }

    @Test
    void theLimitCountsDecodedBytes() {
        byte[] hundred = EstBase64.encode(new byte[100]);
        assertThat(EstBase64.decode(hundred, 100)).hasSize(100);
        assertThatThrownBy(() -> EstBase64.decode(hundred, 99)).isInstanceOf(EstException.class);
    }
}
