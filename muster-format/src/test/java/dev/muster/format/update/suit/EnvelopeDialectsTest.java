package dev.muster.format.update.suit;

import dev.muster.format.cbor.CborWriter;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseHeaders;
import dev.muster.format.cose.CoseSign;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.SignatureScheme;
import java.security.KeyPair;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The same for envelopes: who signed how, what lies beside the manifest, and manifests that build on others. */
class EnvelopeDialectsTest extends Dialect {
    @TestFactory
    Stream<DynamicTest> envelopes() {
        Map<Object, Object> plain = manifest(ONE, SHARED, 20, FETCH);
        for (CoseAlgorithm algorithm : List.of(CoseAlgorithm.ES256, CoseAlgorithm.ESP256)) {
            row(algorithm.label(), envelope(plain, List.of(block(plain, algorithm, P256)), map()), device(), INSTALLS);
        }
        for (CoseAlgorithm algorithm : List.of(CoseAlgorithm.ED25519, CoseAlgorithm.ESP384, CoseAlgorithm.ML_DSA_44)) {
            SignatureScheme scheme = algorithm.scheme();
            KeyPair pair = Keys.generate(scheme, RANDOM);
            RecordingDevice device = device();
            device.verifier = new EnvelopeVerifier(List.of(signer(pair)));
            row(algorithm.label(), envelope(plain, List.of(block(plain, algorithm, pair)), map()), device, INSTALLS);
        }
        byte[] stranger = block(plain, CoseAlgorithm.ESP256, Keys.generateP256(RANDOM));
        byte[] own = block(plain, CoseAlgorithm.ESP256, P256);
        row("a stranger's signature first", envelope(plain, List.of(stranger, own), map()), device(), INSTALLS);
        row("only a stranger's", envelope(plain, List.of(stranger), map()), device(), "unauthorised");
        row("not signed", envelope(plain, List.of(), map()), device(), "unauthorised");
        CoseSign attached = CoseSign.sign(
                CoseHeaders.EMPTY,
                digested(cbor(plain)),
                new byte[0],
                List.of(CoseSigner.of(CoseAlgorithm.ESP256, P256.getPrivate(), Optional.empty())));
        byte[] many = new CoseSign(attached.headers(), Optional.empty(), attached.signatures()).encode();
        row("COSE_Sign", envelope(plain, List.of(many), map()), device(), INSTALLS);
        byte[] mac = CborWriter.create()
                .tag(97)
                .encoded(cbor(List.of(new byte[0], map(), NIL, new byte[32], List.of())))
                .toByteArray();
        row("COSE_Mac", envelope(plain, List.of(mac), map()), device(), "cose-unsupported");
        byte[] tagged = signed(plain);
        byte[] bare = new byte[tagged.length - 2];
        System.arraycopy(tagged, 2, bare, 0, bare.length);
        row("without its tag", bare, device(), INSTALLS);
        row("a delegation chain", envelope(plain, List.of(own), map(1, new byte[1])), device(), "malformed");
        Map<Object, Object> inside = manifest(ONE, SHARED, 20, seq(20, map(21, "#file.bin"), 21, 2, 3, 15));
        row("a payload by its fragment", signed(inside, "#file.bin", IMAGE), device(), INSTALLS);
        Map<Object, Object> relative = manifest(ONE, SHARED, 20, seq(20, map(21, "file.bin"), 21, 2, 3, 15));
        row("a payload by its name", signed(relative, "file.bin", IMAGE), device(), INSTALLS);
        row("a payload that is not there", signed(inside), device(), "operation-failed");
        row("a payload that is another", signed(inside, "#file.bin", OTHER), device(), "condition-failed");
        byte[] text = cbor(
                map("en", map(1, "d", id("one"), map(1, "Acme", 6, "1.2")), "de", map(id("one"), map(2, "Lampe"))));
        row("text in two languages", signed(manifest(ONE, SHARED, 20, FETCH, 23, text)), device(), INSTALLS);
        severed(text);
        dependencies();
        return rows.stream();
    }

    private static List<Object> severedDigest(byte[] content) {
        return List.of(-16, SuitDigest.sha256Wrapped(content).value());
    }

    private void severed(byte[] text) {
        Map<Object, Object> apart = manifest(ONE, SHARED, 20, severedDigest(FETCH), 23, severedDigest(text));
        row("severed and delivered", signed(apart, 20, FETCH, 23, text), device(), INSTALLS);
        row("text left out", signed(apart, 20, FETCH), device(), INSTALLS);
        row("install left out", signed(apart, 23, text), device(), "severing-unsupported");
        row("another install", signed(apart, 20, seq(14, 15)), device(), "malformed: a severed member");
        row("install that was not severed", signed(manifest(ONE, SHARED, 20, FETCH), 20, FETCH), device(), "malformed");
    }

    private void dependencies() {
        Map<Object, Object> inner = manifest(List.of(id("radio")), SHARED, 20, FETCH);
        byte[] dependency = signed(inner);
        byte[] itsDigest = digested(cbor(inner));
        byte[] get = seq(12, 1, 20, map(3, itsDigest, 21, "#dependency"), 21, 2, 7, 15);
        for (Object prefix : List.of(map(), map(1, id("modem")))) {
            Map<Object, Object> outer = map(
                    1,
                    1,
                    2,
                    7,
                    3,
                    cbor(map(1, map(1, prefix), 2, List.of(id("one"), id("dep")))),
                    15,
                    get,
                    20,
                    seq(12, 1, 7, 15, 11, 2));
            String name = ((Map<?, ?>) prefix).isEmpty() ? "a dependency" : "a dependency with a prefix";
            row(name, signed(outer, "#dependency", dependency), device(), INSTALLS);
        }
        Map<Object, Object> unchecked = map(
                1,
                1,
                2,
                7,
                3,
                cbor(map(1, map(1, map()), 2, List.of(id("one"), id("dep")))),
                20,
                seq(12, 1, 20, map(21, "#dependency"), 21, 2, 11, 2));
        row("a dependency that nobody checked", signed(unchecked, "#dependency", dependency), device(), "unauthorised");
    }
}
