package dev.muster.format.update.suit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.cbor.CborWriter;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseHeaders;
import dev.muster.format.cose.CoseSign;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.Sign1Builder;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.SignatureScheme;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Manifests and envelopes in the shapes that authors write, byte by byte and not by our writer: each is verified, read and
 * run, and installs, or stops for the reason that the drafts give it.
 */
class DialectsTest {
    private static final byte[] IMAGE = "the new image".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OTHER = "another image".getBytes(StandardCharsets.US_ASCII);
    private static final String WEB = "http://files.example/file1.bin";
    private static final String INSTALLS = "installs";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final KeyPair P256 = Keys.generateP256(RANDOM);

    private final List<DynamicTest> rows = new ArrayList<>();

    // CBOR by hand: numbers, texts, bytes, lists, maps in their order, true, and NIL.

    private static final Object NIL = new Object();

    private static Map<Object, Object> map(Object... pairs) {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }

    private static void write(CborWriter out, Object item) {
        switch (item) {
            case Integer number -> out.integer(number);
            case Long number -> out.integer(number);
            case String text -> out.text(text);
            case byte[] bytes -> out.bytes(bytes);
            case Boolean flag -> out.bool(flag);
            case List<?> list -> {
                out.array(list.size());
                list.forEach(one -> write(out, one));
            }
            case Map<?, ?> all -> {
                out.map(all.size());
                all.forEach((key, value) -> {
                    write(out, key);
                    write(out, value);
                });
            }
            case CborWriter encoded -> out.encoded(encoded.toByteArray());
            default -> out.nil();
        }
    }

    private static byte[] cbor(Object item) {
        CborWriter out = CborWriter.create();
        write(out, item);
        return out.toByteArray();
    }

    private static byte[] seq(Object... items) {
        return cbor(List.of(items));
    }

    private static byte[] digest(SuitDigest.Algorithm algorithm, byte[] of) {
        return cbor(List.of(algorithm.code(), algorithm.start().digest(of)));
    }

    private static byte[] digest(byte[] of) {
        return digest(SuitDigest.Algorithm.SHA_256, of);
    }

    private static List<Object> id(Object... parts) {
        List<Object> id = new ArrayList<>();
        for (Object part : parts) {
            id.add(part instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : part);
        }
        return id;
    }

    private static final List<Object> ONE = List.of(id("one"));
    private static final List<Object> TWO = List.of(id("one"), id("two"));
    private static final byte[] SHARED = seq(
            20,
            map(1, RecordingDevice.VENDOR, 2, RecordingDevice.CLASS, 3, digest(IMAGE), 14, IMAGE.length),
            1,
            15,
            2,
            15);
    private static final byte[] FETCH = seq(20, map(21, WEB), 21, 2, 3, 15);

    private static Map<Object, Object> manifest(List<Object> components, byte[] shared, Object... sections) {
        Map<Object, Object> all = map(1, 1, 2, 7, 3, cbor(map(2, components, 4, shared)));
        all.putAll(map(sections));
        return all;
    }

    /** What is signed, and what lies beside it. */
    private static byte[] envelope(Map<Object, Object> manifest, List<byte[]> blocks, Map<Object, Object> beside) {
        byte[] bytes = cbor(manifest);
        List<Object> authentication = new ArrayList<>(List.of((Object) digested(bytes)));
        authentication.addAll(blocks);
        Map<Object, Object> all = map(2, cbor(authentication), 3, bytes);
        all.putAll(beside);
        CborWriter out = CborWriter.create().tag(CodePoints.TAG_ENVELOPE);
        write(out, all);
        return out.toByteArray();
    }

    private static byte[] digested(byte[] manifest) {
        return SuitWriter.digest(SuitDigest.sha256Wrapped(manifest));
    }

    private static byte[] block(Map<Object, Object> manifest, CoseAlgorithm algorithm, KeyPair pair) {
        return Sign1Builder.create()
                .payload(digested(cbor(manifest)))
                .detached()
                .sign(CoseSigner.of(algorithm, pair.getPrivate(), Optional.empty()))
                .encode();
    }

