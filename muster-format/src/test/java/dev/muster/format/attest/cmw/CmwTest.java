package dev.muster.format.attest.cmw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.Vectors;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.Diagnostic;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CmwTest {
    private static Cmw example(String name) {
        return CmwReader.parse(Diagnostic.parse(new String(Vectors.bytes("cmw/" + name), StandardCharsets.UTF_8))
                .encoded());
    }

    @Test
    void recordsAreRead() {
        Cmw.Message first = (Cmw.Message) example("cmw-example-1.diag");
        Cmw.Message third = (Cmw.Message) example("cmw-example-3.diag");
        assertThat(first.value()).containsExactly(0x23, 0x47, 0xda, 0x55);
        assertThat(third.type()).isEqualTo(new Cmw.Type.Media("application/rim+cose"));
        assertThat(third.indicator()).isEqualTo(Cmw.REFERENCE_VALUES | Cmw.ENDORSEMENTS);
    }

    @Test
    void aTagStandsForItsContentFormat() {
        assertThat(((Cmw.Tagged) example("cmw-example-tag-1.diag")).contentFormat())
                .isEqualTo(64999);
        assertThat(((Cmw.Tagged) example("cmw-example-tag-2.diag")).contentFormat())
                .isEqualTo(64998);
    }

    @Test
    void collectionsAreRead() {
        Cmw.Collection all = (Cmw.Collection) example("collection-example-1.diag");
        assertThat(all.type()).contains("tag:example.com,2024:composite-attester");
        assertThat(all.messages().keySet()).containsExactly("0", "1", "2");
    }

    @Test
    void aRecordIsWrittenAndReadBack() {
        Cmw.Message message = new Cmw.Message(new Cmw.Type.ContentFormat(263), new byte[] {1}, Cmw.EVIDENCE);
        assertThat(CmwReader.parse(CmwWriter.encode(message))).isEqualTo(message);
    }

    @Test
    void collectionsDoNotNestWithoutEnd() {
        Cbor inside = Cbor.array(Cbor.of(1), Cbor.of(new byte[1]));
        for (int i = 0; i < 9; i++) {
            inside = Cbor.map().put("a", inside).build();
        }
        byte[] deep = inside.encoded();
        assertThatThrownBy(() -> CmwReader.parse(deep)).isInstanceOf(CmwException.class);
    }

    @Test
    void anIndicatorNamesAtLeastOneAndOnlyKnownKinds() {
        for (int indicator : new int[] {0, 32, -1}) {
            byte[] bytes = Cbor.array(Cbor.of(1), Cbor.of(new byte[1]), Cbor.of(indicator))
                    .encoded();
            assertThatThrownBy(() -> CmwReader.parse(bytes)).isInstanceOf(CmwException.class);
        }
    }

    @Test
    void aTypeOfManyArcsIsReadWithinTheStackOfAThread() {
        byte[] bytes = Cbor.map()
                .put("__cmwc_t", "1" + ".1".repeat(100_000))
                .put("a", Cbor.array(Cbor.of(1), Cbor.of(new byte[1])))
                .build()
                .encoded();
        assertThat(((Cmw.Collection) CmwReader.parse(bytes)).type()).isPresent();
    }

    @Test
    void typesHaveTheirForm() {
        for (String type : new String[] {"", "a", "a/b/c", " a/b"}) {
            byte[] bytes = Cbor.array(Cbor.of(type), Cbor.of(new byte[1])).encoded();
            assertThatThrownBy(() -> CmwReader.parse(bytes)).as(type).isInstanceOf(CmwException.class);
        }
        for (String type : new String[] {"", "a/b", "1", "3.1", "1.02"}) {
            byte[] bytes = Cbor.map()
                    .put("__cmwc_t", type)
                    .put("a", Cbor.array(Cbor.of(1), Cbor.of(new byte[1])))
                    .build()
                    .encoded();
            assertThatThrownBy(() -> CmwReader.parse(bytes)).as(type).isInstanceOf(CmwException.class);
        }
    }

    @Test
    void anotherTagIsNoWrapper() {
        for (long tag : new long[] {18, 1668546816L, 1668612096L}) {
            byte[] bytes = Cbor.tag(tag, Cbor.of(new byte[1])).encoded();
            assertThatThrownBy(() -> CmwReader.parse(bytes)).isInstanceOf(CmwException.class);
        }
    }
}
