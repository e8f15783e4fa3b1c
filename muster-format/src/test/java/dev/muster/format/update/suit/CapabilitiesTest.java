package dev.muster.format.update.suit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.cbor.CborWriter;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Capability reports, as they are written and as they come. */
class CapabilitiesTest {
    private static final Capabilities SMALL = new Capabilities(
            List.of(
                    new Capabilities.Component(ComponentId.of("firmware"), false),
                    new Capabilities.Component(ComponentId.of("data"), true)),
            new TreeSet<>(List.of(1L, 2L, 3L, 12L, 20L, 21L)),
            new TreeSet<>(List.of(1L, 2L, 3L, 14L, 21L)),
            new TreeSet<>(List.of(-16L, -9L)),
            new TreeMap<>(Map.of(CodePoints.CAPABILITY_COMMON, new TreeSet<>(List.of(2L, 4L)))),
            OptionalLong.of(1024),
            List.of(new Capabilities.Capacity(ComponentId.of("firmware"), 4096)),
            List.of("application/vnd.muster.delta"));

    @Test
    void whatIsWrittenIsRead() {
        assertThat(Capabilities.parse(SMALL.encode())).isEqualTo(SMALL);
        assertThat(Capabilities.parse(SMALL.encode()).encode()).isEqualTo(SMALL.encode());
    }

    @Test
    void aSubtreeHasEverythingBelowIt() {
        assertThat(SMALL.has(ComponentId.of("firmware"))).isTrue();
        assertThat(SMALL.has(ComponentId.of("firmware", "part"))).isFalse();
        assertThat(SMALL.has(ComponentId.of("data"))).isTrue();
        assertThat(SMALL.has(ComponentId.of("data", "maps", "eu"))).isTrue();
        assertThat(SMALL.has(ComponentId.of("dat"))).isFalse();
        assertThat(SMALL.most(ComponentId.of("firmware"))).hasValue(4096);
        assertThat(SMALL.most(ComponentId.of("data"))).isEmpty();
    }

    /** Only the four lists are asked for, in any order, with members that nobody here knows. */
    @Test
    void othersReportsAreRead() {
        byte[] report = CborWriter.create()
                .map(6)
                .integer(4)
                .array(1)
                .integer(-16)
                .integer(3)
                .array(1)
                .integer(3)
                .array(1)
                .integer(16)
                .array(1)
                .integer(9)
                .integer(2)
                .array(1)
                .integer(-300)
                .integer(-70000)
                .text("mine")
                .integer(1)
                .array(1)
                .array(2)
                .bytes(new byte[] {0})
                .bool(true)
                .toByteArray();
        Capabilities read = Capabilities.parse(report);
        assertThat(read.commands()).containsExactly(-300L);
        assertThat(read.components())
                .containsExactly(new Capabilities.Component(ComponentId.ofBytes(List.of(new byte[1])), true));
        assertThat(read.knows(CodePoints.CAPABILITY_MANIFEST, 24)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "a3018181414102810103811a00010000, 'no list 4'",
        "a4018002810103810104812f, '1 to 256 entries'",
        "a40181824141f402810103810104812f, 'a component ends in true'",
        "a401818141410281010381010481f6, ''",
        "a40181814141028001038101048120, ''",
        "84018141410281010381010481, ''",
        "a3028101038101048120, 'no component'",
        "a5018181414102810103810104812f3a0001004920, 'a negative number'",
        "'', ''",
    })
    void whatIsNoReportIsRefusedWithItsPlace(String hex, String why) {
        assertThatThrownBy(() -> Capabilities.parse(HexFormat.of().parseHex(hex)))
                .isInstanceOf(SuitException.class)
                .hasMessageContaining(why);
    }

    @Test
    void aLongReportIsRefused() {
        assertThatThrownBy(() -> Capabilities.parse(new byte[Capabilities.MOST_BYTES + 1]))
                .hasMessageContaining("too long");
    }

    /** What the processor would refuse before its first command is what the report leaves out. */
    @Test
    void theProcessorsReportIsWhatItAdmits() {
        RecordingDevice device = new RecordingDevice();
        Capabilities all = Capabilities.of(
                device,
                Set.of(new Capabilities.Component(ComponentId.of("firmware"), false)),
                OptionalLong.of(1_000_000));
        assertThat(all.commands()).contains(1L, 2L, 3L, 12L, 15L, 20L, 21L, 32L);
        for (Command.Condition condition : Command.Condition.values()) {
            assertThat(all.commands().contains((long) condition.code()))
                    .as(condition.word())
                    .isEqualTo(device.conditions().contains(condition));
        }
        for (Command.Action action : Command.Action.values()) {
            assertThat(all.commands().contains((long) action.code()))
                    .as(action.word())
                    .isEqualTo(device.actions().contains(action));
        }
        assertThat(all.parameters().contains((long) EncryptionPoints.PARAMETER_ENCRYPTION_INFO))
                .isEqualTo(device.decrypts());
        assertThat(Capabilities.parse(all.encode())).isEqualTo(all);
    }
}
