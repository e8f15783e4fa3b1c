package dev.muster.format.update.suit;

import dev.muster.format.cbor.CborWriter;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Manifests in the shapes that authors write, byte by byte and not by our writer: each is verified, read and run, and installs,
 * or stops for the reason that the drafts give it.
 */
class DialectsTest extends Dialect {
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
}
