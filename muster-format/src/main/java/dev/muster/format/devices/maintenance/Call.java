package dev.muster.format.devices.maintenance;

import dev.muster.format.MalformedException;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborException;
import dev.muster.format.cbor.CborMap;
import java.util.ArrayList;
import java.util.List;

/**
 * What a person's program asks of the device's agent over the local socket, one after the other: open with a grant, prove
 * the person's key over the agent's challenge, then work. Each call and each reply is one CBOR map behind its length (four
 * bytes, big-endian).
 */
public sealed interface Call {
    /** A file of a repair travels in one call; larger ones are an update. */
    int MAX_BYTES = 16 * 1024 * 1024;

    /** A call or reply that goes through the server. */
    int MAX_LINE_BYTES = 768 * 1024;

    /** Words of a command line. */
    int MAX_ARGUMENTS = 64;

    /** A path or a word of a command line. */
    int MAX_TEXT_CHARS = 4_096;

    // call = { 1: kind uint, ? 2: bytes bstr, ? 3: text tstr, ? 4: [word tstr], ? 5: operation uint }
    long KIND = 1;
    long BYTES = 2;
    long TEXT = 3;
    long WORDS = 4;
    long OPERATION = 5;

    /** Presents a grant, as signed. The reply's bytes are a challenge. */
    record Open(byte[] grant) implements Call {}

    /** The person's signature over {@link #challenge}, raw as COSE has it. */
    record Prove(byte[] signature) implements Call {}

    /** Hands over the tool; it is run only when its digest is the granted one. */
    record Tool(byte[] bytes) implements Call {}

    /** Runs the tool. The reply's bytes are what it printed, its status the exit status. */
    record Run(List<String> arguments) implements Call {
        public Run {
            arguments = List.copyOf(arguments);
        }
    }

    /** Puts a file into the active slot. */
    record Put(String path, byte[] content) implements Call {}

    /** Takes a file from the active slot. */
    record Get(String path) implements Call {}

    /** Ends the session. */
    record Close() implements Call {}

    /** Presents a {@link RoleToken}, as signed. The reply's bytes are a challenge. */
    record Present(byte[] token) implements Call {}

    /**
     * Has one of the device's functions done. The reply's bytes are what it gives.
     *
     * @param argument what of it, empty for all
     */
    record Do(LocalOperation operation, String argument) implements Call {}

    /** What the person's key signs: bound to the grant and to the agent's fresh bytes. */
    static byte[] challenge(byte[] grant, byte[] fresh) {
        return Cbor.array(
                        Cbor.of("muster maintenance"),
                        Cbor.of(dev.muster.format.crypto.Sha256.of(grant)),
                        Cbor.of(fresh))
                .encoded();
    }

    /** Deterministic CBOR, without its length. */
    default byte[] encode() {
        return switch (this) {
            case Open open -> map(1).put(BYTES, open.grant()).build().encoded();
            case Prove prove -> map(2).put(BYTES, prove.signature()).build().encoded();
            case Tool tool -> map(3).put(BYTES, tool.bytes()).build().encoded();
            case Run run ->
                map(4).put(
                                WORDS,
                                Cbor.array(
                                        run.arguments().stream().map(Cbor::of).toList()))
                        .build()
                        .encoded();
            case Put put ->
                map(5).put(TEXT, put.path()).put(BYTES, put.content()).build().encoded();
            case Get get -> map(6).put(TEXT, get.path()).build().encoded();
            case Close _ -> map(7).build().encoded();
            case Present present -> map(8).put(BYTES, present.token()).build().encoded();
            case Do one ->
                map(9).put(OPERATION, one.operation().code())
                        .put(TEXT, one.argument())
                        .build()
                        .encoded();
        };
    }

    private static dev.muster.format.cbor.CborMapBuilder map(long kind) {
        return Cbor.map().put(KIND, kind);
    }

    /** @throws MaintenanceException when the bytes are not a call */
    static Call parse(byte[] bytes) {
        try {
            CborMap map = Sealed.map(bytes, MAX_BYTES);
            return switch (map.require(KIND).asInt()) {
                case 1 -> new Open(map.require(BYTES).asBytes());
                case 2 -> new Prove(map.require(BYTES).asBytes());
                case 3 -> new Tool(map.require(BYTES).asBytes());
                case 4 -> new Run(words(map));
                case 5 ->
                    new Put(
                            Sealed.text(map, TEXT, MAX_TEXT_CHARS),
                            map.require(BYTES).asBytes());
                case 6 -> new Get(Sealed.text(map, TEXT, MAX_TEXT_CHARS));
                case 7 -> new Close();
                case 8 -> new Present(map.require(BYTES).asBytes());
                case 9 ->
                    new Do(
                            Sealed.of(LocalOperation.values(), LocalOperation::code, map.require(OPERATION)),
                            Sealed.text(map, TEXT, MAX_TEXT_CHARS));
                default -> throw new MaintenanceException("no such call", "/" + KIND, -1);
            };
        } catch (MaintenanceException fault) {
            throw fault;
        } catch (MalformedException fault) {
            throw new MaintenanceException(fault);
        }
    }

    private static List<String> words(CborMap map) {
        List<String> words = new ArrayList<>();
        for (Cbor word : map.require(WORDS).asArray().items()) {
            String text = word.asText();
            if (words.size() == MAX_ARGUMENTS || text.length() > MAX_TEXT_CHARS || text.indexOf('\0') >= 0) {
                throw new CborException("not a command line", "/" + WORDS, word.offset());
            }
            words.add(text);
        }
        return words;
    }
}
