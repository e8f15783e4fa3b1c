package dev.muster.format.attest.corim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.cbor.Diagnostic;
import java.math.BigInteger;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Integers over their whole range, extension points, and the comparison rules that stand in the values themselves. */
class WholeRangeTest {
    private static MeasurementValues values(String mval) {
        String comid = "{1: {0: \"t\"}, 4: {0: [[{0: {1: \"ACME\"}}, [{1: " + mval + "}]]]}}";
        return Comids.parse(Diagnostic.parse(comid).encoded())
                .references()
                .getFirst()
                .measurements()
                .getFirst()
                .values();
    }

    @Test
    void aSecurityVersionIsAnyUnsignedInteger() {
        Svn top = values("{1: 552(18446744073709551615)}").svn().orElseThrow();
        assertThat(top.toString()).isEqualTo("18446744073709551615");
        assertThat(Svn.atLeast(7).accepts(top)).isTrue();
        assertThat(values("{1: 9223372036854775808}").svn().orElseThrow().accepts(Svn.exactly(Long.MIN_VALUE)))
                .isTrue();
        assertThatThrownBy(() -> values("{1: -1}")).isInstanceOf(CorimException.class);
    }

    @Test
    void aStatedMinimumMeetsAnEqualMinimumOnly() {
        assertThat(Svn.atLeast(5).accepts(Svn.atLeast(7))).isFalse();
        assertThat(Svn.atLeast(5).accepts(Svn.atLeast(5))).isTrue();
        assertThat(Svn.exactly(5).accepts(Svn.atLeast(5))).isFalse();
        assertThat(Svn.atLeast(5).accepts(Svn.exactly(7))).isTrue();
        assertThat(Svn.atLeast(5).accepts(Svn.exactly(4))).isFalse();
        assertThat(Svn.exactly(5).accepts(Svn.exactly(5))).isTrue();
    }

    @Test
    void rangesHaveNoWidth() {
        IntRange all = values("{15: 564([-18446744073709551616, 18446744073709551615])}")
                .range()
                .orElseThrow();
        assertThat(all.accepts(IntRange.of(new BigInteger("18446744073709551615"))))
                .isTrue();
        assertThat(all.accepts(new IntRange(Optional.empty(), Optional.of(BigInteger.ONE))))
                .isFalse();
        assertThat(new IntRange(Optional.empty(), Optional.empty()).accepts(all))
                .isTrue();
        assertThat(IntRange.of(3).accepts(new IntRange(Optional.of(BigInteger.TWO), Optional.of(BigInteger.TEN))))
                .isFalse();
    }

    @Test
    void registerFiveIsNotTheRegisterNamedFive() {
        MeasurementValues both =
                values("{14: {5: [[1, h'" + "00".repeat(32) + "']], \"5\": [[1, h'" + "11".repeat(32) + "']]}}");
        assertThat(both.registers()).hasSize(2);
        assertThat(both.registers()).containsKeys(new MeasuredElement.Numbered(5), new MeasuredElement.Name("5"));
    }

    @Test
    void flagsOfExtensionsAreKept() {
        assertThat(values("{3: {11: true, -3: false}}").flags())
                .containsEntry(11, true)
                .containsEntry(-3, false);
    }

    @Test
    void aMaskOfAnotherLengthNeverAgrees() {
        RawValue masked = values("{4: 563([h'0102', h'ff'])}").raw().orElseThrow();
        assertThat(masked.accepts(new RawValue(new byte[] {1, 2}, Optional.empty())))
                .isFalse();
        RawValue good = values("{4: 563([h'0102', h'ff00'])}").raw().orElseThrow();
        assertThat(good.accepts(new RawValue(new byte[] {1, 9}, Optional.empty())))
                .isTrue();
        assertThat(good.accepts(new RawValue(new byte[] {1}, Optional.empty()))).isFalse();
    }

    @Test
    void addressesAndIdsHaveTheirSizes() {
        assertThat(values("{6: h'010203040506', 7: h'7f000001', 10: h'" + "00".repeat(16) + "'}")
                        .others())
                .containsKeys(6L, 7L, 10L);
        assertThatThrownBy(() -> values("{6: h'0102030405'}")).hasMessageContaining("MAC address");
        assertThatThrownBy(() -> values("{7: h'7f0000'}")).hasMessageContaining("IP address");
    }

    @Test
    void aSchemeIsPartOfAVersion() {
        Version plain = values("{0: {0: \"1.0\"}}").version().orElseThrow();
        Version named = values("{0: {0: \"1.0\", 1: \"mine\"}}").version().orElseThrow();
        assertThat(plain).isNotEqualTo(Version.semver("1.0")).isNotEqualTo(named);
        assertThat(named.schemeName()).contains("mine");
    }
}
