package dev.muster.format.audit.scitt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.testing.Vectors;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The two public receipts of another implementation. Their key is not published, so structure and path are what is checked. */
class ReceiptVectorsTest {
    private static byte[] vector(String name) {
        return Vectors.bytes("cose/receipts/" + name);
    }

    @Test
    void theInclusionReceiptReadsWithSizeIndexPathAndIssuer() {
        Receipt receipt = Receipt.parse(vector("inclusion-receipt.cbor"));
        assertThat(receipt.proof().size()).isEqualTo(5);
        assertThat(receipt.proof().index()).isEqualTo(3);
        assertThat(receipt.proof().path()).hasSize(3);
        assertThat(HexFormat.of().formatHex(receipt.proof().path().getFirst()))
                .startsWith("3d06455d")
                .endsWith("d1198095");
        assertThat(receipt.issuer()).contains("https://transparency-service.example.com");
        assertThat(receipt.subject()).isEmpty();
        assertThat(receipt.message().alg()).contains(CoseAlgorithm.ES256);
        assertThat(receipt.message().kid())
                .hasValueSatisfying(kid -> assertThat(new String(kid, java.nio.charset.StandardCharsets.US_ASCII))
                        .isEqualTo("test-key-1"));
        assertThat(receipt.proof().root(new byte[32]))
                .as("index 3 of 5 fits a path of three")
                .isPresent();
    }

    @Test
    void theConsistencyReceiptReadsAndSharesItsNodesWithTheInclusionReceipt() {
        ConsistencyReceipt receipt = ConsistencyReceipt.parse(vector("consistency-receipt.cbor"));
        assertThat(receipt.proof().oldSize()).isEqualTo(3);
        assertThat(receipt.proof().newSize()).isEqualTo(5);
        assertThat(receipt.proof().path()).hasSize(4);
        Receipt inclusion = Receipt.parse(vector("inclusion-receipt.cbor"));
        // PROOF(3, D[5]) = [d2, d3, d0..1, d4] and PATH(3, D[5]) = [d2, d0..1, d4] (RFC 9162 §2.1.5).
        assertThat(receipt.proof().path().get(0))
                .isEqualTo(inclusion.proof().path().get(0));
        assertThat(receipt.proof().path().get(2))
                .isEqualTo(inclusion.proof().path().get(1));
        assertThat(receipt.proof().path().get(3))
                .isEqualTo(inclusion.proof().path().get(2));
    }

    @Test
    void bothTellOneStory() {
        Receipt inclusion = Receipt.parse(vector("inclusion-receipt.cbor"));
        ConsistencyReceipt consistency = ConsistencyReceipt.parse(vector("consistency-receipt.cbor"));
        byte[] leaf3 = consistency.proof().path().get(1);
        byte[] newRoot = inclusion.proof().root(leaf3).orElseThrow();
        byte[] oldRoot = dev.muster.format.audit.merkle.MerkleHash.node(
                consistency.proof().path().get(2), consistency.proof().path().get(0));
        assertThat(consistency.proof().verify(oldRoot, newRoot)).isTrue();
    }

    @Test
    void oneIsNotTheOther() {
        byte[] inclusion = vector("inclusion-receipt.cbor");
        byte[] consistency = vector("consistency-receipt.cbor");
        assertThatThrownBy(() -> Receipt.parse(consistency)).isInstanceOf(ScittException.class);
        assertThatThrownBy(() -> ConsistencyReceipt.parse(inclusion)).isInstanceOf(ScittException.class);
    }
}
