package dev.muster.format.join.est;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.join.x509.KeyType;
import dev.muster.format.join.x509.SubjectName;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.bouncycastle.asn1.est.CsrAttrs;
import org.bouncycastle.est.CSRAttributesResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server wishes of requests: read from the bytes of RFC 9908's own examples, and written so that others read it. */
class CsrAttributesTest {
    private static final SubjectName CAM = SubjectName.device("city", "cam-07");

    /** RFC 9908 §5.1 to §5.6, as printed there. */
    @ParameterizedTest
    @CsvSource({
        "'', , MGgwZgYJKoZIhvcNAQkOMVkwVzBVBgNVHREBAf8ESzBJoEcGCCsGAQUFBwgKoDsWOXJmYzg5OTQrZmQ3MzlmYzIzYzM0NDAxMTIyMzM0NDU1MDAwMDAwMDArQGFjcC5leGFtcGxlLmNvbQ==",
        "P-384, , MDIGCSqGSIb3DQEJBzASBgcqhkjOPQIBMQcGBSuBBAAiBgcrBgEBAQEWBggqhkjOPQQDAw==",
        "P-521, , MEUGCSqGSIb3DQEJBzASBgcqhkjOPQIBMQcGBSuBBAAjBgkqhkiG9w0BCRQGCgmSJomT8ixkAQUGA1UEBQYIKoZIzj0EAwQ=",
        "RSA, 4096, MCkGCSqGSIb3DQEJBzARBgkqhkiG9w0BAQExBAICEAAGCSqGSIb3DQEBCw==",
        "P-384, , MC4GCSqGSIb3DQEJBzASBgcqhkjOPQIBMQcGBSuBBAAiBgNVBAUGCCqGSM49BAMD"
    })
    void theExamplesOfTheSpecificationAreRead(String key, Integer bits, String base64) {
        CsrWishes wishes = CsrWishes.parse(Base64.getDecoder().decode(base64));
        assertThat(wishes.key()).isEqualTo(KeyType.ofWord(key));
        assertThat(wishes.rsaBits()).isEqualTo(bits == null ? OptionalInt.empty() : OptionalInt.of(bits));
        assertThat(wishes.template()).isFalse();
        assertThat(wishes.others()).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(KeyType.class)
    void whatIsWishedIsReadFromTheTemplateAlone(KeyType type) {
        CsrWishes wishes = CsrWishes.parse(new CsrAttributes(type, Optional.of(CAM)).encode());
        assertThat(wishes.template()).isTrue();
        assertThat(wishes.key()).contains(type);
        assertThat(wishes.subject()).contains(CAM);
        assertThat(wishes.rsaBits()).isEqualTo(type == KeyType.RSA ? OptionalInt.of(3072) : OptionalInt.empty());
        assertThat(wishes.others()).isEmpty();
        assertThat(CsrWishes.parse(new CsrAttributes(type).encode()).subject()).isEmpty();
    }

    /** A reader of RFC 7030 that knows no templates finds the list, and the template as an attribute that it passes over. */
    @ParameterizedTest
    @EnumSource(KeyType.class)
    void aClientThatKnowsNoTemplatesReadsTheList(KeyType type) throws Exception {
        byte[] bytes = new CsrAttributes(type, Optional.of(CAM)).encode();
        CSRAttributesResponse theirs = new CSRAttributesResponse(bytes);
        assertThat(theirs.getRequirements()).hasSize(CsrAttrs.getInstance(bytes).size());
        assertThat(theirs.isAttribute(new org.bouncycastle.asn1.ASN1ObjectIdentifier(CsrAttributes.TEMPLATE)))
                .isTrue();
    }

    /** Laid out from the module of RFC 9908 appendix A without any of our code: version, [0] key, [1] attributes. */
    @Test
    void theTemplateIsWrittenAsTheModuleSays() {
        assertThat(HexFormat.of().formatHex(new CsrAttributes(KeyType.P256).encode()))
                .endsWith("302d060b2a864886f70d010910023d311e301c020100"
                        + "a015301306072a8648ce3d020106082a8648ce3d030107a100");
    }

    /** CN without a value, and a subjectAltName that the client fills in. */
    @Test
    void aTemplateThatLeavesANameOpenSettlesNone() {
        CsrWishes wishes = CsrWishes.parse(HexFormat.of()
                .parseHex("303d303b060b2a864886f70d010910023d312c302a0201003009310730050603550403"
                        + "a11a3018060b2a864886f70d010910023e3109300730050603551d11"));
        assertThat(wishes)
                .isEqualTo(new CsrWishes(
                        Optional.empty(),
                        OptionalInt.empty(),
                        Optional.empty(),
                        true,
                        List.of("1.2.840.113549.1.9.16.2.62")));
    }

    @Test
    void twoKindsOfKeyAreNoWish() {
        byte[] two = HexFormat.of()
                .parseHex("3027301206072a8648ce3d0201310706052b81040022301106092a864886f70d010101310402021000");
        assertThatThrownBy(() -> CsrWishes.parse(two))
                .isInstanceOf(EstException.class)
                .hasMessageContaining("two kinds of key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0500", "3003020101", "30080606", "3004300230003100"})
    void whatIsNoneIsRefusedWithItsPlace(String hex) {
        assertThatThrownBy(() -> CsrWishes.parse(HexFormat.of().parseHex(hex)))
                .isInstanceOf(EstException.class)
                .hasMessageContaining("csrattrs");
    }

    @Test
    void everyTruncationIsMalformed() {
        byte[] bytes = new CsrAttributes(KeyType.RSA, Optional.of(CAM)).encode();
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> CsrWishes.parse(cut)).isInstanceOf(EstException.class);
        }
        assertThatThrownBy(() ->
                        CsrWishes.parse("x".repeat(CsrWishes.MAX_BYTES + 1).getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(EstException.class);
    }
}