    private static byte[] signed(Map<Object, Object> manifest, Object... beside) {
        return envelope(manifest, List.of(block(manifest, CoseAlgorithm.ESP256, P256)), map(beside));
    }

    private static RecordingDevice device() {
        RecordingDevice device = new RecordingDevice();
        device.web.put(WEB, IMAGE);
        device.verifier = new EnvelopeVerifier(List.of(signer(P256)));
        return device;
    }

    private static EnvelopeVerifier.Signer signer(KeyPair pair) {
        return new EnvelopeVerifier.Signer("maker", VerificationKey.of(pair.getPublic()));
    }

    private static String run(byte[] bytes, RecordingDevice device) {
        try {
            Envelope envelope = Envelope.parse(bytes);
            if (device.verifier.verify(envelope) instanceof EnvelopeVerifier.Verification.Refused refused) {
                return refused.reason().word();
            }
            Manifest manifest = Manifest.parse(envelope);
            return switch (Processor.update(manifest, envelope, device)) {
                case Outcome.Completed _ -> INSTALLS;
                case Outcome.Stopped stopped -> stopped.reason().word() + ": " + stopped.detail();
            };
        } catch (SuitException malformed) {
            return "malformed: " + malformed.getMessage();
        }
    }

    private void row(String name, byte[] envelope, RecordingDevice device, String expected) {
        rows.add(DynamicTest.dynamicTest(
                name, () -> assertThat(run(envelope, device)).startsWith(expected)));
    }

    private void row(String name, Map<Object, Object> manifest, String expected) {
        row(name, signed(manifest), device(), expected);
    }

    private void install(String name, String expected, Object... commands) {
        row(name, manifest(TWO, SHARED, 20, seq(commands)), expected);
    }

    @TestFactory
    Stream<DynamicTest> templates() {
        byte[] started = seq(3, 15);
        row("secure boot only", with(manifest(ONE, SHARED, 7, started, 9, seq(23, 2))), "condition-failed");
        row("download, install, boot", manifest(ONE, SHARED, 7, started, 9, seq(23, 2), 20, FETCH), INSTALLS);
        row(
                "payload-fetch and install",
                manifest(
                        TWO,
                        SHARED,
                        16,
                        seq(12, 1, 20, map(21, WEB), 21, 2),
                        20,
                        seq(12, 0, 20, map(22, 1), 22, 2, 3, 15)),
                INSTALLS);
        row("validate alone on what is there", manifest(ONE, SHARED, 7, started), "condition-failed");
        row("no section at all", manifest(ONE, SHARED), INSTALLS);
        row(
                "install without a shared sequence",
                map(1, 1, 2, 7, 3, cbor(map(2, ONE)), 20, seq(20, map(3, digest(IMAGE), 21, WEB), 21, 2, 3, 15)),
                INSTALLS);
        byte[] slots = seq(
                15,
                List.of(
                        seq(20, map(5, 1), 5, 5, 20, map(21, "http://files.example/b")),
                        seq(20, map(5, 0), 5, 5, 20, map(21, WEB))),
                21,
                2,
                3,
                15);
        row("two slots by try-each", manifest(ONE, SHARED, 20, slots), INSTALLS);
        row("reference URI", manifest(ONE, SHARED, 4, "https://maker.example/m.suit", 20, FETCH), INSTALLS);
        row(
                "manifest's own component id",
                manifest(ONE, SHARED, 5, id("INSTLD_MFST", new byte[16]), 20, FETCH),
                INSTALLS);
        row("set version", manifest(ONE, SHARED, 6, cbor(List.of(1, 4, -2)), 20, FETCH), INSTALLS);
        row("CoSWID inside", manifest(ONE, SHARED, 14, cbor(map(0, "x")), 20, FETCH), INSTALLS);
        row("sequence number 0", with(manifest(ONE, SHARED, 20, FETCH), 2, 0), INSTALLS);
        row("sequence number of 63 bits", with(manifest(ONE, SHARED, 20, FETCH), 2, Long.MAX_VALUE), INSTALLS);
        row("manifest version 2", with(manifest(ONE, SHARED, 20, FETCH), 1, 2), "malformed: manifest version 2");
        row("a member of no draft", manifest(ONE, SHARED, 20, FETCH, 40, 1), "command-unsupported");
        row("an empty sequence", manifest(ONE, SHARED, 20, seq()), "malformed");
        row("a sequence without its last argument", manifest(ONE, SHARED, 20, seq(21)), "malformed");
        return rows.stream();
    }

