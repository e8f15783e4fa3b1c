package dev.muster.cli.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.cli.Main;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.HeaderLabel;
import dev.muster.format.cose.Sign1Builder;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Pem;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that can be read and that the verifier refuses: shown, with the reason, and never exit status 0. */
class InspectRefusalsTest {
    private static final KeyPair KEY = Keys.generateP256(new SecureRandom());
    private static final Instant UNTIL = Instant.parse("2030-01-01T00:00:00Z");
    private static final Instant FROM = Instant.parse("2029-01-01T00:00:00Z");

    @TempDir
    Path folder;

    private String out = "";

    private int inspect(byte[] file, String... more) throws Exception {
        Path path = Files.write(folder.resolve("file"), file);
        StringWriter printed = new StringWriter();
        List<String> words = new java.util.ArrayList<>(List.of("inspect", path.toString()));
        words.addAll(List.of(more));
        int status = Main.run(
                new PrintWriter(printed, true),
                new PrintWriter(new StringWriter(), true),
                words.toArray(String[]::new));
        out = printed.toString();
        return status;
    }

    private static Cbor manifest(Cbor environment) {
        Cbor value = Cbor.map().put(1, 7).build();
        Cbor record =
                Cbor.array(environment, Cbor.array(Cbor.map().put(1, value).build()));
        Cbor comid = Cbor.map()
                .put(1, Cbor.map().put(0, "tag").build())
                .put(4, Cbor.map().put(0, Cbor.array(record)).build())
                .build();
        return Cbor.tag(
                501,
                Cbor.map()
                        .put(0, "corim")
                        .put(1, Cbor.array(Cbor.tag(506, Cbor.of(comid.encoded()))))
                        .build());
    }

    private static Cbor device() {
        return Cbor.map().put(0, Cbor.map().put(1, "ACME").build()).build();
    }

    private static byte[] signed(Cbor manifest) {
        Cbor validity = Cbor.map()
                .put(0, Cbor.tag(1, Cbor.of(FROM.getEpochSecond())))
                .put(1, Cbor.tag(1, Cbor.of(UNTIL.getEpochSecond())))
                .build();
        Cbor meta = Cbor.map()
                .put(0, Cbor.map().put(0, "ACME").build())
                .put(1, validity)
                .build();
        return Sign1Builder.create()
                .protect(HeaderLabel.CONTENT_TYPE, Cbor.of("application/rim+cbor"))
                .protect(8, Cbor.of(meta.encoded()))
                .payload(manifest.encoded())
                .sign(CoseSigner.of(CoseAlgorithm.ES256, KEY.getPrivate(), Optional.empty()))
                .encode();
    }

    private String key(KeyPair pair) throws Exception {
        return Files.writeString(
                        folder.resolve("key.pem"),
                        new Pem("PUBLIC KEY", pair.getPublic().getEncoded()).encode())
                .toString();
    }

    @ParameterizedTest
    @CsvSource({
        "2028-12-31T23:59:59Z, 1, holds from 2029",
        "2029-01-01T00:00:00Z, 0, valid",
        "2030-01-01T00:00:00Z, 0, valid",
        "2030-01-01T00:00:01Z, 1, held until 2030"
    })
    void aSignatureHoldsAsLongAsItsSignerSays(String at, int status, String says) throws Exception {
        assertThat(inspect(signed(manifest(device())), "--key", key(KEY), "--at", at))
                .as(out)
                .isEqualTo(status);
        assertThat(out).containsIgnoringCase(says);
    }

    @Test
    void withoutAKeyOrWithAnotherNothingIsVerified() throws Exception {
        byte[] file = signed(manifest(device()));
        assertThat(inspect(file)).as("only shown").isZero();
        String other = key(Keys.generateP256(new SecureRandom()));
        assertThat(inspect(file, "--key", other, "--at", "2029-06-01T00:00:00Z"))
                .as(out)
                .isNotZero();
        assertThat(inspect(manifest(device()).encoded(), "--key", key(KEY)))
                .as("unsigned")
                .isEqualTo(2);
    }

    @Test
    void manifestsThatTheReaderRefusesAreRefused() throws Exception {
        Cbor nothing = Cbor.map().build();
        assertThat(inspect(manifest(device()).encoded())).isZero();
        assertThat(inspect(manifest(nothing).encoded())).isEqualTo(1);
        assertThat(out).contains("refused: an environment names at least one attribute");
        assertThat(inspect(signed(manifest(nothing)), "--key", key(KEY), "--at", "2029-06-01T00:00:00Z"))
                .as("a good signature over what is refused")
                .isEqualTo(1);
    }

    @Test
    void claimsAndWrappersThatTheReaderRefusesAreRefused() throws Exception {
        byte[] good = Cbor.tag(601, Cbor.map().put(10, new byte[8]).build()).encoded();
        byte[] bad = Cbor.tag(601, Cbor.map().put(10, new byte[7]).build()).encoded();
        assertThat(inspect(good)).as(out).isZero();
        assertThat(inspect(bad)).isEqualTo(1);
        assertThat(out).contains("refused: expected 8..64 bytes");
    }
}
