package dev.muster.format.devices.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserAnswerTest {
    private static final String DIGEST = "5820" + "ab".repeat(32);

    private static UserAnswer parse(String hex) {
        return UserAnswer.parse(HexFormat.of().parseHex(hex));
    }

    @Test
    void whatIsWrittenIsRead() {
        Instant until = Instant.ofEpochSecond(1_800_000_000);
        UserAnswer postponed = new UserAnswer(new byte[32], UserAnswer.Standing.POSTPONED, Optional.of(until));
        assertThat(UserAnswer.parse(postponed.encode())).isEqualTo(postponed);
        assertThat(postponed.encode()).hasSizeLessThanOrEqualTo(UserAnswer.MAX_BYTES);
        assertThat(HexFormat.of().formatHex(parse("a201" + DIGEST + "0202").encode()))
                .isEqualTo("a201" + DIGEST + "0202");
    }

    /** A standing of another version, a digest that is short, an end without postponing, none with it, an end of time. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a201" + "5820" + "0203",
                "a2014101" + "0200",
                "a0",
                "a301" + "5820abababababababababababababababababababababababababababababababab" + "0200" + "0301",
                "a201" + "5820abababababababababababababababababababababababababababababababab" + "0201",
                "a301" + "5820abababababababababababababababababababababababababababababababab" + "0201"
                        + "031b7fffffffffffffff",
                "a201" + "5820abababababababababababababababababababababababababababababababab" + "0203",
            })
    void whatNobodyCanSayIsRefused(String hex) {
        assertThatThrownBy(() -> parse(hex)).isInstanceOf(OrderException.class);
    }

    /** Devices that know no terms skip them, and orders without terms are the bytes they always were. */
    @Test
    void anInstallOrderCarriesItsTerms() {
        OrderAction.Install asks =
                new OrderAction.Install("/m", new byte[32], new InstallTerms(true, "Strangers could listen."));
        assertThat(OrderAction.parse(OrderKind.INSTALL, asks.encodeArgs())).isEqualTo(asks);
        OrderAction.Install plain = new OrderAction.Install("/m", new byte[32]);
        assertThat(HexFormat.of().formatHex(plain.encodeArgs())).isEqualTo("a201622f6d025820" + "00".repeat(32));
        assertThatThrownBy(() -> new InstallTerms(true, "a\nb")).isInstanceOf(IllegalArgumentException.class);
    }
}
