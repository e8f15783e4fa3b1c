package dev.muster.cli.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseHeaders;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseSign1;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.crypto.SignatureScheme;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What one signature covers is verified by it and nothing else is: other signers, sections, receipts; and JSON is JSON to its end. */
class InspectPartsTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final KeyPair PAIR = Keys.generateP256(RANDOM);
    private static final KeyPair OTHER = Keys.generate(SignatureScheme.ECDSA_P384_SHA384, RANDOM);
    private static final byte[] CONTENT = {1, 2, 3};

    @TempDir
    Path folder;

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static CoseSigner signer(CoseAlgorithm algorithm, KeyPair pair) {
        return CoseSigner.of(algorithm, pair.getPrivate(), Optional.empty());
    }

    @Test
    void aKeyThatMadeOneSignatureDoesNotMakeTheOthersWrong() throws IOException {
        CborMap first = Cbor.map().put(1, -7).build();
        CborMap second = Cbor.map().put(1, -35).build();
        byte[] message = Cbor.tag(
                        98,
                        Cbor.array(
                                Cbor.of(new byte[0]),
                                CborMap.EMPTY,
                                Cbor.of(CONTENT),
                                Cbor.array(
                                        signature(first, signer(CoseAlgorithm.ES256, PAIR)),
                                        signature(second, signer(CoseAlgorithm.ES384, OTHER)))))
                .encoded();
        Path own = file("own.key", CoseKey.of(PAIR.getPublic()).encode());
        Path other = file("other.key", CoseKey.of(OTHER.getPublic()).encode());
        Path m = file("m", message);
        assertThat(Inspected.of(m, "--key", own, "--key", other).status()).isZero();
        assertThat(Inspected.of(m, "--key", own).status()).isEqualTo(2);
        message[message.length - 1] ^= 1;
        Path forged = file("forged", message);
        assertThat(Inspected.of(forged, "--key", own, "--key", other).status()).isEqualTo(1);
        assertThat(Inspected.of(forged, "--key", other).status()).isEqualTo(1);
    }

    private static Cbor signature(CborMap headers, CoseSigner signer) {
        CoseHeaders own = CoseHeaders.of(headers, CborMap.EMPTY);
        byte[] covered = Cbor.array(
                        Cbor.of("Signature"),
                        Cbor.of(new byte[0]),
                        Cbor.of(headers.encoded()),
                        Cbor.of(new byte[0]),
                        Cbor.of(CONTENT))
                .encoded();
        assertThat(own.alg()).isPresent();
        return Cbor.array(Cbor.of(headers.encoded()), CborMap.EMPTY, Cbor.of(signer.sign(covered)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1 \"b\":2} | 1",
                "{\"a\":NaN} | 1",
                "[1, -Infinity] | 1",
                "{\"a\":1 /* one */} | 1",
                "[1] // one | 1",
                "{\"a\":\"1: 2\"} | 0",
                "{\"a\": h'00'} | 0",
                "{1: NaN} | 0",
                "[1, / one / 2] | 0",
            })
    void whatOthersReadAsJsonIsBrokenJsonAndWhatIsNotationIsNot(String text, int status) throws IOException {
        Inspected result = Inspected.of(file("f", text));
        assertThat(result.status()).as(result.out()).isEqualTo(status);
        assertThat(result.out()).startsWith(status == 1 || text.contains("\"1") ? "JSON" : "CBOR");
    }

    @Test
    void aControlCharacterInJsonHasAPlace() throws IOException {
        Inspected result = Inspected.of(file("f", "{\"a\":\"x\u0001\"}"));
        assertThat(result.out()).startsWith("JSON").contains("at byte 7");
        assertThat(result.status()).isEqualTo(1);
    }

    @Test
    void aSectionUnderAnUnknownDigestIsNotVerifiedByTheSignature() throws IOException {
        byte[] section = {(byte) 0x82, 3, 15};
        Cbor manifest = Cbor.map()
                .put(1, 1)
                .put(2, 1)
                .put(
                        3,
                        Cbor.map()
                                .put(2, Cbor.array(Cbor.array(Cbor.of(new byte[1]))))
                                .build()
                                .encoded())
                .put(20, Cbor.array(Cbor.of(-9999), Cbor.of(new byte[32])))
                .build();
        byte[] wrapped = Cbor.of(manifest.encoded()).encoded();
        byte[] digest = Cbor.array(Cbor.of(-16), Cbor.of(Sha256.of(wrapped))).encoded();
        byte[] block = CoseSign1.sign(CborMap.EMPTY, digest, signer(CoseAlgorithm.ES256, PAIR))
                .detached()
                .encode();
        byte[] envelope = Cbor.tag(
                        107,
                        Cbor.map()
                                .put(
                                        2,
                                        Cbor.array(Cbor.of(digest), Cbor.of(block))
                                                .encoded())
                                .put(3, manifest.encoded())
                                .put(20, section)
                                .build())
                .encoded();
        Path key = file("own.key", CoseKey.of(PAIR.getPublic()).encode());
        Inspected result = Inspected.of(file("m.suit", envelope), "--key", key);
        assertThat(result.out()).contains("section 20 has a digest of an algorithm that is not known here");
        assertThat(result.status()).isEqualTo(2);
    }

    @Test
    void aReceiptOfAnotherKindOfTreeIsNotChecked() throws IOException {
        CoseSigner signer = CoseSigner.of(
                CoseAlgorithm.ES256, PAIR.getPrivate(), Optional.of("k".getBytes(StandardCharsets.UTF_8)));
        byte[] receipt = CoseSign1.sign(Cbor.map().put(395, 4_294_967_297L).build(), CONTENT, signer)
                .encode();
        CborMap claims = Cbor.map().put(1, "https://m.example").put(2, "s").build();
        CoseSign1 statement = CoseSign1.sign(Cbor.map().put(15, claims).build(), CONTENT, signer);
        byte[] transparent = new CoseSign1(
                        CoseHeaders.of(
                                Cbor.parse(statement.headers().protectedBytes()).asMap(),
                                Cbor.map()
                                        .put(394, Cbor.array(Cbor.of(receipt)))
                                        .build()),
                        statement.payload(),
                        statement.signature())
                .encode();
        Path key = file("own.key", CoseKey.of(PAIR.getPublic()).encode());
        Inspected result = Inspected.of(file("m", transparent), "--key", key, "--ledger-key", key);
        assertThat(result.out()).contains("not checked: it is of a tree that is not known here (vds 4294967297)");
        assertThat(result.status()).isEqualTo(2);
    }
}
