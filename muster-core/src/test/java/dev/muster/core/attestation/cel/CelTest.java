package dev.muster.core.attestation.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The language as cel-spec has it, as far as it is offered; and its bounds. */
class CelTest {
    private static final Map<String, Object> VALUES = Map.of(
            "n",
            5L,
            "s",
            "smörgås",
            "yes",
            true,
            "list",
            List.of(1L, 2L, 3L),
            "map",
            Map.of("a", 1L, "b", 2L),
            "claims",
            List.of(Map.of("name", "BL", "svn", 3L), Map.of("name", "OS")));

    private static boolean holds(String text) {
        return CelExpression.of(text, VALUES.keySet()).holds(name -> Objects.requireNonNull(VALUES.get(name)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                "!false",
                "n == 5 && s != 'x'",
                "1 + 2 * 3 == 7 && (1 + 2) * 3 == 9 && 7 / 2 == 3 && -7 / 2 == -3 && -7 % 2 == -1",
                "2 - 3 - 4 == -5",
                "n > 4 ? yes : 1 / 0 == 1",
                "false ? 1 / 0 == 1 : yes",
                "size(s) == 7 && s.size() == 7 && size(list) == 3 && map.size() == 2",
                "'ö' in ['ö', 1] && 'a' in map && !('c' in map) && !(1 in map)",
                "s.startsWith('smö') && s.endsWith(\"gås\") && s.contains('rg')",
                "map.a == 1 && map['b'] == 2 && list[2] == 3 && [[1], [2]][1][0] == 2",
                "has(map.a) && !has(map.c)",
                "list.all(x, x > 0) && list.exists(x, x == 2) && list.exists_one(x, x > 2)",
                "[].all(x, false) && ![].exists(x, true)",
                "list.filter(x, x > 1) == [2, 3] && list.map(x, x * x) == [1, 4, 9]",
                "map.all(key, key in ['a', 'b'])",
                "1 == 1 && '1' != 1 && null == null && [1] != ['1'] && {'a': 1} == map.filter(k, false).map(k, k) == false",
                "'abc' < 'abd' && 'B' < 'a' && false < true && '\\u00e9' > 'z'",
                "'a' + 'b' == 'ab' && [1] + [2] == [1, 2]",
                "int('12') == 12 && string(12) == '12' && string(true) == 'true'",
                "0xff == 255 && -9223372036854775807 - 1 < 0",
                "r'\\n' == '\\\\n' && '\\x41\\U0001F600' == 'A\uD83D\uDE00'",
                "claims.exists(c, c.name == 'BL' && c.svn >= 3)",
                "claims.exists(c, c.svn >= 3)",
                "1 / 0 == 1 || true",
                "true || 1 / 0 == 1",
                "!(false && map.c == 1) && !(map.c == 1 && false)",
                "list.map(x, list.map(y, x * y))[1][1] == 4",
                "{1: 'a', true: 'b', 'c': 3}[true] == 'b'",
            })
    void holdsAsTheLanguageSays(String text) {
        assertThat(holds(text)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`n == `|6|ends too early",
                "`n = 5`|3|no expression has",
                "`m == 5`|1|there is no m; there are claims, list, map, n, s, yes",
                "`n == 5 n`|8|not expected",
                "`matches(s, 'x')`|1|there is no function matches",
                "`s.matches('x')`|2|there is no method matches",
                "`n == 1.5`|6|whole",
                "`n == 1u`|6|whole",
                "`n == 9223372036854775808`|6|64 bits",
                "`s == 'x`|6|no end",
                "`s == '\\q'`|7|escape",
                "`s == '\\ud800'`|7|no character",
                "`s == b'x'`|6|hexadecimal",
                "`size(s, s) == 1`|1|takes 1",
                "`list.all(n, true)`|10|already means",
                "`list.all(x, true`|17|ends too early",
                "`has(n)`|1|one field",
                "`5`|1|true or false",
                "`[true]`|1|true or false",
                "`for == 1`|1|not expected",
                "`(n == 5`|8|ends too early",
                "`n == 5)`|7|not expected",
                "`!-n == 1`|2|not expected",
                "`map.true == 1`|5|not expected",
                "``|1|ends too early",
            })
    void refusesWithItsPlace(String text, int column, String reason) {
        assertThatThrownBy(() -> CelExpression.of(text == null ? "" : text, VALUES.keySet()))
                .isInstanceOfSatisfying(
                        CelException.class,
                        fault -> assertThat(fault.column())
                                .as(fault.getMessage())
                                .isEqualTo(column))
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`map.c == 1`|no such key: c",
                "`list[3] == 1`|out of bounds",
                "`s[0] == 's'`|has no place",
                "`1 / 0 == 1`|no number is",
                "`9223372036854775807 + 1 == 0`|no number is",
                "`n < s`|no order",
                "`n && yes`|neither true nor false",
                "`n`|true or false",
                "`n.a == 1`|has no field",
                "`int('x') == 1`|no whole number",
                "`n in 5`|nothing is in",
                "`claims.all(c, c.svn > 0)`|no such key: svn",
                "`list.exists_one(x, 1 / 0 == 1)`|no number is",
                "`{[1]: 2} == {}`|no key",
                "`{'a': 1, 'a': 2} == {}`|twice",
                "`n.all(x, true)`|has no members",
                "`-s == 1`|no - of",
                "`size(n) == 1`|has no size",
            })
    void saysWhyItHasNoAnswer(String text, String reason) {
        assertThatThrownBy(() -> holds(text)).isInstanceOf(CelException.class).hasMessageContaining(reason);
    }

