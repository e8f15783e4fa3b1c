package dev.muster.format.attest.corim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborMapBuilder;
import dev.muster.format.crypto.Sha256;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

/** Shapes of the draft's grammar that few files have, and what breaks each of them. */
class ShapesTest {
    private static final Cbor VENDOR = Cbor.map().put(1, "ACME").build();
    private static final Cbor CLASS = Cbor.map().put(0, VENDOR).build();
    private static final Cbor DIGEST = Cbor.array(Cbor.of(1), Cbor.of(Sha256.of(new byte[0])));

    private static CborMapBuilder manifest(Cbor... tags) {
        return Cbor.map().put(0, "corim").put(1, Cbor.array(tags));
    }

    private static Corim read(CborMapBuilder manifest) {
        return CorimReader.parse(Cbor.tag(501, manifest.build()).encoded());
    }

    private static Cbor module(CborMapBuilder fields, long kind, Cbor record) {
        CborMap triples = Cbor.map().put(kind, Cbor.array(record)).build();
        return Cbor.tag(
                506,
                Cbor.of(fields.put(1, Cbor.map().put(0, "tag").build())
                        .put(4, triples)
                        .build()
                        .encoded()));
    }

    private static Cbor values(Cbor environment, CborMapBuilder values) {
        Cbor measurement = Cbor.map().put(1, values.build()).build();
        return module(Cbor.map(), 0, Cbor.array(environment, Cbor.array(measurement)));
    }

    private static CborMapBuilder digests() {
        return Cbor.map().put(2, Cbor.array(DIGEST));
    }

    private static Cbor list(Cbor... tags) {
        CborMap list = Cbor.map()
                .put(0, Cbor.map().put(0, "cotl").build())
                .put(1, Cbor.array(tags))
                .put(2, Cbor.map().put(1, Cbor.tag(1, Cbor.of(4_102_444_800L))).build())
                .build();
        return Cbor.tag(508, Cbor.of(list.encoded()));
    }

    private static void refused(CborMapBuilder manifest, String reason) {
        assertThatThrownBy(() -> read(manifest))
                .isInstanceOf(CorimException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void layerAndIndexAreWholeUnsignedNumbers() {
        BigInteger most = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);
        CborMap device = Cbor.map()
                .put(1, "ACME")
                .put(3, Cbor.of(most))
                .put(4, Cbor.of(BigInteger.TWO.pow(63)))
                .build();
        Corim corim = read(manifest(values(Cbor.map().put(0, device).build(), digests())));
        assertThat(CorimReader.parse(CorimWriter.encode(corim)).comids()).isEqualTo(corim.comids());
        refused(manifest(values(Cbor.map().put(0, Cbor.map().put(3, -1).build()).build(), digests())), "unsigned");
    }

    @Test
    void valuesHaveTheirSizes() {
        read(manifest(values(CLASS, Cbor.map().put(9, new byte[17]))));
        refused(manifest(values(CLASS, Cbor.map().put(9, new byte[6]))), "a UEID");
        refused(manifest(values(CLASS, Cbor.map().put(9, new byte[34]))), "a UEID");
        Cbor range = Cbor.tag(564, Cbor.array(Cbor.of(9), Cbor.of(1)));
        refused(manifest(values(CLASS, Cbor.map().put(15, range))), "below its beginning");
        read(manifest(values(CLASS, Cbor.map().put(15, Cbor.tag(564, Cbor.array(Cbor.of(1), Cbor.of(1)))))));
    }

    @Test
    void aThumbprintIsADigest() {
        for (long tag : new long[] {557, 559, 561}) {
            read(manifest(module(Cbor.map(), 2, Cbor.array(CLASS, Cbor.array(Cbor.tag(tag, DIGEST))))));
            Cbor cut = Cbor.tag(tag, Cbor.array(Cbor.of(1), Cbor.of(new byte[5])));
            refused(manifest(module(Cbor.map(), 2, Cbor.array(CLASS, Cbor.array(cut)))), "32");
        }
    }

    @Test
    void listsThatHaveToSaySomethingDo() {
        read(manifest(list(Cbor.map().put(0, "tag").build())));
        refused(manifest(list()), "activates no tag");
        CborMapBuilder entity = Cbor.map().put(0, "A").put(2, Cbor.array());
        refused(manifest(values(CLASS, digests())).put(5, Cbor.array(entity.build())), "without a role");
    }

    @Test
    void aTimeGoesForwardsAndALanguageIsAText() {
        CborMap backwards = Cbor.map()
                .put(0, Cbor.tag(1, Cbor.of(2_000)))
                .put(1, Cbor.tag(1, Cbor.of(1_000)))
                .build();
        refused(manifest(values(CLASS, digests())).put(4, backwards), "before it begins");
        Cbor record = Cbor.array(
                CLASS, Cbor.array(Cbor.map().put(1, digests().build()).build()));
        read(manifest(module(Cbor.map().put(0, "en-GB"), 0, record)));
        refused(manifest(module(Cbor.map().put(0, 5), 0, record)), "text");
    }
}
