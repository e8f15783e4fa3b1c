package dev.muster.format.attest.corim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMapBuilder;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.HeaderLabel;
import dev.muster.format.cose.Sign1Builder;
import dev.muster.format.crypto.Keys;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Manifests in the shapes that cocli, corim-rs and authors of the drafts from -00 to -11 write, and what breaks each. */
class ManifestsOfToolsTest {
    private static final Cbor CLASS = Cbor.map()
            .put(0, Cbor.map().put(1, "ACME").put(2, "Roadrunner").build())
            .build();
    private static final Cbor KEY = Cbor.tag(560, Cbor.of(new byte[32]));
    private static final Cbor DIGESTS = Cbor.array(Cbor.array(Cbor.of(1), Cbor.of(new byte[32])));

    private static Corim read(long kind, Cbor record) {
        return CorimReader.parse(Cbor.tag(501, manifest(kind, record)).encoded());
    }

    private static Cbor manifest(long kind, Cbor record) {
        Cbor comid = Cbor.map()
                .put(1, Cbor.map().put(0, "tag").build())
                .put(4, Cbor.map().put(kind, Cbor.array(record)).build())
                .build();
        return Cbor.map()
                .put(0, "corim")
                .put(1, Cbor.array(Cbor.tag(506, Cbor.of(comid.encoded()))))
                .build();
    }

    private static Corim values(CborMapBuilder values) {
        return measured(Cbor.map().put(1, values.build()));
    }

    private static Corim measured(CborMapBuilder measurement) {
        return read(0, Cbor.array(CLASS, Cbor.array(measurement.build())));
    }

    private static Measurement first(Corim corim) {
        return corim.comids().getFirst().references().getFirst().measurements().getFirst();
    }

    @Test
    void oneKeyThatVouchesNeedsNoList() {
        CborMapBuilder measurement =
                Cbor.map().put(1, Cbor.map().put(2, DIGESTS).build()).put(2, KEY);
        Corim corim = measured(measurement);
        assertThat(first(corim).authorizedBy()).containsExactly(TypedBytes.bytes(new byte[32]));
        assertThat(corim.tolerated()).containsExactly("an authority that is not in a list");
        Corim list =
                measured(Cbor.map().put(1, Cbor.map().put(2, DIGESTS).build()).put(2, Cbor.array(KEY)));
        assertThat(first(list)).isEqualTo(first(corim));
        assertThat(list.tolerated()).isEmpty();
        assertThatThrownBy(() -> measured(
                        Cbor.map().put(1, Cbor.map().put(2, DIGESTS).build()).put(2, Cbor.array())))
                .hasMessageContaining("an empty list of keys");
        assertThatThrownBy(() -> measured(
                        Cbor.map().put(1, Cbor.map().put(2, DIGESTS).build()).put(2, "key")))
                .isInstanceOf(CorimException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "0, true, true, false, false",
        "1, false, true, false, false",
        "2, true, false, false, false",
        "4, true, true, true, false",
        "8, true, true, false, true",
        "15, false, false, true, true"
    })
    void flagsWereBits(int bits, boolean configured, boolean secure, boolean recovery, boolean debug) {
        Map<Integer, Boolean> stated = Map.of(0, configured, 1, secure, 2, recovery, 3, debug);
        for (Cbor form : List.of(Cbor.of(bits), Cbor.of(new byte[] {(byte) bits}))) {
            Corim corim = values(Cbor.map().put(3, form));
            assertThat(first(corim).values().flags()).isEqualTo(stated);
            assertThat(corim.tolerated()).containsExactly("flags as bits");
        }
    }

    @Test
    void bitsThatNoDraftHadAreRefused() {
        assertThat(first(values(Cbor.map().put(3, 0x30))).values().flags())
                .containsEntry(4, false)
                .containsEntry(5, false);
        assertThatThrownBy(() -> values(Cbor.map().put(3, 0x40))).hasMessageContaining("bits 0..5");
        assertThatThrownBy(() -> values(Cbor.map().put(3, new byte[2]))).hasMessageContaining("one byte");
        assertThatThrownBy(() -> values(Cbor.map().put(3, new byte[0]))).hasMessageContaining("one byte");
        assertThatThrownBy(() -> values(Cbor.map().put(3, -1))).isInstanceOf(CorimException.class);
    }

    @Test
    void rawValuesHadNoTag() {
        Corim corim = values(Cbor.map().put(4, new byte[] {1, 2}));
        assertThat(first(corim).values().raw())
                .isEqualTo(first(values(Cbor.map().put(4, Cbor.tag(560, Cbor.of(new byte[] {1, 2})))))
                        .values()
                        .raw());
        assertThat(corim.tolerated()).containsExactly("a raw value without a tag");
        Corim masked = values(Cbor.map().put(4, new byte[] {1, 2}).put(5, new byte[] {1, 0}));
        assertThat(first(masked).values().raw()).map(RawValue::mask).isPresent();
        assertThat(masked.tolerated()).hasSize(2);
        assertThatThrownBy(() -> values(Cbor.map().put(4, "text"))).isInstanceOf(CorimException.class);
    }

    @Test
    void whatSaysNothingIsRefused() {
        assertThatThrownBy(() -> values(Cbor.map())).hasMessageContaining("at least one value");
        Cbor empty = Cbor.map().put(0, Cbor.map().build()).put(1, KEY).build();
        Cbor measurement = Cbor.map().put(1, Cbor.map().put(2, DIGESTS).build()).build();
        assertThatThrownBy(() -> read(0, Cbor.array(empty, Cbor.array(measurement))))
                .hasMessageContaining("a class that says nothing");
        assertThatThrownBy(() -> read(0, Cbor.array(Cbor.map().build(), Cbor.array(measurement))))
                .hasMessageContaining("at least one attribute");
        assertThatThrownBy(() -> read(0, Cbor.array(CLASS, Cbor.array())))
                .hasMessageContaining("a triple without measurements");
    }

