package dev.muster.format.update.suit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.cbor.CborWriter;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.Sign1Builder;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.crypto.Keys;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DynamicTest;

/** What tests of manifests in the shapes of other authors share: CBOR by hand, a device, and rows that end as they should. */
abstract class Dialect {
    static final byte[] IMAGE = "the new image".getBytes(StandardCharsets.US_ASCII);
    static final byte[] OTHER = "another image".getBytes(StandardCharsets.US_ASCII);
    static final String WEB = "http://files.example/file1.bin";
    static final String INSTALLS = "installs";
    static final SecureRandom RANDOM = new SecureRandom();
    static final KeyPair P256 = Keys.generateP256(RANDOM);

    final List<DynamicTest> rows = new ArrayList<>();

    // CBOR by hand: numbers, texts, bytes, lists, maps in their order, true, and NIL.

    static final Object NIL = new Object();

    static Map<Object, Object> map(Object... pairs) {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }

    static void write(CborWriter out, Object item) {
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

    static byte[] cbor(Object item) {
        CborWriter out = CborWriter.create();
        write(out, item);
        return out.toByteArray();
    }

    static byte[] seq(Object... items) {
        return cbor(List.of(items));
    }

    static byte[] digest(SuitDigest.Algorithm algorithm, byte[] of) {
        return cbor(List.of(algorithm.code(), algorithm.start().digest(of)));
    }

    static byte[] digest(byte[] of) {
        return digest(SuitDigest.Algorithm.SHA_256, of);
    }

    static List<Object> id(Object... parts) {
        List<Object> id = new ArrayList<>();
        for (Object part : parts) {
            id.add(part instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : part);
        }
        return id;
    }

    static final List<Object> ONE = List.of(id("one"));
    static final List<Object> TWO = List.of(id("one"), id("two"));
    static final byte[] SHARED = seq(
            20,
            map(1, RecordingDevice.VENDOR, 2, RecordingDevice.CLASS, 3, digest(IMAGE), 14, IMAGE.length),
            1,
            15,
            2,
            15);
    static final byte[] FETCH = seq(20, map(21, WEB), 21, 2, 3, 15);

    static Map<Object, Object> manifest(List<Object> components, byte[] shared, Object... sections) {
        Map<Object, Object> all = map(1, 1, 2, 7, 3, cbor(map(2, components, 4, shared)));
        all.putAll(map(sections));
        return all;
    }

    /** What is signed, and what lies beside it. */
    static byte[] envelope(Map<Object, Object> manifest, List<byte[]> blocks, Map<Object, Object> beside) {
        byte[] bytes = cbor(manifest);
        List<Object> authentication = new ArrayList<>(List.of((Object) digested(bytes)));
        authentication.addAll(blocks);
        Map<Object, Object> all = map(2, cbor(authentication), 3, bytes);
        all.putAll(beside);
        CborWriter out = CborWriter.create().tag(CodePoints.TAG_ENVELOPE);
        write(out, all);
        return out.toByteArray();
    }

    static byte[] digested(byte[] manifest) {
        return SuitWriter.digest(SuitDigest.sha256Wrapped(manifest));
    }

    static byte[] block(Map<Object, Object> manifest, CoseAlgorithm algorithm, KeyPair pair) {
        return Sign1Builder.create()
                .payload(digested(cbor(manifest)))
                .detached()
                .sign(CoseSigner.of(algorithm, pair.getPrivate(), Optional.empty()))
                .encode();
    }

    static byte[] signed(Map<Object, Object> manifest, Object... beside) {
        return envelope(manifest, List.of(block(manifest, CoseAlgorithm.ESP256, P256)), map(beside));
    }

    static RecordingDevice device() {
        RecordingDevice device = new RecordingDevice();
        device.web.put(WEB, IMAGE);
        device.verifier = new EnvelopeVerifier(List.of(signer(P256)));
        return device;
    }

    static EnvelopeVerifier.Signer signer(KeyPair pair) {
        return new EnvelopeVerifier.Signer("maker", VerificationKey.of(pair.getPublic()));
    }

    static String run(byte[] bytes, RecordingDevice device) {
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

    void row(String name, byte[] envelope, RecordingDevice device, String expected) {
        rows.add(DynamicTest.dynamicTest(
                name, () -> assertThat(run(envelope, device)).startsWith(expected)));
    }

    void row(String name, Map<Object, Object> manifest, String expected) {
        row(name, signed(manifest), device(), expected);
    }

    void install(String name, String expected, Object... commands) {
        row(name, manifest(TWO, SHARED, 20, seq(commands)), expected);
    }

    static Map<Object, Object> with(Map<Object, Object> manifest, Object... pairs) {
        manifest.putAll(map(pairs));
        return manifest;
    }
}
