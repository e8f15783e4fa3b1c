package dev.muster.format.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {

    @Test
    void everyKindOfValueIsRead() {
        assertThat(read("{\"a\":[1,-2.5e3,true,false,null,\"x\"],\"b\":{}}"))
                .isEqualTo(new Json.Obj(Map.of(
                        "a",
                        Json.of(List.of(
                                Json.of(1),
                                new Json.Num(new BigDecimal("-2.5e3")),
                                Json.of(true),
                                Json.of(false),
                                new Json.Null(),
                                Json.of("x"))),
                        "b",
                        new Json.Obj(Map.of()))));
    }

    @Test
    void stringsHoldWhatUnicodeHas() {
        assertThat(read("\"\\u00e9\\ud83d\\ude00\\n\\/ é😀\"")).isEqualTo(Json.of("é😀\n/ é😀"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\": 1,}|a comma with nothing after it|/|1|9",
                "{\"ietf-mud:mud\":{},\"ietf-mud:mud\":{}}|is there twice|/|1|20",
                "[1,2 3]|expected ',', found '3'|/|1|6",
                "[1,[2,{\"x\":tru}]]|expected a value, found 't'|/1/1/x|1|12",
                "{\"a/b\":[01]}|expected ',', found '1'|/a~1b|1|10",
                "[1.]|expected a digit, found ']'|/0|1|4",
                "[1e999]|larger than a double|/0|1|2",
                "[\"\\ud800\"]|surrogate|/0|1|3",
                "[\"\\uffff\"]|noncharacter|/0|1|3",
                "[\"\\x\"]|escape|/0|1|3",
                "[\"abc|ends inside a string|/0|1|6",
                "{\"a\":1} x|text after the value|/|1|9",
                "{a:1}|expected a member's name|/|1|2",
                "// no|expected a value, found '/'|/|1|1",
                "[NaN]|expected a value, found 'N'|/0|1|2"
            })
    void whatIsNoJsonIsRefusedWithItsPlace(String text, String reason, String path, int line, int column) {
        JsonException fault = catchThrowableOfType(JsonException.class, () -> read(text));
        assertThat(fault.reason()).contains(reason);
        assertThat(fault.path()).as(fault.getMessage()).isEqualTo(path);
        assertThat(fault.line()).isEqualTo(line);
        assertThat(fault.column()).as(fault.getMessage()).isEqualTo(column);
    }

    @Test
    void linesAndColumnsCountCharacters() {
        JsonException fault = catchThrowableOfType(JsonException.class, () -> read("{\n \"é\": [\n  \"é\", x]}"));
        assertThat(fault.getMessage()).isEqualTo("expected a value, found 'x' at line 3, column 8, /é/1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"c080", "e08080", "eda080", "f4908080", "80", "c3", "f5808080"})
    void badUtf8IsRefused(String hex) {
        byte[] bad = java.util.HexFormat.of().parseHex("5b22" + hex + "225d");
        assertThatThrownBy(() -> JsonReader.read(bad))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void aByteOrderMarkAndAnEmptyTextAreRefused() {
        assertThatThrownBy(() -> read("\ufeff{}")).hasMessageContaining("byte order mark");
        assertThatThrownBy(() -> read(" ")).hasMessageContaining("ends where a value must be");
    }

    @Test
    void limitsHold() {
        JsonLimits small = new JsonLimits(2, 4, 30);
        assertThat(JsonReader.read("[[1,2]]".getBytes(StandardCharsets.UTF_8), small))
                .isNotNull();
        assertThatThrownBy(() -> JsonReader.read("[[[1]]]".getBytes(StandardCharsets.UTF_8), small))
                .hasMessageContaining("deeper than the limit of 2");
        assertThatThrownBy(() -> JsonReader.read("[1,2,3,4]".getBytes(StandardCharsets.UTF_8), small))
                .hasMessageContaining("more values");
        assertThatThrownBy(() -> JsonReader.read(new byte[31], small)).hasMessageContaining("longer");
        assertThatThrownBy(() -> read("[" + "1".repeat(129) + "]")).hasMessageContaining("128 characters");
        assertThatThrownBy(() -> read("[".repeat(100_000))).hasMessageContaining("deeper");
    }

    @Test
    void aFaultOfAValueFindsItsPlaceAgain() {
        byte[] text = "{\n  \"a\": [1,\n    {\"b\": \"x\"}]}".getBytes(StandardCharsets.UTF_8);
        JsonCursor b = JsonCursor.of(JsonReader.read(text))
                .member("a")
                .elements()
                .get(1)
                .member("b");
        JsonException fault = catchThrowableOfType(JsonException.class, () -> b.integer(0, 1));
        assertThat(fault.getMessage()).isEqualTo("expected number, found string at /a/1/b");
        assertThat(fault.in(text).getMessage()).isEqualTo("expected number, found string at line 3, column 11, /a/1/b");
    }

    @Test
    void whatIsWrittenIsReadBack() {
        Json value = read("{\"b\":[1.50,{\"\\u0001\":null}],\"a\":\"q\\\"\\\\\\n😀\"}");
        assertThat(JsonReader.read(JsonWriter.compact(value))).isEqualTo(value);
        assertThat(JsonReader.read(JsonWriter.indented(value))).isEqualTo(value);
        assertThat(new String(JsonWriter.indented(read("{\"a\":[1,{}]}")), StandardCharsets.UTF_8))
                .isEqualTo("{\n  \"a\": [\n    1,\n    {}\n  ]\n}\n");
    }

    private static Json read(String text) {
        return JsonReader.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
