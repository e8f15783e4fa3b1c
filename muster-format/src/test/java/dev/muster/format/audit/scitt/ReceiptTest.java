package dev.muster.format.audit.scitt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.MalformedException;
import dev.muster.format.audit.merkle.ConsistencyProof;
import dev.muster.format.audit.merkle.InclusionProof;
import dev.muster.format.audit.merkle.MerkleHash;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborWriter;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseSign1;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.HeaderLabel;
import dev.muster.format.cose.Sign1Builder;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.crypto.Keys;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every rule of a receipt and of a statement, then its breach. */
class ReceiptTest {
    private static final KeyPair PAIR = Keys.generateP256(new SecureRandom());
    private static final CoseSigner SIGNER =
            CoseSigner.of(CoseAlgorithm.ES256, PAIR.getPrivate(), Optional.of(new byte[] {1}));
    private static final VerificationKey KEY = VerificationKey.of(PAIR.getPublic());
    private static final String LOG = "https://log.example";

    private static Sign1Builder statement() {
        return Sign1Builder.create()
                .contentType("text/plain")
                .protect(HeaderLabel.CWT_CLAIMS, claims("https://maker.example", "cam"))
                .payload("hello".getBytes(StandardCharsets.UTF_8));
    }

    private static CborMap claims(String iss, String sub) {
        return Cbor.map().put(1, iss).put(2, sub).build();
    }

    private static final SignedStatement STATEMENT =
            SignedStatement.parse(statement().sign(SIGNER).encode());
    private static final byte[] OTHER = MerkleHash.leaf(new byte[] {7});

    /** The statement as leaf 1 of 2. */
    private static Receipt receipt() {
        return receipt(2, 1, List.of(OTHER));
    }

    private static Receipt receipt(long size, long index, List<byte[]> path) {
        byte[] root = MerkleHash.node(OTHER, STATEMENT.leafHash());
        return Receipt.sign(new InclusionProof(size, index, path), root, LOG, "cam", SIGNER);
    }

    private static String code(Receipt receipt) {
        return receipt.verify(STATEMENT, KEY) instanceof Receipt.Check.Fails fails ? fails.code() : "holds";
    }

    @Test
    void aReceiptHoldsForItsStatementOnly() {
        Receipt receipt = Receipt.parse(receipt().bytes());
        assertThat(receipt.verify(STATEMENT, KEY))
                .isEqualTo(new Receipt.Check.Holds(2, 1, MerkleHash.node(OTHER, STATEMENT.leafHash())));
        SignedStatement other = SignedStatement.parse(
                statement().payload(new byte[] {1}).sign(SIGNER).encode());
        assertThat(receipt.verify(other, KEY).holds()).isFalse();
        assertThat(receipt.issuer()).contains(LOG);
    }

    @Test
    void aReceiptWithoutItsTagIsNone() {
        byte[] tagged = receipt().bytes();
        assertThat(tagged[0]).isEqualTo((byte) 0xd2);
        assertThatThrownBy(() -> Receipt.parse(Arrays.copyOfRange(tagged, 1, tagged.length)))
                .isInstanceOf(ScittException.class)
                .hasMessageContaining("tag 18");
    }

