package dev.muster.format.attest.dice;

import dev.muster.format.attest.coswid.Digest;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborException;
import dev.muster.format.cbor.CborLimits;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborProfile;
import dev.muster.format.cbor.CborType;
import dev.muster.format.cose.CoseException;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseProfile;
import dev.muster.format.cose.CoseSign1;
import dev.muster.format.crypto.CryptoException;
import dev.muster.format.der.DerException;
import dev.muster.format.der.DerReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Open DICE: the claims of its CWT certificates, and the same in an extension of X.509. */
final class OpenDice {
    /** OID of the X.509 extension. */
    static final String EXTENSION = "1.3.6.1.4.1.11129.2.1.24";

    private static final long ISSUER = 1;
    private static final long SUBJECT = 2;
    private static final long CODE_HASH = -4_670_545;
    private static final long CONFIG_HASH = -4_670_547;
    private static final long CONFIG_DESCRIPTOR = -4_670_548;
    private static final long AUTHORITY_HASH = -4_670_549;
    private static final long MODE = -4_670_551;
    private static final long KEY = -4_670_552;
    private static final long KEY_USAGE = -4_670_553;
    private static final long EXPIRES = 4;
    private static final long NOT_BEFORE = 5;
    private static final CborLimits LIMITS = new CborLimits(16, 2_000, 64 * 1024);

    /** Context tags of the extension: [0] code hash ... [6] mode. */
    private static final int TAG_CODE_HASH = 0xA0;

    private static final int TAG_CONFIG_HASH = 0xA2;
    private static final int TAG_CONFIG_DESCRIPTOR = 0xA3;
    private static final int TAG_AUTHORITY_HASH = 0xA4;
    private static final int TAG_MODE = 0xA6;
    private static final int ENUMERATED = 0x0A;

    private OpenDice() {}

    /** A certificate in CBOR, with or without tag 18, and the message to verify. */
    static SignedLayer parse(byte[] bytes) {
        try {
            return read(Cbor.parse(bytes, CborProfile.STRICT, LIMITS));
        } catch (CborException fault) {
            throw new DiceException(fault.reason(), fault.path(), fault.offset());
        }
    }

    /** The same as an item. */
    static SignedLayer read(Cbor item) {
        try {
            Cbor tagged = item.type() == CborType.TAG ? item : Cbor.tag(CoseSign1.TAG, item);
            CoseSign1 message = CoseSign1.read(tagged, CoseProfile.STRICT);
            byte[] payload =
                    message.payload().orElseThrow(() -> new DiceException("the claims are detached", "/payload", -1));
            CborMap claims = Cbor.parse(payload, CborProfile.STRICT, LIMITS).asMap();
            return new SignedLayer(
                    message,
                    layer(claims),
                    claims.get(KEY_USAGE).map(Cbor::asBytes),
                    seconds(claims, NOT_BEFORE),
                    seconds(claims, EXPIRES));
        } catch (CborException fault) {
            throw new DiceException(fault.reason(), fault.path(), fault.offset());
        } catch (CoseException fault) {
            throw new DiceException(fault.reason(), fault.path(), fault.offset());
        } catch (CryptoException | IllegalArgumentException unusable) {
            throw new DiceException(String.valueOf(unusable.getMessage()), "/", -1);
        }
    }

    /** The profile has no times; a certificate that says one all the same means it. */
    private static OptionalLong seconds(CborMap claims, long claim) {
        return claims.get(claim).map(value -> OptionalLong.of(value.asLong())).orElse(OptionalLong.empty());
    }

    private static DiceLayer layer(CborMap claims) {
        Optional<byte[]> code = claims.get(CODE_HASH).map(Cbor::asBytes);
        Map<String, byte[]> values = new TreeMap<>();
        claims.get(CONFIG_HASH)
                .or(() -> claims.get(CONFIG_DESCRIPTOR))
                .ifPresent(value -> values.put("configuration", value.asBytes()));
        claims.get(AUTHORITY_HASH).ifPresent(value -> values.put("authority", value.asBytes()));
        claims.get(MODE).ifPresent(value -> values.put("mode", mode(value)));
        return new DiceLayer(
                claims.require(ISSUER).asText(),
                claims.require(SUBJECT).asText(),
                CoseKey.parse(claims.require(KEY).asBytes()).publicKey(),
                code.map(hash -> List.of(measurement(hash, values))).orElse(List.of()));
    }

    /** Bytes in the specification, a number in some files. */
    private static byte[] mode(Cbor value) {
        return value.type() == CborType.BYTES ? value.asBytes() : new byte[] {(byte) value.asLong()};
    }

    private static LayerMeasurement measurement(byte[] code, Map<String, byte[]> values) {
        return new LayerMeasurement(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                List.of(new Digest(hash(code.length), code)),
                values);
    }

    /** Open DICE fixes one hash for a device and says nowhere which: the length does. */
    private static String hash(int length) {
        return switch (length) {
            case 32 -> Digest.SHA_256;
            case 48 -> "sha-384";
            case 64 -> "sha-512";
            default -> throw new DiceException("a code hash of " + length + " bytes", "/codeHash", -1);
        };
    }

    /** The extension's value: optional members under context tags, in their order. */
    static LayerMeasurement extension(byte[] der) {
        try {
            DerReader in = DerReader.of(der).enter(DerReader.SEQUENCE);
            Map<String, byte[]> values = new TreeMap<>();
            byte[] code = {};
            while (in.more()) {
                int tag = in.peek();
                DerReader member = in.enter(tag);
                switch (tag) {
                    case TAG_CODE_HASH -> code = member.content(DerReader.OCTET_STRING);
                    case TAG_CONFIG_HASH -> values.put("configuration", member.content(DerReader.OCTET_STRING));
                    case TAG_CONFIG_DESCRIPTOR ->
                        values.putIfAbsent("configuration", member.content(DerReader.OCTET_STRING));
                    case TAG_AUTHORITY_HASH -> values.put("authority", member.content(DerReader.OCTET_STRING));
                    case TAG_MODE -> values.put("mode", member.content(ENUMERATED));
                    default -> {
                        // Descriptors of hashes that are here, and the name of a profile: for people.
                    }
                }
            }
            return measurement(code, values);
        } catch (DerException fault) {
            throw new DiceException(fault.reason(), "/openDice" + fault.path(), fault.offset());
        }
    }
}
