package dev.muster.cli.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.testing.Vectors;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code muster inspect} over the kept data, which needs nothing beside the project. */
class InspectKeptTest {
    @TempDir
    Path folder;

    private Path kept(String name) throws Exception {
        return Files.write(folder.resolve(name.substring(name.lastIndexOf('/') + 1)), Vectors.kept(name));
    }

    @ParameterizedTest
    @CsvSource({
        "cose/es256.cbor, cose/es256.pem, COSE",
        "cose/es384.cbor, cose/es384.pem, COSE",
        "cose/es512.cbor, cose/es512.pem, COSE",
        "cose/eddsa.cbor, cose/eddsa.pem, COSE",
        "cose/cwt.cbor, cose/cwt.pem, CWT",
        "attest/psa.cbor, attest/psa.pem, PSA",
        "suit/update.suit, suit/update.pem, SUIT envelope",
    })
    void aSignedMessageIsNamedAndVerifiedAndAChangedOneIsNot(String message, String key, String kind) throws Exception {
        Inspected right = Inspected.of(kept(message), "--key", kept(key));
        assertThat(right.out()).contains(kind).contains("signature: valid");
        assertThat(right.status()).isZero();
        byte[] damaged = Vectors.kept(message);
        damaged[damaged.length / 2] ^= 1;
        Inspected wrong = Inspected.of(Files.write(folder.resolve("damaged"), damaged), "--key", kept(key));
        assertThat(wrong.status()).isNotZero();
    }

    @Test
    void anUnsignedManifestIsShownAndNothingIsSaidToBeVerified() throws Exception {
        Inspected corim = Inspected.of(kept("attest/unsigned.corim"));
        assertThat(corim.out()).contains("CoRIM").contains("acme-cam-1.0.0").doesNotContain("signature: valid");
    }
}
