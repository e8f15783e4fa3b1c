package dev.muster.format.join.voucher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.Vectors;
import dev.muster.format.join.x509.CertificateReader;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The published example of a whole exchange (anima-wg/anima-bootstrap), made by software of RFC 8995's author. */
class VoucherTest {
    private static final String NAME = "00-D0-E5-F2-00-02";
    private static final String NONCE = "fbf5c4f732bdabc2e5d6aca532d2ca7a";

    private static byte[] example(String file) {
        return Vectors.bytes("est-brski/" + file + "_" + NAME + ".pkcs");
    }

    @Test
    void theVoucherOfTheExampleIsRead() {
        Voucher voucher = Voucher.parse(example("voucher"));
        assertThat(voucher.serial()).isEqualTo(NAME);
        assertThat(voucher.assertion()).isEqualTo("logged");
        assertThat(voucher.created()).isEqualTo(Instant.parse("2021-04-13T21:43:24.589Z"));
        assertThat(HexFormat.of().formatHex(voucher.nonce().orElseThrow())).isEqualTo(NONCE);
        X509Certificate masa = voucher.message().named().orElseThrow();
        assertThat(voucher.message().isSignedBy(masa.getPublicKey())).isTrue();
        assertThat(voucher.message().isSignedBy(voucher.pinned().getPublicKey()))
                .as("the owner did not sign it")
                .isFalse();
    }

    @Test
    void theQuestionOfTheDeviceIsSignedByItsFactoryKey() throws Exception {
        VoucherRequest request = VoucherRequest.parse(example("vr"));
        X509Certificate idevid = CertificateReader.parse(dev.muster.format.crypto.Pem.first(
                new String(
                        Vectors.bytes("est-brski/idevid_" + NAME + ".crt"), java.nio.charset.StandardCharsets.US_ASCII),
                "CERTIFICATE"));
        assertThat(request.message().isSignedBy(idevid.getPublicKey())).isTrue();
        assertThat(request.serial()).isEqualTo(NAME);
        assertThat(HexFormat.of().formatHex(request.nonce().orElseThrow())).isEqualTo(NONCE);
        assertThat(request.registrar())
                .contains(Voucher.parse(example("voucher")).pinned());
    }

    @Test
    void theRegistrarsQuestionIsRead() {
        assertThat(VoucherRequest.parse(example("parboiled_vr")).serial()).isEqualTo(NAME);
        assertThatThrownBy(() -> Voucher.parse(example("vr")))
                .as("a question is no answer")
                .isInstanceOf(VoucherException.class)
                .hasMessageContaining("ietf-voucher:voucher");
    }

    @ParameterizedTest
    @ValueSource(strings = {"voucher", "vr"})
    void everyTruncationIsMalformed(String file) {
        byte[] whole = example(file);
        for (int length = 0; length < whole.length - "-----END CMS-----\n".length(); length += 7) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> List.of(Voucher.parse(cut), VoucherRequest.parse(cut)))
                    .isInstanceOf(VoucherException.class);
        }
    }
}