    @Test
    void endsAfterItsSteps() {
        String nested =
                "list.all(a, list.all(b, list.all(c, list.all(d, list.all(e, list.all(f, list.all(g, list.all(h,"
                        + " list.all(i, true)))))))))";
        assertThatThrownBy(() -> holds(nested)).hasMessageContaining("more steps");
        assertThatThrownBy(() -> holds(nested + " || true"))
                .as("the bound is no fault that another operand makes up for")
                .hasMessageContaining("more steps");
        String doubled = "['aaaaaaaa']" + ".map(x, x + x)".repeat(60) + ".size() == 1";
        assertThatThrownBy(() -> holds(doubled)).hasMessageContaining("more steps");
        String shared = "[1]" + ".map(x, [x, x])".repeat(60);
        assertThatThrownBy(() -> holds(shared + " == " + shared)).hasMessageContaining("more steps");
    }

    @Test
    void aReasonIsShortHoweverLongWhatItNames() {
        String text = "['aaaaaaaa']" + ".map(x, x + x)".repeat(12);
        assertThatThrownBy(() -> holds(text + ".all(k, map[k] == 1)"))
                .hasMessageContaining("aaaa")
                .satisfies(told -> assertThat(String.valueOf(told.getMessage()).length())
                        .isLessThan(CelException.REASON_CHARS + 30));
    }

    @Test
    void aSearchCostsTextTimesPart() {
        String text = "['aaaaaaaa']" + ".map(x, x + x)".repeat(12);
        String part = "['aaaaaaaa']" + ".map(x, x + x)".repeat(11) + ".map(x, x + 'b')";
        String search = text + ".all(t, " + part + ".all(p, !t.contains(p)))";
        assertThatThrownBy(() -> holds(search)).hasMessageContaining("more steps");
        assertThat(holds(search.replace("contains", "endsWith")))
                .as("which looks at one place")
                .isTrue();
        assertThat(holds("'a long command line quiet splash'.contains('quiet')"))
                .isTrue();
    }

    @Test
    void aLongTextThatIsInAListOftenCostsEachTime() {
        String often = "['aaaaaaaa']" + ".map(x, x + x)".repeat(13) + ".map(x, [x, x, x, x, x, x, x, x, x, x])";
        String one = "['aaaaaaab']" + ".map(x, x + x)".repeat(13);
        assertThatThrownBy(() -> holds(often + ".all(l, " + one + ".all(t, !(t in l)))"))
                .hasMessageContaining("more steps");
        assertThatThrownBy(() -> holds(often + ".all(l, " + often + ".all(m, l == m))"))
                .hasMessageContaining("more steps");
        String keyed = one + ".all(k, " + one + ".all(t, [{k: 1}].all(m, "
                + "m[t] == 1 && m[t] == 1 && m[t] == 1 && m[t] == 1 && m[t] == 1)))";
        assertThatThrownBy(() -> holds(keyed)).hasMessageContaining("more steps");
    }

    @Test
    void takesNoMoreThanAPersonWrites() {
        assertThatThrownBy(() -> holds("(".repeat(2_000) + "true")).hasMessageContaining("nested deeper");
        assertThatThrownBy(() -> holds("!".repeat(2_000) + "true")).hasMessageContaining("nested deeper");
        assertThatThrownBy(() -> holds("true" + " && true".repeat(255) + " ".repeat(9)))
                .hasMessageContaining("at most");
        assertThatThrownBy(() -> holds("true" + " ".repeat(2_048))).hasMessageContaining("2048 characters");
        assertThat(holds("true" + " && true".repeat(200))).isTrue();
    }
}
