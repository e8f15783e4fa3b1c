package dev.muster.format.attest.dice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.Vectors;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborTag;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseSign1;
import dev.muster.format.join.x509.CertificateReader;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Chains of Open DICE and of Android as a device's identity: the public one, and our own. */
class DiceIdentityTest {
    private final KeyPair first = CborLayers.keys();
    private final KeyPair second = CborLayers.keys();
    private final KeyPair third = CborLayers.keys();

    private static Cbor known(String name) {
        return Cbor.of(Vectors.bytes("dice/open/_CBOR_Ed25519_" + name + ".cert"));
    }

    private static List<Cbor> knownLayers() {
        return IntStream.range(0, 4)
                .mapToObj(layer -> known("cert_full_cert_chain_" + layer))
                .toList();
    }

    private List<Cbor> own() {
        return List.of(
                Cbor.of(CborLayers.layer(first, first)),
                Cbor.of(CborLayers.layer(first, second)),
                Cbor.of(CborLayers.layer(second, third)));
    }

    private static List<Cbor> and(List<Cbor> before, List<Cbor> after) {
        return Stream.concat(before.stream(), after.stream()).toList();
    }

    private DiceIdentity.Fault fault(byte[]... layers) {
        List<Cbor> chain = Arrays.stream(layers).map(Cbor::of).toList();
        return DiceIdentity.parse(chain).fault(first.getPublic()).orElseThrow();
    }

    @Test
    void theKnownChainHoldsInEachSpelling() {
        X509Certificate certificate = CertificateReader.parse(Vectors.bytes("dice/open/_X509_Ed25519_uds_cert.cert"));
        PublicKey root = certificate.getPublicKey();
        List<Cbor> layers = knownLayers();
        DiceIdentity openDice = DiceIdentity.parse(and(List.of(known("uds_cert")), layers));
        assertThat(openDice.first()).contains(root);
        assertThat(openDice.makers()).isEmpty();
        DiceIdentity android = DiceIdentity.parse(and(
                List.of(CoseKey.of(root).map()),
                layers.stream().map(each -> Cbor.parse(each.asBytes())).toList()));
        assertThat(android.first()).contains(root);
        DiceIdentity certified =
                DiceIdentity.parse(and(List.of(Cbor.of(CertificateReader.encoded(certificate))), layers));
        assertThat(certified.first()).isEmpty();
        assertThat(certified.makers()).containsExactly(certificate);
        for (DiceIdentity each : List.of(openDice, android, certified)) {
            assertThat(each.fault(root)).isEmpty();
            assertThat(each.layers()).hasSize(4);
            assertThat(each.speaking()).isEqualTo(openDice.speaking());
            assertThat(each.layers().getLast().usage().orElseThrow()).containsExactly(0x20);
        }
        assertThat(openDice.fault(first.getPublic()).orElseThrow().detail()).contains("not the one that is known");
        DiceIdentity gap = DiceIdentity.parse(and(List.of(known("uds_cert")), layers.subList(1, 4)));
        assertThat(gap.fault(root).orElseThrow().detail()).contains("the issuer of layer 1");
    }

    @Test
    void eachLinkHasToHold() {
        assertThat(DiceIdentity.parse(own()).fault(first.getPublic())).isEmpty();
        assertThat(DiceIdentity.parse(own()).speaking()).isEqualTo(third.getPublic());
        byte[] stranger =
                CborLayers.signed(CborLayers.claims(CborLayers.name(first), second, CborLayers.CERTIFIES), third);
        DiceIdentity.Fault forged = fault(CborLayers.layer(first, first), stranger);
        assertThat(forged.kind()).isEqualTo(DiceIdentity.Fault.Kind.CHAIN);
        assertThat(forged.detail()).contains("layer 1 is not signed");
        byte[] ownByAnother =
                CborLayers.signed(CborLayers.claims(CborLayers.name(first), first, CborLayers.CERTIFIES), second);
        assertThat(fault(ownByAnother, CborLayers.layer(first, second)).detail())
                .contains("not signed with itself");
        assertThat(fault(CborLayers.layer(first, second), CborLayers.layer(third, third))
                        .detail())
                .contains("the issuer of layer 2");
    }

