package dev.muster.format.network.capture;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * How a client begins TLS. Values that are there to be ignored (GREASE, RFC 8701) are left out of every list.
 *
 * @param name whom it asks for (SNI), lower case; empty when it does not say
 * @param versions as in the registry: 0x0303 is TLS 1.2, 0x0304 is TLS 1.3
 * @param protocols ALPN
 */
public record ClientHello(
        String name,
        List<Integer> versions,
        List<Integer> cipherSuites,
        List<Integer> extensions,
        List<Integer> groups,
        List<Integer> signatures,
        List<Integer> pskModes,
        List<String> protocols) {
    private static final int HANDSHAKE = 22;
    private static final int CLIENT_HELLO = 1;
    private static final int SERVER_NAME = 0;
    private static final int GROUPS = 10;
    private static final int SIGNATURES = 13;
    private static final int ALPN = 16;
    private static final int VERSIONS = 43;
    private static final int PSK_MODES = 45;

    public ClientHello {
        versions = List.copyOf(versions);
        cipherSuites = List.copyOf(cipherSuites);
        extensions = List.copyOf(extensions);
        groups = List.copyOf(groups);
        signatures = List.copyOf(signatures);
        pskModes = List.copyOf(pskModes);
        protocols = List.copyOf(protocols);
    }

    /**
     * Reads the beginning of a client's stream: records of TLS with one ClientHello, in one record or several.
     *
     * @return empty when it is something else, or not all of it is there
     */
    public static Optional<ClientHello> of(byte[] stream) {
        try {
            ByteBuffer records = ByteBuffer.wrap(stream);
            ByteBuffer message = ByteBuffer.allocate(stream.length);
            while (records.remaining() >= 5 && records.get(records.position()) == HANDSHAKE) {
                records.position(records.position() + 3);
                int length = Math.min(Short.toUnsignedInt(records.getShort()), records.remaining());
                message.put(records.slice(records.position(), length));
                records.position(records.position() + length);
            }
            message.flip();
            if (message.remaining() < 4 || message.get() != CLIENT_HELLO) {
                return Optional.empty();
            }
            int length = (Byte.toUnsignedInt(message.get()) << 16) | Short.toUnsignedInt(message.getShort());
            return length > message.remaining()
                    ? Optional.empty()
                    : Optional.of(hello(message.slice(message.position(), length)));
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException cut) {
            return Optional.empty();
        }
    }

    private static ClientHello hello(ByteBuffer in) {
        int legacy = Short.toUnsignedInt(in.getShort());
        in.position(in.position() + 32);
        part(in, Byte.toUnsignedInt(in.get()));
        List<Integer> suites = numbers(part(in, Short.toUnsignedInt(in.getShort())), ByteBuffer::getShort, 2);
        part(in, Byte.toUnsignedInt(in.get()));
        ByteBuffer rest = in.hasRemaining() ? part(in, Short.toUnsignedInt(in.getShort())) : ByteBuffer.allocate(0);
        List<Integer> extensions = new ArrayList<>();
        ByteBuffer[] found = new ByteBuffer[PSK_MODES + 1];
        while (rest.hasRemaining()) {
            int type = Short.toUnsignedInt(rest.getShort());
            ByteBuffer body = part(rest, Short.toUnsignedInt(rest.getShort()));
            if (!grease(type)) {
                extensions.add(type);
            }
            if (type < found.length) {
                found[type] = body;
            }
        }
        List<Integer> versions = found[VERSIONS] == null
                ? List.of(legacy)
                : numbers(part(found[VERSIONS], Byte.toUnsignedInt(found[VERSIONS].get())), ByteBuffer::getShort, 2);
        return new ClientHello(
                found[SERVER_NAME] == null ? "" : serverName(found[SERVER_NAME]),
                versions,
                suites,
                extensions,
                wide(found[GROUPS]),
                wide(found[SIGNATURES]),
                found[PSK_MODES] == null
                        ? List.of()
                        : numbers(
                                part(found[PSK_MODES], Byte.toUnsignedInt(found[PSK_MODES].get())), ByteBuffer::get, 1),
                found[ALPN] == null ? List.of() : protocols(found[ALPN]));
    }

    private static List<Integer> wide(@org.jspecify.annotations.Nullable ByteBuffer body) {
        return body == null
                ? List.of()
                : numbers(part(body, Short.toUnsignedInt(body.getShort())), ByteBuffer::getShort, 2);
    }

    private static List<Integer> numbers(ByteBuffer in, ToIntFunction<ByteBuffer> next, int size) {
        List<Integer> all = new ArrayList<>();
        while (in.remaining() >= size) {
            int value = next.applyAsInt(in) & (size == 2 ? 0xffff : 0xff);
            if (size == 1 || !grease(value)) {
                all.add(value);
            }
        }
        return all;
    }

    private static String serverName(ByteBuffer in) {
        ByteBuffer list = part(in, Short.toUnsignedInt(in.getShort()));
        if (list.get() != 0) {
            return "";
        }
        return ascii(part(list, Short.toUnsignedInt(list.getShort()))).toLowerCase(Locale.ROOT);
    }

    private static List<String> protocols(ByteBuffer in) {
        ByteBuffer list = part(in, Short.toUnsignedInt(in.getShort()));
        List<String> all = new ArrayList<>();
        while (list.hasRemaining()) {
            all.add(ascii(part(list, Byte.toUnsignedInt(list.get()))));
        }
        return all;
    }

    private static String ascii(ByteBuffer bytes) {
        return StandardCharsets.US_ASCII.decode(bytes).toString();
    }

    private static ByteBuffer part(ByteBuffer in, int length) {
        ByteBuffer part = in.slice(in.position(), length);
        in.position(in.position() + length);
        return part;
    }

    /** RFC 8701 §2: both bytes the same, and each ends in a. */
    private static boolean grease(int value) {
        return (value & 0x0f0f) == 0x0a0a && (value >> 8) == (value & 0xff);
    }
}