    private static Map<Object, Object> with(Map<Object, Object> manifest, Object... pairs) {
        manifest.putAll(map(pairs));
        return manifest;
    }

    @TestFactory
    Stream<DynamicTest> names() {
        row(
                "Nordic's memory",
                manifest(List.of(id(cbor("MEM"), cbor(14), cbor(0x000A_A000), cbor(0x0005_5800))), SHARED, 20, FETCH),
                INSTALLS);
        row(
                "Nordic's candidate and its manifest",
                manifest(
                        List.of(id(cbor("INSTLD_MFST"), cbor(new byte[16])), id(cbor("CAND_IMG"), cbor(0))),
                        SHARED,
                        20,
                        FETCH),
                INSTALLS);
        row("RIOT's region", manifest(List.of(id(new byte[] {0})), SHARED, 20, FETCH), INSTALLS);
        row("an empty segment", manifest(List.of(id(new byte[0])), SHARED, 20, FETCH), INSTALLS);
        row(
                "a path of four",
                manifest(List.of(id("TEEP-Device", "SecureFS", new byte[16], "ta")), SHARED, 20, FETCH),
                INSTALLS);
        row("no segment at all", manifest(List.of(List.of()), SHARED, 20, FETCH), INSTALLS);
        row("the same twice", manifest(List.of(id("one"), id("one")), SHARED, 20, FETCH), "malformed: component");
        row("texts for segments", manifest(List.of(List.of("one")), SHARED, 20, FETCH), "malformed");
        byte[] number = CborWriter.create()
                .tag(112)
                .bytes(new byte[] {(byte) 0x81, 0x2c})
                .toByteArray();
        CborWriter pen = CborWriter.create().encoded(number);
        row(
                "another vendor's number",
                manifest(ONE, seq(20, map(1, pen, 2, RecordingDevice.CLASS), 1, 15), 20, FETCH),
                "condition-failed");
        row("a vendor of 15 bytes", manifest(ONE, seq(20, map(1, new byte[15]), 1, 15), 20, FETCH), "malformed");
        row("another class", manifest(ONE, seq(20, map(2, new byte[16]), 2, 15), 20, FETCH), "condition-failed");
        install("another device", "condition-failed", 20, map(24, new byte[16]), 24, 15);
        return rows.stream();
    }