    /** RFC 5280's bits in a byte string, as the profile has them. */
    @Test
    void aKeyDoesWhatItsCertificateSaysThatItMay() {
        KeyPair last = CborLayers.keys();
        byte[] signs = CborLayers.signed(CborLayers.claims(CborLayers.name(first), second, new byte[] {0x01}), first);
        assertThat(fault(signs, CborLayers.layer(second, third)))
                .isEqualTo(new DiceIdentity.Fault(
                        DiceIdentity.Fault.Kind.USAGE, "the key of layer 1 may not certify another one"));
        for (byte[] none : List.of(new byte[0], new byte[] {0x10}, new byte[] {0, 0x20})) {
            byte[] silent = CborLayers.signed(CborLayers.claims(CborLayers.name(first), last, none), first);
            assertThat(fault(silent).detail()).isEqualTo("the key of layer 1 may not sign");
        }
        byte[] speaks = CborLayers.signed(CborLayers.claims(CborLayers.name(first), last, new byte[] {0x01}), first);
        assertThat(DiceIdentity.parse(List.of(Cbor.of(speaks))).fault(first.getPublic()))
                .isEmpty();
    }

    @Test
    void timesThatAreSaidAreRead() {
        byte[] timed = CborLayers.signed(
                CborLayers.claims(CborLayers.name(first), second, CborLayers.CERTIFIES)
                        .put(4, 2_000)
                        .put(5, 1_000),
                first);
        SignedLayer layer = DiceIdentity.parse(List.of(Cbor.of(timed))).layers().getFirst();
        assertThat(layer.notBefore()).hasValue(1_000);
        assertThat(layer.notAfter()).hasValue(2_000);
    }

    @Test
    void whatIsNoChainSaysWhere() {
        List<Cbor> own = own();
        assertThatThrownBy(() -> DiceIdentity.parse(List.of())).hasMessageContaining("1..20 certificates");
        assertThatThrownBy(() -> DiceIdentity.parse(Collections.nCopies(21, own.getLast())))
                .hasMessageContaining("1..20 certificates");
        assertThatThrownBy(() -> DiceIdentity.parse(own.subList(0, 1))).hasMessageContaining("no layer");
        Cbor key = CoseKey.of(first.getPublic()).map();
        assertThatThrownBy(() -> DiceIdentity.parse(List.of(own.get(1), key))).hasMessageContaining("/1");
        assertThatThrownBy(() -> DiceIdentity.parse(List.of(key, key, own.get(1))))
                .hasMessageContaining("not the first");
        assertThatThrownBy(() -> DiceIdentity.parse(List.of(own.get(1), Cbor.of(new byte[] {0x30, 0}))))
                .hasMessageContaining("X.509 after");
        for (Cbor odd : List.of(Cbor.of(1), Cbor.nil(), Cbor.of(new byte[0]), Cbor.of("a"), Cbor.array())) {
            assertThatThrownBy(() -> DiceIdentity.parse(List.of(odd)))
                    .as(odd.toString())
                    .isInstanceOf(DiceException.class);
        }
        CborTag wrong = Cbor.tag(17, Cbor.parse(own.get(1).asBytes()).asTag().content(CoseSign1.TAG));
        assertThatThrownBy(() -> DiceIdentity.parse(List.of(wrong))).isInstanceOf(DiceException.class);
    }

    @Test
    void aRequestIsSignedByTheLastKeyForThisPurpose() {
        List<byte[]> chain = own().stream().map(Cbor::asBytes).toList();
        DiceJoining.Said said = new DiceJoining.Said(new byte[] {1, 2}, new byte[] {3});
        DiceJoining.Asked asked =
                DiceJoining.Asked.parse(DiceJoining.Asked.encode(chain, said, CborLayers.signer(third)));
        assertThat(asked.isSigned()).isTrue();
        assertThat(asked.said().nonce()).containsExactly(1, 2);
        assertThat(asked.said().request()).containsExactly(3);
        assertThat(DiceJoining.Asked.parse(DiceJoining.Asked.encode(chain, said, CborLayers.signer(second)))
                        .isSigned())
                .isFalse();
        // The same payload, signed as evidence is.
        byte[] evidence = CoseSign1.sign(
                        Cbor.map().build(), asked.proof().payload().orElseThrow(), CborLayers.signer(third))
                .encode();
        List<Cbor> items = new ArrayList<>(own());
        byte[] replayed =
                Cbor.map().put(1, Cbor.array(items)).put(2, evidence).build().encoded();
        assertThat(DiceJoining.Asked.parse(replayed).isSigned()).isFalse();
        assertThat(DiceJoining.Nonce.parse(new DiceJoining.Nonce(new byte[] {9}).encode())
                        .value())
                .containsExactly(9);
    }
}
