package dev.muster.format.attest.eat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.MalformedException;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMapBuilder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Claims that nobody here interprets have their shape all the same. */
class KeptClaimsTest {
    private static ClaimsSet read(long claim, Cbor value) {
        return EatReader.parse(
                Cbor.map().put(10, new byte[16]).put(claim, value).build().encoded());
    }

    private static void refused(long claim, Cbor value, String reason) {
        assertThatThrownBy(() -> read(claim, value))
                .as(value.toString())
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(reason)
                .hasMessageContaining("/" + claim);
    }

    private static CborMapBuilder place() {
        return Cbor.map().put(1, Cbor.of(48.1)).put(2, Cbor.of(11.5));
    }

    @Test
    void theShapesOfTheSpecificationAreRead() {
        read(264, place().build());
        read(264, place().put(3, 500).put(7, Cbor.of(0.5)).put(8, 1_700_000_000).build());
        read(257, Cbor.map().put("IMEI", new byte[15]).build());
        read(269, Cbor.array(Cbor.array(Cbor.of("https://dloa.example"), Cbor.of("p-1"))));
        read(269, Cbor.array(Cbor.array(Cbor.of("https://dloa.example"), Cbor.of("p-1"), Cbor.of("a-2"))));
        read(
                274,
                Cbor.array(Cbor.array(
                        Cbor.of("system"),
                        Cbor.array(
                                Cbor.array(Cbor.of(new byte[] {1}), Cbor.of(1)),
                                Cbor.array(Cbor.of("b"), Cbor.of(4))))));
        for (int use = 1; use <= 5; use++) {
            read(275, Cbor.of(use));
        }
        read(3, Cbor.array(Cbor.of("one"), Cbor.of("other")));
        read(266, Cbor.map().put("a", Cbor.map().put(270, "x").build()).build());
    }

    @Test
    void othersAreRefusedWithTheirPlace() {
        refused(264, Cbor.map().put(2, Cbor.of(1.0)).build(), "latitude");
        refused(264, place().put(10, 1).build(), "part of a location");
        refused(264, place().put(3, "high").build(), "number");
        refused(257, Cbor.map().put("IMEI", new byte[6]).build(), "7..33");
        refused(257, Cbor.map().build(), "without one");
        refused(269, Cbor.array(Cbor.array(Cbor.of("https://dloa.example"))), "2..3");
        refused(274, Cbor.array(Cbor.array(Cbor.of("s"), Cbor.array(Cbor.array(Cbor.of("a"), Cbor.of(9))))), "result");
        refused(274, Cbor.array(Cbor.array(Cbor.of("s"), Cbor.array())), "without one");
        refused(275, Cbor.of(0), "intended use");
        refused(275, Cbor.of(6), "intended use");
        refused(3, Cbor.of(5), "text");
        refused(266, Cbor.map().build(), "without one");
    }

    @Test
    void aPlaceHasFractionsInJsonAndATimeHasNone() {
        String place = "{\"eat_nonce\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"location\":{\"latitude\":48.1,\"longitude\":11.5}}";
        assertThat(EatReader.parse(EatJson.toCbor(place.getBytes(StandardCharsets.UTF_8)))
                        .nonces())
                .hasSize(1);
        assertThatThrownBy(() -> EatJson.toCbor("{\"iat\":1.5}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(EatException.class)
                .hasMessageContaining("/iat");
    }
}
