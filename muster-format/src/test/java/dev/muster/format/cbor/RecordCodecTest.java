package dev.muster.format.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordCodecTest {
    enum Colour {
        RED,
        BLUE
    }

    record Inner(String name, int count) {
        Inner {
            if (count < 0) {
                throw new IllegalArgumentException("count is negative");
            }
        }
    }

    sealed interface Shape {
        record Circle(double radius) implements Shape {}

        record Group(List<Shape> members) implements Shape {}
    }

    record Everything(
            String text,
            long big,
            int small,
            boolean flag,
            double number,
            Instant at,
            byte[] bytes,
            Colour colour,
            List<Inner> inners,
            Optional<String> absent,
            Optional<Inner> present,
            Map<String, Long> counts,
            Shape shape) {}

    record Pair(int a, int b) {}

    record Empty() {}

    private static final Everything VALUE = new Everything(
            "é",
            Long.MIN_VALUE,
            -7,
            true,
            1.5,
            Instant.parse("2026-11-21T20:00:00.123456Z"),
            new byte[] {1, 2},
            Colour.BLUE,
            List.of(new Inner("x", 1), new Inner("y", 2)),
            Optional.empty(),
            Optional.of(new Inner("z", 3)),
            Map.of("one", 1L, "two", 2L),
            new Shape.Group(List.of(new Shape.Circle(2), new Shape.Group(List.of()))));

    @Test
    void readsBackWhatItWrote() {
        RecordCodec<Everything> codec = RecordCodec.of(Everything.class);
        Everything back = codec.decode(codec.encode(VALUE));
        assertThat(back).usingRecursiveComparison().isEqualTo(VALUE);
    }

    @Test
    void writesDeterministicEncoding() {
        byte[] bytes = RecordCodec.of(Everything.class).encode(VALUE);
        Cbor tree = Cbor.parse(bytes, CborProfile.DETERMINISTIC, CborLimits.DEFAULT);
        assertThat(tree.asMap().has("absent")).isFalse();
        assertThat(RecordCodec.of(Pair.class).encode(new Pair(1, 2)))
                .isEqualTo(HexFormat.of().parseHex("a2616101616202"));
        assertThat(RecordCodec.of(Empty.class).encode(new Empty())).isEqualTo(new byte[] {(byte) 0xa0});
    }

    @Test
    void passesOverUnknownKeysButMissesNone() {
        RecordCodec<Pair> codec = RecordCodec.of(Pair.class);
        assertThat(codec.fromCbor(Cbor.map().put("a", 1).put("b", 2).put("z", 3).build()))
                .isEqualTo(new Pair(1, 2));
        assertThatThrownBy(() -> codec.fromCbor(Cbor.map().put("a", 1).build()))
                .isInstanceOf(CborException.class)
                .hasMessageContaining("no key \"b\"");
        assertThatThrownBy(() ->
                        codec.fromCbor(Cbor.map().put("a", 1).put("b", "2").build()))
                .isInstanceOf(CborException.class)
                .hasMessageContaining("expected integer, found text string at /\"b\"");
    }

    @Test
    void refusalOfTheConstructorIsAFaultWithItsPlace() {
        Cbor bad = Cbor.map().put("name", "n").put("count", -1).build();
        assertThatThrownBy(() -> RecordCodec.of(Inner.class).fromCbor(bad))
                .isInstanceOf(CborException.class)
                .hasMessageContaining("count is negative");
    }

    @Test
    void sealedTypesAreToldApartByName() {
        RecordCodec<Shape> codec = RecordCodec.of(Shape.class);
        Shape circle = new Shape.Circle(0.5);
        assertThat(codec.toCbor(circle).toString()).isEqualTo("{\"type\": \"Circle\", \"radius\": 0.5}");
        assertThat(codec.decode(codec.encode(circle))).isEqualTo(circle);
        assertThatThrownBy(() -> codec.fromCbor(Cbor.map().put("type", "Square").build()))
                .isInstanceOf(CborException.class)
                .hasMessageContaining("no Shape named Square");
    }
}
