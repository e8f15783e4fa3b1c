package dev.muster.format.attest.corim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.crypto.Keys;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Manifests as Arm's and Veraison's tools wrote them before CoRIM -05: read as what they mean, with a list of remarks. */
class OlderFilesTest {
    private static final KeyPair KEY = Keys.generateP256(new SecureRandom());

    private static byte[] manifest(String profile, long keyTag) {
        Cbor environment = Cbor.map()
                .put(0, Cbor.map().put(0, Cbor.tag(600, Cbor.of(new byte[32]))).build())
                .build();
        Cbor measurement = Cbor.map()
                .put(
                        0,
                        keyTag == 601
                                ? Cbor.tag(
                                        601,
                                        Cbor.map()
                                                .put(1, "BL")
                                                .put(4, "2.1.0")
                                                .put(5, new byte[32])
                                                .build())
                                : Cbor.tag(602, Cbor.of("cfg v1")))
                .put(
                        1,
                        Cbor.map()
                                .put(2, Cbor.array(Cbor.array(Cbor.of(1), Cbor.of(new byte[32]))))
                                .build())
                .build();
        Cbor key = Cbor.map()
                .put(0, Base64.getEncoder().encodeToString(KEY.getPublic().getEncoded()))
                .build();
        Cbor device = Cbor.map()
                .put(0, environment.asMap().require(0))
                .put(1, Cbor.tag(550, Cbor.of(instance())))
                .build();
        Cbor comid = Cbor.map()
                .put(1, Cbor.map().put(0, "tag").build())
                .put(
                        4,
                        Cbor.map()
                                .put(0, Cbor.array(Cbor.array(environment, measurement)))
                                .put(3, Cbor.array(Cbor.array(device, Cbor.array(key))))
                                .build())
                .build();
        return Cbor.map()
                .put(0, "old")
                .put(1, Cbor.array(Cbor.of(Cbor.tag(506, comid).encoded())))
                .put(3, Cbor.array(Cbor.of(profile)))
                .build()
                .encoded();
    }

    private static byte[] instance() {
        byte[] id = new byte[33];
        id[0] = 1;
        return id;
    }

    @Test
    void keysOfPsaComponentsAreReadAsWhatTheyMean() {
        Corim corim = CorimReader.parse(manifest("http://arm.com/psa/2.0.0", 601));
        assertThat(Profiles.refusal(corim)).isEmpty();
        Triple.Reference reference = corim.comids().getFirst().references().getFirst();
        assertThat(reference.environment().classId()).contains(TypedBytes.bytes(new byte[32]));
        Measurement measurement = reference.measurements().getFirst();
        assertThat(measurement.key()).contains(MeasuredElement.of("psa.software-component"));
        assertThat(measurement.values().name()).contains("BL");
        assertThat(measurement.values().version().map(Version::text)).contains("2.1.0");
        assertThat(measurement.values().cryptoKeys()).containsExactly(TypedBytes.bytes(new byte[32]));
        Triple.Keys keys = (Triple.Keys) corim.comids().getFirst().triples().getLast();
        assertThat(KeyContent.publicKey(keys.keys().getFirst())).contains(KEY.getPublic());
        assertThat(corim.tolerated())
                .containsExactlyInAnyOrder(
                        "a manifest without tag 501",
                        "a list of profiles",
                        "a tag inside a byte string",
                        "a class id with the older tag 600",
                        "a measurement key with the older tag 601",
                        "a measurement that is not in a list",
                        "a key in a map");
    }

    @Test
    void thoseOfCcaAreOfItsOwnElements() {
        assertThat(key(manifest("http://arm.com/cca/ssd/1", 601)))
                .contains(MeasuredElement.of("cca.software-component"));
        assertThat(key(manifest("http://arm.com/cca/ssd/1", 602))).contains(MeasuredElement.of("cca.platform-config"));
    }

    private static Optional<MeasuredElement> key(byte[] manifest) {
        return CorimReader.parse(manifest)
                .comids()
                .getFirst()
                .references()
                .getFirst()
                .measurements()
                .getFirst()
                .key();
    }
}
