package dev.muster.format.attest.cmw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.Vectors;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrappers in JSON. */
class CmwJsonTest {
    @ParameterizedTest
    @ValueSource(strings = {"cmw-example-1", "cmw-example-2", "collection-example-1", "collection-example-2"})
    void theExamplesOfTheSpecificationAreRead(String name) {
        Cmw read = CmwJson.parse(Vectors.bytes("cmw/" + name + ".json"));
        assertThat(read).isInstanceOf(name.startsWith("cmw-") ? Cmw.Message.class : Cmw.Collection.class);
    }

    @Test
    void aTokenThatHoldsAWrapperIsNone() {
        byte[] token = Vectors.bytes("cmw/eat-example-1.json");
        assertThatThrownBy(() -> CmwJson.parse(token)).hasMessageContaining("/iss");
    }

    @Test
    void aRecordHasATypeAValueAndPerhapsAnIndicator() {
        Cmw.Message message = (Cmw.Message) parse("[\"application/eat+cwt\", \"I0faVQ\", 4]");
        assertThat(message.indicator()).isEqualTo(Cmw.EVIDENCE);
        assertThat(message.value()).hasSize(4);
        assertThat(((Cmw.Message) parse("[263, \"AA\"]")).type()).isEqualTo(new Cmw.Type.ContentFormat(263));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tag:example.com,2024:a", "1.2.3.4", "2.999", "urn:x:y"})
    void aCollectionIsNamedByUriOrOid(String type) {
        assertThat(((Cmw.Collection) parse("{\"__cmwc_t\": \"" + type + "\", \"a\": [1, \"AA\"]}")).type())
                .contains(type);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1]",
                "[\"a/b\", 1]",
                "[\"a/b\", \"A!\"]",
                "[\"\", \"AA\"]",
                "[\"a\", \"AA\"]",
                "[\"a/b/c\", \"AA\"]",
                "[65536, \"AA\"]",
                "[1.5, \"AA\"]",
                "[\"a/b\", \"AA\", 32]",
                "[\"a/b\", \"AA\", 0]",
                "[\"a/b\", \"AA\", -4]",
                "{}",
                "1",
                "{\"__cmwc_t\": 1, \"a\": [1, \"AA\"]}",
                "{\"__cmwc_t\": \"\", \"a\": [1, \"AA\"]}",
                "{\"__cmwc_t\": \"a/b\", \"a\": [1, \"AA\"]}",
                "{\"__cmwc_t\": \"1.02.3\", \"a\": [1, \"AA\"]}",
                "{\"a\": {\"b\": {}}}"
            })
    void whatIsNoWrapperIsRefused(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(CmwException.class);
    }

    private static Cmw parse(String text) {
        return CmwJson.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