    @ParameterizedTest
    @ValueSource(longs = {37, 550, 554, 555, 557, 558, 559, 560, 561, 562})
    void instancesAreOfAnyKindThatToolsOffer(long tag) {
        Cbor content = switch ((int) tag) {
            case 37 -> Cbor.of(new byte[16]);
            case 550 -> Cbor.of(new byte[33]);
            case 554, 555 -> Cbor.of("MFkw");
            case 557, 559, 561 -> Cbor.array(Cbor.of(1), Cbor.of(new byte[32]));
            case 558 -> Cbor.map().put(1, 2).build();
            default -> Cbor.of(new byte[7]);
        };
        Cbor environment = Cbor.map().put(1, Cbor.tag(tag, content)).build();
        Cbor measurement = Cbor.map().put(1, Cbor.map().put(1, 7).build()).build();
        Corim corim = read(0, Cbor.array(environment, Cbor.array(measurement)));
        assertThat(corim.comids()
                        .getFirst()
                        .references()
                        .getFirst()
                        .environment()
                        .instance()
                        .map(TypedBytes::tag))
                .contains(tag);
        assertThatThrownBy(() -> read(0, Cbor.array(Cbor.map().put(1, content).build(), Cbor.array(measurement))))
                .as("without its tag")
                .isInstanceOf(CorimException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/rim+cbor",
                "application/corim-unsigned+cbor",
                "application/rim+cbor;profile",
                "application/corim+cbor"
            })
    void envelopesOfEveryDraftAreRead(String contentType) {
        byte[] signed = signed(contentType, 8);
        SignedCorim read = SignedCorim.parse(signed);
        assertThat(read.signer()).isEqualTo("ACME");
        assertThat(read.tolerated()).hasSize(contentType.equals("application/rim+cbor") ? 0 : 1);
        byte[] wrapped = Cbor.tag(500, Cbor.tag(502, Cbor.parse(signed))).encoded();
        assertThat(SignedCorim.parse(wrapped).tolerated()).contains("the wrapper tag 500", "the wrapper tag 502");
    }

    @Test
    void envelopesOfSomethingElseAreRefused() {
        assertThatThrownBy(() -> SignedCorim.parse(signed("application/cbor", 8)))
                .hasMessageContaining("the content type is application/cbor");
        assertThatThrownBy(() -> SignedCorim.parse(signed("application/rim+cbor", 9)))
                .hasMessageContaining("who signed");
        byte[] untagged =
                Cbor.parse(signed("application/rim+cbor", 8)).asTag().content().encoded();
        assertThatThrownBy(() -> SignedCorim.parse(untagged)).isInstanceOf(CorimException.class);
    }

    private static byte[] signed(String contentType, long metaHeader) {
        Cbor meta = Cbor.map()
                .put(
                        0,
                        Cbor.map()
                                .put(0, "ACME")
                                .put(1, Cbor.tag(32, Cbor.of("https://acme.example")))
                                .build())
                .put(1, Cbor.map().put(1, Cbor.tag(1, Cbor.of(4_102_444_800L))).build())
                .build();
        Cbor measurement = Cbor.map().put(1, Cbor.map().put(2, DIGESTS).build()).build();
        Cbor manifest = Cbor.tag(501, manifest(0, Cbor.array(CLASS, Cbor.array(measurement))));
        return Sign1Builder.create()
                .protect(HeaderLabel.CONTENT_TYPE, Cbor.of(contentType))
                .protect(metaHeader, Cbor.of(meta.encoded()))
                .payload(manifest.encoded())
                .sign(CoseSigner.of(
                        CoseAlgorithm.ES256,
                        Keys.generateP256(new SecureRandom()).getPrivate(),
                        Optional.empty()))
                .encode();
    }

    @Test
    void aSeriesMayHaveAnAuthorityAndItsConditionNoClaims() {
        Cbor choice = Cbor.array(
                Cbor.array(Cbor.map().put(1, Cbor.map().put(2, DIGESTS).build()).build()),
                Cbor.array(Cbor.map().put(1, Cbor.map().put(1, 3).build()).build()));
        Corim corim = read(8, Cbor.array(Cbor.array(CLASS, Cbor.array(), Cbor.array(KEY)), Cbor.array(choice)));
        Triple.Series series =
                (Triple.Series) corim.comids().getFirst().triples().getFirst();
        assertThat(series.common().authorizedBy()).hasSize(1);
        assertThatThrownBy(() -> read(8, Cbor.array(Cbor.array(CLASS, Cbor.array()), Cbor.array())))
                .hasMessageContaining("an empty list in a triple");
    }

    @Test
    void aPlainSecurityVersionAndItsTwoTagsAreThreeForms() {
        assertThat(first(values(Cbor.map().put(1, 5))).values().svn()).isEqualTo(Optional.of(Svn.exactly(5)));
        assertThat(first(values(Cbor.map().put(1, Cbor.tag(552, Cbor.of(5)))))
                        .values()
                        .svn())
                .isEqualTo(Optional.of(Svn.exactly(5)));
        assertThat(first(values(Cbor.map().put(1, Cbor.tag(553, Cbor.of(5)))))
                        .values()
                        .svn())
                .isEqualTo(Optional.of(new Svn(5, true)));
        assertThatThrownBy(() -> values(Cbor.map().put(1, -5))).hasMessageContaining("unsigned");
        assertThatThrownBy(() -> values(Cbor.map().put(1, Cbor.tag(554, Cbor.of(5)))))
                .hasMessageContaining("552 or 553");
    }
}
