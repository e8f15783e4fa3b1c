package dev.muster.format.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.Vectors;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiagnosticTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "0 | 00",
                "-18446744073709551616 | 3bffffffffffffffff",
                "18446744073709551616 | c249010000000000000000",
                "0x1f | 181f",
                "1_1 | 190001",
                "1.5 | f93e00",
                "1.5_3 | fb3ff8000000000000",
                "-0.0 | f98000",
                "1e300 | fb7e37e43c8800759c",
                "NaN | f97e00",
                "-Infinity | f9fc00",
                "\"a\\n\\u00e9\" | 640 a c3a9",
                "'a' | 4161",
                "h'01 02 /three/ 03' | 43010203",
                "b64'AQID' | 43010203",
                "<<1, \"a\">> | 43016161",
                "<<>> | 40",
                "[1, [2], {}, ] | 83018102a0",
                "[_ 1, 2] | 9f0102ff",
                "{_ 1: 2} | bf0102ff",
                "(_ h'01', h'02') | 5f41014102ff",
                "(_ \"a\") | 7f6161ff",
                "/ comment / 18([h'', {}, null, h'']) # end | d28440a0f640",
                "{2: true, 1: false} | a202f501f4",
                "simple(99) | f863",
                "undefined | f7",
            })
    void textBecomesTheseBytes(String text, String hex) {
        String clean = hex.equals("640 a c3a9") ? "64610ac3a9" : hex;
        assertThat(Diagnostic.parse(text).encoded()).isEqualTo(HexFormat.of().parseHex(clean));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[",
                "[1",
                "{1}",
                "{1:}",
                "\"a",
                "h'0'",
                "h'xx'",
                "b64'*'",
                "1 2",
                "/ a",
                "tru",
                "18(",
                "(1)",
                "1e",
                "--1",
                "\"\\x\"",
                "\"\\u12\"",
                "<<1",
                "@",
                "{1: 1, 1: 2}",
                "simple(24)"
            })
    void brokenTextIsRefused(String text) {
        assertThatThrownBy(() -> Diagnostic.parse(text))
                .isInstanceOfAny(CborException.class, IllegalArgumentException.class);
    }

    @Test
    void whatIsPrintedIsReadBack() {
        for (String text : List.of(
                "[1, -2, 3.5, \"a\\\"\\\\b\\n\", h'00ff', {1: [], \"b\": {}}, 99(null), simple(7), true, 1.0e+100]",
                "[_ (_ \"a\", \"b\"), {_ 1: 2}]",
                "18446744073709551616")) {
            assertThat(Diagnostic.parse(text).toString()).isEqualTo(text);
        }
    }

    /** Not one item of diagnostic notation: a template, two reports in Markdown, two with a remark among the digits. */
    private static final List<String> TEMPLATES = List.of(
            "corim/draft/examples/cmw-corim-collection.diag",
            "cose/receipts/consistency-receipt.diag",
            "cose/receipts/inclusion-receipt.diag",
            "voucher/parboiled_vr_00-D0-E5-F2-00-03.diag",
            "voucher/vr_00-D0-E5-F2-00-03.diag");

    @Test
    void everyPublishedExampleIsReadUnlessItIsATemplate() {
        Set<String> unread = new TreeSet<>();
        List<String> files = Vectors.list("", ".diag");
        for (String file : files) {
            String text = new String(Vectors.bytes(file), StandardCharsets.UTF_8);
            try {
                Cbor item = Diagnostic.parse(text);
                assertThat(Diagnostic.parse(item.toString())).isEqualTo(item);
            } catch (CborException e) {
                unread.add(file);
            }
        }
        assertThat(unread).containsExactlyElementsOf(TEMPLATES);
    }
}
