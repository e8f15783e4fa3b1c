package dev.muster.format.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What well-known tags may hold: each rule, then its breach. */
class TagContentTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0(\"2013-03-21T20:04:00Z\")",
                "0(\"2013-03-21T20:04:00.380841+01:00\")",
                "0(\"1990-12-31T23:59:60Z\")",
                "0(\"2024-02-29T00:00:00-23:59\")",
                "1(1363896240)",
                "1(-1)",
                "1(1363896240.5)",
                "2(h'')",
                "2(h'00ff')",
                "3(h'010000000000000000')",
                "4([-2, 27315])",
                "5([-1, 2(h'010000000000000000')])",
                "21(h'01')",
                "22([h'01', {1: h'02'}])",
                "23({1: \"text\"})",
                "24(h'6449455446')",
                "24(h'1800')",
                "32(\"\")",
                "32(\"http://www.example.com\")",
                "32(\"https://[2001:db8::1]:8443/a%20b;c=d?x=/?#y/?\")",
                "32(\"urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6\")",
                "32(\"//host:/path\")",
                "32(\"./relative:colon\")",
                "32(\"mailto:ada@example.com\")",
                "32(\"file:///x\")",
                "33(\"-_8\")",
                "33(\"\")",
                "34(\"+/8=\")",
                "34(\"AAAA\")",
                "36(\"MIME-Version: 1.0\")",
                "37(h'67b28b6c34cc40a19117ab5b05911e37')",
                "100(-10676)",
                "1004(\"1940-10-09\")",
                "55799([1])",
                "61(18([h'', {}, null, h'']))",
                "9999(\"whatever\")",
            })
    void validContentIsRead(String notation) {
        byte[] bytes = Diagnostic.parse(notation).encoded();
        assertThat(Cbor.parse(bytes).encoded()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "0(\"2013-03-21\") | tag 0 holds no RFC 3339 date-time",
                "0(\"2013-03-21t20:04:00Z\") | tag 0 holds no RFC 3339 date-time",
                "0(\"2013-02-29T20:04:00Z\") | tag 0 holds no RFC 3339 date-time",
                "0(\"2013-03-21T24:00:00Z\") | tag 0 holds no RFC 3339 date-time",
                "0(\"2013-03-21T20:04:00.Z\") | tag 0 holds no RFC 3339 date-time",
                "0(\"2013-03-21T20:04:00\") | tag 0 holds no RFC 3339 date-time",
                "0(1363896240) | tag 0 holds no RFC 3339 date-time",
                "1(\"1363896240\") | tag 1 holds neither an integer nor a float",
                "1(true) | tag 1 holds neither an integer nor a float",
                "1(1(0)) | tag 1 holds neither an integer nor a float",
                "2(0) | tag 2 holds no byte string",
                "3(\"01\") | tag 3 holds no byte string",
                "4([1]) | tag 4 holds no exponent and mantissa",
                "4([1.5, 2]) | tag 4 holds no exponent and mantissa",
                "5([2(h'01'), 2]) | tag 5 holds no exponent and mantissa",
                "5([1, 1(2)]) | tag 5 holds no exponent and mantissa",
                "24(\"a\") | tag 24 holds no encoded item in a byte string",
                "24(h'') | tag 24 holds no encoded item in a byte string",
                "24(h'0000') | tag 24 holds no encoded item in a byte string",
                "24(h'ff') | tag 24 holds no encoded item in a byte string",
                "32(h'00') | tag 32 holds no RFC 3986 URI reference",
                "32(\"a b\") | tag 32 holds no RFC 3986 URI reference",
                "32(\"http://ä.example\") | tag 32 holds no RFC 3986 URI reference",
                "32(\"1http://a\") | tag 32 holds no RFC 3986 URI reference",
                "32(\":a\") | tag 32 holds no RFC 3986 URI reference",
                "32(\"a%2\") | tag 32 holds no RFC 3986 URI reference",
                "32(\"a#b#c\") | tag 32 holds no RFC 3986 URI reference",
                "32(\"http://host:port/\") | tag 32 holds no RFC 3986 URI reference",
                "32(\"http://[::1/\") | tag 32 holds no RFC 3986 URI reference",
                "33(\"-_8=\") | tag 33 holds no base64url",
                "33(\"A\") | tag 33 holds no base64url",
                "33(\"-_9\") | tag 33 holds no base64url",
                "33(\"+/8\") | tag 33 holds no base64url",
                "34(\"+/8\") | tag 34 holds no base64",
                "34(\"-_8=\") | tag 34 holds no base64",
                "34(\"AA==AA==\") | tag 34 holds no base64",
                "36(h'00') | tag 36 holds no text",
                "37(h'67b28b6c34cc40a19117ab5b05911e') | tag 37 holds no byte string of 16 bytes",
                "100(1.5) | tag 100 holds no integer",
                "1004(\"1940-10-9\") | tag 1004 holds no RFC 3339 full-date",
                "1004(\"1940-13-01\") | tag 1004 holds no RFC 3339 full-date",
                "1004(-10676) | tag 1004 holds no RFC 3339 full-date",
            })
    void otherContentIsRefusedByTheStrictProfileOnly(String notation, String reason) {
        byte[] encoded = Diagnostic.parse(notation).encoded();
        assertThatThrownBy(() -> Cbor.parse(encoded))
                .isInstanceOf(CborException.class)
                .extracting(e -> ((CborException) e).reason())
                .isEqualTo(reason);
        Cbor lenient = Cbor.parse(encoded, CborProfile.VALID, CborLimits.DEFAULT);
        assertThat(lenient.encoded()).isEqualTo(encoded);
    }

    @Test
    void theFaultIsAtTheTag() {
        byte[] bytes = HexFormat.of().parseHex("a101 82 00 d825 41 00".replace(" ", ""));
        assertThatThrownBy(() -> Cbor.parse(bytes))
                .hasMessage("tag 37 holds no byte string of 16 bytes at /1/[1] (byte 4)");
    }

    @ParameterizedTest
    @CsvSource({
        "c240, 00",
        "c24105, 05",
        "c34105, 25",
        "c248ffffffffffffffff, 1bffffffffffffffff",
        "c2490000000000000001ff, 1901ff",
        "c24a00010000000000000000, c249010000000000000000",
    })
    void aBignumHasOneDeterministicForm(String longer, String shortest) {
        byte[] bytes = HexFormat.of().parseHex(longer);
        Cbor item = Cbor.parse(bytes);
        assertThat(item.deterministic(CborProfile.DETERMINISTIC))
                .isEqualTo(HexFormat.of().parseHex(shortest));
        assertThatThrownBy(() -> Cbor.parse(bytes, CborProfile.DETERMINISTIC, CborLimits.DEFAULT))
                .hasMessageContaining("bignum is not the shortest form");
        byte[] good = HexFormat.of().parseHex(shortest);
        assertThat(Cbor.parse(good, CborProfile.DETERMINISTIC, CborLimits.DEFAULT)
                        .asBigInteger())
                .isEqualTo(item.asBigInteger());
    }

    @Test
    void whatAnEncodedItemHoldsCostsWhatItsLengthIs() {
        byte[] inner = new byte[100_000];
        java.util.Arrays.fill(inner, (byte) 0x81);
        byte[] outer = CborWriter.create().tag(24).bytes(inner).toByteArray();
        assertThatThrownBy(() -> Cbor.parse(outer)).hasMessageContaining("tag 24 holds no encoded item");
    }
}