    @Test
    void everyBitOfAReceiptCounts() {
        byte[] good = receipt().bytes();
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            boolean holds;
            try {
                holds = Receipt.parse(bad).verify(STATEMENT, KEY).holds();
            } catch (MalformedException malformed) {
                holds = false;
            }
            assertThat(holds).as("bit %d", bit).isFalse();
        }
    }

    @Test
    void wrongIndexSizeOrPathFails() {
        assertThat(code(receipt(2, 0, List.of(OTHER)))).isEqualTo("signature-wrong");
        assertThat(code(receipt(2, 2, List.of(OTHER)))).as("index = size").isEqualTo("proof-shape");
        assertThat(code(receipt(2, 9, List.of(OTHER)))).as("index > size").isEqualTo("proof-shape");
        assertThat(code(receipt(0, 0, List.of(OTHER)))).as("size 0").isEqualTo("proof-shape");
        assertThat(code(receipt(3, 1, List.of(OTHER)))).as("path too short").isEqualTo("proof-shape");
        assertThat(code(receipt(2, 1, List.of(OTHER, OTHER))))
                .as("path too long")
                .isEqualTo("proof-shape");
        assertThat(code(receipt(2, 1, List.of(STATEMENT.leafHash())))).isEqualTo("signature-wrong");
    }

    @Test
    void aTreeOfOneLeafHasNoReceipt() {
        assertThatThrownBy(() -> receipt(1, 0, List.of())).isInstanceOf(IllegalArgumentException.class);
        byte[] empty = rebuilt(1, Cbor.array(List.of(Cbor.of(1), Cbor.of(0), Cbor.array(List.of()))), true);
        assertThatThrownBy(() -> Receipt.parse(empty)).isInstanceOf(ScittException.class);
    }

    /** A receipt by hand: tree algorithm, proof, and where the algorithm stands. */
    private static byte[] rebuilt(long vds, Cbor proof, boolean algProtected) {
        CborMap proofs = Cbor.map()
                .put(-1, Cbor.array(List.of(Cbor.of(proof.encoded()))))
                .build();
        var unprotected = Cbor.map().put(HeaderLabel.VDP, proofs);
        CoseSign1 signed = Sign1Builder.create()
                .protect(HeaderLabel.VDS, Cbor.of(vds))
                .protect(HeaderLabel.CWT_CLAIMS, claims(LOG, "cam"))
                .payload(MerkleHash.node(OTHER, STATEMENT.leafHash()))
                .detached()
                .sign(SIGNER);
        if (!algProtected) {
            unprotected.put(HeaderLabel.ALG, Cbor.of(-7));
            CborMap without = Cbor.map()
                    .put(HeaderLabel.VDS, Cbor.of(vds))
                    .put(HeaderLabel.CWT_CLAIMS, claims(LOG, "cam"))
                    .build();
            return CborWriter.create()
                    .tag(18)
                    .array(4)
                    .bytes(without.encoded())
                    .item(unprotected.build())
                    .nil()
                    .bytes(signed.signature())
                    .toByteArray();
        }
        return signed.withUnprotected(unprotected.build()).encode();
    }

    private static Cbor goodProof() {
        return Cbor.array(List.of(Cbor.of(2), Cbor.of(1), Cbor.array(List.of(Cbor.of(OTHER)))));
    }

    @Test
    void unknownTreesAndUnprotectedAlgorithmsAreRefused() {
        assertThat(Receipt.parse(rebuilt(1, goodProof(), true))
                        .verify(STATEMENT, KEY)
                        .holds())
                .isTrue();
        assertThatThrownBy(() -> Receipt.parse(rebuilt(2, goodProof(), true)))
                .isInstanceOf(ScittException.class)
                .hasMessageContaining("verifiable data structure 2");
        Receipt loose = Receipt.parse(rebuilt(1, goodProof(), false));
        assertThat(code(loose)).isEqualTo("alg-unprotected");
    }

    @Test
    void malformedProofsAreRefused() {
        for (Cbor bad : List.of(
                Cbor.array(List.of(Cbor.of(2), Cbor.of(1))),
                Cbor.array(List.of(Cbor.of(-2), Cbor.of(1), Cbor.array(List.of(Cbor.of(OTHER))))),
                Cbor.array(List.of(Cbor.of(2), Cbor.of(1), Cbor.array(List.of(Cbor.of(new byte[31]))))),
                Cbor.array(List.of(Cbor.of(2), Cbor.of(1), Cbor.of(OTHER))),
                Cbor.of(1))) {
            assertThatThrownBy(() -> Receipt.parse(rebuilt(1, bad, true))).isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void aConsistencyReceiptNeedsBothRootsAndTheKey() {
        byte[] oldRoot = OTHER;
        byte[] newRoot = MerkleHash.node(OTHER, STATEMENT.leafHash());
        ConsistencyProof proof = new ConsistencyProof(1, 2, List.of(STATEMENT.leafHash()));
        ConsistencyReceipt receipt = ConsistencyReceipt.parse(
                ConsistencyReceipt.sign(proof, newRoot, LOG, SIGNER).bytes());
        assertThat(receipt.verify(oldRoot, newRoot, KEY)).isTrue();
        assertThat(receipt.verify(newRoot, newRoot, KEY)).isFalse();
        assertThat(receipt.verify(oldRoot, oldRoot, KEY)).isFalse();
        KeyPair stranger = Keys.generateP256(new SecureRandom());
        assertThat(receipt.verify(oldRoot, newRoot, VerificationKey.of(stranger.getPublic())))
                .isFalse();
    }

    @Test
    void aTransparentStatementHoldsReceiptsAsByteStrings() {
        byte[] bytes = new TransparentStatement(STATEMENT, List.of(receipt())).encode();
        TransparentStatement read = TransparentStatement.parse(bytes);
        assertThat(read.statement().leafData()).isEqualTo(STATEMENT.leafData());
        assertThat(read.receipts().getFirst().verify(read.statement(), KEY).holds())
                .isTrue();
        CborMap array = Cbor.map()
                .put(
                        HeaderLabel.RECEIPTS,
                        Cbor.array(List.of(Cbor.parse(receipt().bytes()))))
                .build();
        assertThatThrownBy(() -> TransparentStatement.parse(
                        STATEMENT.message().withUnprotected(array).encode()))
                .as("394 as an array of receipts, as drafts had it")
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> TransparentStatement.parse(STATEMENT.bytes())).isInstanceOf(ScittException.class);
    }

    @Test
    void theLeafIsTheStatementWithNothingButItsUnprotectedHeaderCutOut() {
        CoseSign1 message = statement().sign(SIGNER);
        byte[] plain = message.encode();
        byte[] noisy = message.withUnprotected(
                        Cbor.map().put(99, "x".repeat(300)).put(-70_000, 1).build())
                .encode();
        assertThat(SignedStatement.parse(noisy).leafData()).isEqualTo(plain);
        assertThat(SignedStatement.parse(plain).leafData()).isEqualTo(plain);
        assertThat(SignedStatement.parse(noisy).bytes()).isEqualTo(noisy);
    }

    @Test
    void statementsWithoutClaimsIdentityOrTagAreMalformed() {
        CborMap noSub = Cbor.map().put(1, "https://maker.example").build();
        CoseSigner anonymous = CoseSigner.of(CoseAlgorithm.ES256, PAIR.getPrivate(), Optional.empty());
        List<byte[]> bad = new ArrayList<>();
        bad.add(Sign1Builder.create().payload(new byte[1]).sign(SIGNER).encode());
        bad.add(Sign1Builder.create()
                .protect(HeaderLabel.CWT_CLAIMS, noSub)
                .sign(SIGNER)
                .encode());
        bad.add(Sign1Builder.create()
                .protect(HeaderLabel.CWT_CLAIMS, claims("", "x"))
                .sign(SIGNER)
                .encode());
        bad.add(Sign1Builder.create()
                .protect(HeaderLabel.CWT_CLAIMS, claims("i", "a\nb"))
                .sign(SIGNER)
                .encode());
        bad.add(Sign1Builder.create()
                .protect(HeaderLabel.CWT_CLAIMS, Cbor.of(1))
                .sign(SIGNER)
                .encode());
        bad.add(statement().sign(anonymous).encode());
        bad.add(statement()
                .unprotect(Cbor.map().put(HeaderLabel.KID, new byte[] {1}).build())
                .sign(anonymous)
                .encode());
        bad.add(statement().sign(SIGNER).encode(false));
        bad.add(Arrays.copyOf(STATEMENT.bytes(), STATEMENT.bytes().length - 1));
        bad.add(new byte[0]);
        for (byte[] bytes : bad) {
            assertThatThrownBy(() -> SignedStatement.parse(bytes)).isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void aHashEnvelopeNamesItsPreimageAndHoldsAHash() {
        Sign1Builder envelope = Sign1Builder.create()
                .protect(HeaderLabel.CWT_CLAIMS, claims("https://maker.example", "cam"))
                .protect(HeaderLabel.PAYLOAD_HASH_ALG, Cbor.of(HashEnvelope.SHA_256))
                .protect(HeaderLabel.PREIMAGE_CONTENT_TYPE, Cbor.of("application/spdx+json"))
                .protect(HeaderLabel.PAYLOAD_LOCATION, Cbor.of("https://maker.example/sbom"));
        SignedStatement read = SignedStatement.parse(
                envelope.payload(new byte[32]).sign(SIGNER).encode());
        assertThat(read.contentType()).isEqualTo("application/spdx+json");
        assertThat(read.hashEnvelope().flatMap(HashEnvelope::location)).contains("https://maker.example/sbom");
        byte[] shortHash = envelope.payload(new byte[31]).sign(SIGNER).encode();
        assertThatThrownBy(() -> SignedStatement.parse(shortHash)).isInstanceOf(ScittException.class);
        byte[] both = envelope.payload(new byte[32])
                .contentType("text/plain")
                .sign(SIGNER)
                .encode();
        assertThatThrownBy(() -> SignedStatement.parse(both)).isInstanceOf(ScittException.class);
    }
}
