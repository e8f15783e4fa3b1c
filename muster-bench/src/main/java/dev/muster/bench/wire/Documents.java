package dev.muster.bench.wire;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMapBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The two documents that are decoded: the size and mix of types of a device token and of reference values. */
final class Documents {
    private static final SplittableRandom RANDOM = new SplittableRandom(1);

    private Documents() {}

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /** An EAT-like claims set of about 300 bytes (RFC 9711): integers, texts, byte strings, one nested map and array. */
    static byte[] token() {
        return Cbor.map()
                .put(1, "https://maker.example/devices")
                .put(4, 1_790_000_000L)
                .put(6, 1_789_996_400L)
                .put(10, random(32))
                .put(256, random(33))
                .put(258, random(4))
                .put(259, "camera-mk2")
                .put(260, Cbor.array(Cbor.of("2.4.1"), Cbor.of(16384)))
                .put(262, Cbor.of(true))
                .put(263, 3)
                .put(265, "tag:muster.dev,2026:eat-device")
                .put(
                        266,
                        Cbor.map()
                                .put(0, "linux")
                                .put(1, Cbor.array(Cbor.of(258), Cbor.of(random(32))))
                                .put(2, 7)
                                .build())
                .put(273, Cbor.array(Cbor.array(Cbor.of(60), Cbor.of(random(40)))))
                .build()
                .encoded();
    }

    /** A CoRIM-like document of 4 KiB: six levels deep, many small maps. */
    static byte[] referenceValues() {
        List<Cbor> triples = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            CborMapBuilder measurement = Cbor.map()
                    .put(0, "component-" + i)
                    .put(
                            1,
                            Cbor.map()
                                    .put(
                                            0,
                                            Cbor.map()
                                                    .put(0, "1.2." + i)
                                                    .put(1, 16384)
                                                    .build())
                                    .put(2, Cbor.array(Cbor.array(Cbor.of(1), Cbor.of(random(32)))))
                                    .put(11, "name " + i)
                                    .build());
            triples.add(Cbor.array(
                    Cbor.map()
                            .put(
                                    0,
                                    Cbor.map()
                                            .put(0, Cbor.tag(560, Cbor.of(random(16))))
                                            .put(1, "ACME Inc.")
                                            .put(2, "RoadRunner")
                                            .build())
                            .build(),
                    Cbor.array(measurement.build())));
        }
        return Cbor.map()
                .put(1, Cbor.map().put(0, random(16)).build())
                .put(
                        2,
                        Cbor.array(Cbor.map()
                                .put(0, "ACME Inc.")
                                .put(2, Cbor.array(Cbor.of(0)))
                                .build()))
                .put(4, Cbor.map().put(0, Cbor.array(triples)).build())
                .build()
                .encoded();
    }
}
