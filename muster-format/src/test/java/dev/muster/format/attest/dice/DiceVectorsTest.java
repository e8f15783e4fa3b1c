package dev.muster.format.attest.dice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.Vectors;
import dev.muster.format.attest.coswid.Digest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The known chains of Open DICE in both forms, and TcbInfo made here. */
class DiceVectorsTest {
    private static List<byte[]> chain(String form) {
        String folder = "dice/open/_" + form + "_Ed25519_";
        return Stream.of(
                        "uds_cert",
                        "cert_full_cert_chain_0",
                        "cert_full_cert_chain_1",
                        "cert_full_cert_chain_2",
                        "cert_full_cert_chain_3")
                .map(name -> Vectors.bytes(folder + name + ".cert"))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CBOR", "X509"})
    void aChainIsSignedFromItsRootToItsLeaf(String form) {
        DiceChain chain = DiceChain.parse(chain(form));
        assertThat(chain.layers()).hasSize(4);
        for (DiceLayer layer : chain.layers()) {
            LayerMeasurement measured = layer.measurements().getFirst();
            assertThat(measured.digests().getFirst().algorithm()).isEqualTo("sha-512");
            assertThat(measured.values()).containsKeys("configuration", "authority", "mode");
        }
        assertThat(chain.leaf()).isEqualTo(chain.layers().getLast().key());
    }

    @Test
    void bothFormsMeasureTheSame() {
        DiceChain cbor = DiceChain.parse(chain("CBOR"));
        DiceChain x509 = DiceChain.parse(chain("X509"));
        assertThat(cbor.root()).isEqualTo(x509.root());
    }

    @ParameterizedTest
    @ValueSource(strings = {"CBOR", "X509"})
    void aChainWithoutALinkOrWithAChangedBitIsRefused(String form) {
        List<byte[]> good = chain(form);
        List<byte[]> short_ = new ArrayList<>(good);
        short_.remove(2);
        assertThatThrownBy(() -> DiceChain.parse(short_)).isInstanceOf(DiceException.class);
        List<byte[]> bent = new ArrayList<>(good);
        byte[] last = good.getLast().clone();
        last[last.length - 1] ^= 1;
        bent.set(4, last);
        assertThatThrownBy(() -> DiceChain.parse(bent)).hasMessageContaining("not signed with the key before it");
        for (int end = 0; end < 60; end++) {
            byte[] cut = Arrays.copyOf(good.getFirst(), end);
            assertThatThrownBy(() -> DiceChain.parse(List.of(cut))).isInstanceOf(DiceException.class);
        }
    }

    @Test
    void tcbInfoIsRead() {
        String id = "302d0609608648016503040201" + "0420" + "11".repeat(32);
        String body = "8004" + "41434d45" + "8103" + "626f78" + "830105" + "840102" + "a62f" + id;
        byte[] der = HexFormat.of().parseHex("30" + String.format("%02x", body.length() / 2) + body);
        LayerMeasurement info = TcbInfo.one(der);
        assertThat(info.vendor()).contains("ACME");
        assertThat(info.model()).contains("box");
        assertThat(info.svn()).hasValue(5);
        assertThat(info.layer()).hasValue(2);
        assertThat(info.digests()).containsExactly(Digest.sha256(HexFormat.of().parseHex("11".repeat(32))));
        byte[] two = HexFormat.of()
                .parseHex("3081" + String.format("%02x", 2 * der.length)
                        + HexFormat.of().formatHex(der).repeat(2));
        assertThat(TcbInfo.sequence(two)).hasSize(2);
        assertThatThrownBy(() -> TcbInfo.one(Arrays.copyOf(der, der.length - 1)))
                .isInstanceOf(DiceException.class);
    }
}
