package dev.muster.format.attest.cmw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.cbor.Cbor;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** Wrappers of one encoding inside collections of the other, as drafts before RFC 9999 and a library in Go have them. */
class TunnelsTest {
    private static final Cbor MESSAGE =
            Cbor.array(Cbor.of("application/eat-ucs+cbor"), Cbor.of(new byte[] {(byte) 0xA0}), Cbor.of(4));
    private static final String TEXT = "[\"application/eat-ucs+json\", \"e30K\", 4]";

    private static Cmw json(String text) {
        return CmwJson.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(Cbor item) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(item.encoded());
    }

    @Test
    void cborIsReadInsideJson() {
        Cmw.Collection read = (Cmw.Collection)
                json("{\"A\": " + TEXT + ", \"B\": [\"#cmw-c2j-tunnel\", \"" + base64(MESSAGE) + "\"]}");
        assertThat(read.messages().get("B")).isEqualTo(CmwReader.parse(MESSAGE.encoded()));
        assertThat(read.messages().get("A")).isEqualTo(json(TEXT));
    }

    @Test
    void jsonIsReadInsideCbor() {
        Cbor tunnel = Cbor.array(Cbor.of("#cmw-j2c-tunnel"), Cbor.of(TEXT.getBytes(StandardCharsets.UTF_8)));
        Cmw.Collection read = (Cmw.Collection) CmwReader.parse(
                Cbor.map().put("A", tunnel).put("B", MESSAGE).build().encoded());
        assertThat(read.messages().get("A")).isEqualTo(json(TEXT));
    }

    @Test
    void atTheTopOrOfBrokenContentItIsRefused() {
        assertThatThrownBy(() -> json("[\"#cmw-c2j-tunnel\", \"" + base64(MESSAGE) + "\"]"))
                .hasMessageContaining("inside a collection");
        assertThatThrownBy(() -> json("{\"B\": [\"#cmw-c2j-tunnel\", \"" + base64(Cbor.of(1)) + "\"]}"))
                .isInstanceOf(CmwException.class);
        assertThatThrownBy(() -> json("{\"B\": [\"#cmw-c2j-tunnel\", 5]}")).hasMessageContaining("base64url");
        assertThatThrownBy(() -> json("{\"B\": [\"#cmw-j2c-tunnel\", \"AA\"]}"))
                .as("the other direction")
                .isInstanceOf(CmwException.class);
        Cbor top = Cbor.array(Cbor.of("#cmw-j2c-tunnel"), Cbor.of(TEXT.getBytes(StandardCharsets.UTF_8)));
        assertThatThrownBy(() -> CmwReader.parse(top.encoded())).hasMessageContaining("inside a collection");
    }

    @Test
    void tunnelsInTunnelsEnd() {
        Cbor inner = Cbor.map().put("x", MESSAGE).build();
        for (int i = 0; i < 8; i++) {
            String text = "{\"x\": [\"#cmw-c2j-tunnel\", \"" + base64(inner) + "\"]}";
            inner = Cbor.map()
                    .put("x", Cbor.array(Cbor.of("#cmw-j2c-tunnel"), Cbor.of(text.getBytes(StandardCharsets.UTF_8))))
                    .build();
        }
        byte[] deep = inner.encoded();
        assertThatThrownBy(() -> CmwReader.parse(deep)).hasMessageContaining("deep");
    }
}