    @TestFactory
    Stream<DynamicTest> commands() {
        Map<Object, Object> fetch = map(21, WEB);
        Map<Object, Object> image = map(3, digest(IMAGE), 14, IMAGE.length);
        install(
                "all components at once",
                INSTALLS,
                12,
                true,
                20,
                map(3, digest(IMAGE), 14, IMAGE.length, 21, WEB),
                21,
                2,
                3,
                15);
        install("a list of components", INSTALLS, 12, List.of(0, 1), 20, map(3, digest(IMAGE), 21, WEB), 21, 2, 3, 15);
        install("a component that is not there", "component-unsupported", 12, 5, 21, 2);
        install("component index false", "malformed", 12, false, 21, 2);
        install("try-each with nil", INSTALLS, 15, List.of(seq(14, 15), seq(14, 15), NIL), 20, fetch, 21, 2, 3, 15);
        install("try-each with one way and nil", INSTALLS, 15, List.of(seq(14, 15), NIL));
        install("try-each with one way", "malformed", 15, List.of(seq(14, 15)));
        install("try-each without a way", "condition-failed", 15, List.of(seq(14, 15), seq(14, 15)));
        install("a way behind nil", "malformed", 15, List.of(seq(14, 15), NIL, seq(14, 15)));
        install("sequences in sequences", INSTALLS, 32, seq(32, seq(32, seq(20, fetch, 21, 2, 3, 15))));
        install("a soft failure within", INSTALLS, 32, seq(20, map(13, true), 14, 15), 20, fetch, 21, 2);
        install("order that does not matter", INSTALLS, 20, map(12, false, 21, WEB), 21, 2, 3, 15);
        install("content in the manifest", INSTALLS, 20, map(18, IMAGE), 18, 2, 3, 15, 6, 15);
        install("content that is another", "condition-failed", 20, map(18, IMAGE), 18, 2, 20, map(18, OTHER), 6, 15);
        install("copy", INSTALLS, 12, 1, 20, fetch, 21, 2, 12, 0, 20, map(22, 1), 22, 2, 3, 15);
        install("copy from itself", "operation-failed", 20, map(22, 0), 22, 2);
        install("swap", INSTALLS, 20, map(22, 1), 31, 2);
        install("arguments of fetch", INSTALLS, 20, map(21, WEB, 25, cbor(map(1, 2))), 21, 2, 3, 15);
        install("arguments of invoke", INSTALLS, 20, map(23, cbor(map("synchronous-invoke", true))), 23, 2);
        install("fetch without a URI", "operation-failed", 21, 2);
        install("nothing there", "operation-failed", 20, map(21, "coap://[2001:db8::1]/f"), 21, 2);
        install(
                "a digest of 48 bytes",
                INSTALLS,
                20,
                map(3, digest(SuitDigest.Algorithm.SHA_384, IMAGE), 21, WEB),
                21,
                2,
                3,
                15);
        install(
                "a digest of 64 bytes",
                INSTALLS,
                20,
                map(3, digest(SuitDigest.Algorithm.SHA_512, IMAGE), 21, WEB),
                21,
                2,
                3,
                15);
        install(
                "a digest by SHAKE128",
                INSTALLS,
                20,
                map(3, digest(SuitDigest.Algorithm.SHAKE128, IMAGE), 21, WEB),
                21,
                2,
                3,
                15);
        install("a digest of no draft", "malformed: digest algorithm", 20, map(3, cbor(List.of(-14, new byte[32]))));
        install("a digest that is no byte string", "malformed", 20, map(3, List.of(-16, new byte[32])));
        install("not this image", INSTALLS, 20, map(3, digest(OTHER)), 25, 15);
        install("before a time, without a clock", "condition-failed", 20, map(4, 1), 4, 15);
        install("a battery that is empty", "condition-failed", 20, map(26, 1), 26, 15);
        install("a priority", INSTALLS, 20, map(27, 3), 27, 15);
        install("a version that nobody knows", "condition-failed", 20, map(28, cbor(List.of(2, List.of(1)))), 28, 15);
        install("several components' parameters", INSTALLS, 34, map(0, fetch, 1, image), 21, 2, 3, 15);
        install("parameters of another one", INSTALLS, 12, 1, 35, map(0, List.of(3, 14)), 20, fetch, 21, 2, 3, 15);
        install("waiting", INSTALLS, 20, map(29, cbor(map(1, 1))), 29, 2);
        install("a custom command", "command-unsupported: command custom -300", -300, 0);
        install("a command of no draft", "command-unsupported: command unknown 99", 99, 0);
        install("a custom parameter", "parameter-unsupported", 20, map(-300, 1));
        install("all reporting bits", INSTALLS, 20, fetch, 21, 15, 3, 0);
        install("a fifth reporting bit", "malformed", 20, fetch, 21, 16);
        row("effects in the shared sequence", manifest(ONE, seq(21, 2)), "malformed: a command with effects");
        return rows.stream();
    }

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
