package dev.muster.format.attest.corim;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborTag;
import dev.muster.format.cbor.CborType;
import dev.muster.format.crypto.Pem;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * What Arm's profiles and keys were written as before CoRIM -05, made into what they are today: measurement keys with the
 * tags 601 ({@code {1: type, 4: version, 5: signer}}) and 602 (the label of a platform's configuration), implementation ids
 * with the tag 600, keys in maps.
 */
final class OlderKeys {
    private static final long LABEL = 1;
    private static final long VERSION = 4;
    private static final long SIGNER = 5;
    private static final long KEY = 0;

    private OlderKeys() {}

    /** Whether a measurement's key is one of these. */
    static boolean isOlder(Cbor key) {
        if (!(key instanceof CborTag tag)) {
            return false;
        }
        boolean component =
                tag.tag() == CodePoints.TAG_OLD_PSA_REFERENCE && tag.content().type() == CborType.MAP;
        return component || tag.tag() == CodePoints.TAG_OLD_CCA_CONFIG;
    }

    /** Whether a measurement is the configuration of a CCA platform. */
    static boolean isPlatform(CborMap measurement) {
        return measurement
                .get(CodePoints.MEAS_KEY)
                .filter(key -> key instanceof CborTag tag && tag.tag() == CodePoints.TAG_OLD_CCA_CONFIG)
                .isPresent();
    }

    /** The measurement under the key that it has today, with the values that used to be in the key. */
    static Measurement measurement(CborTag key, MeasurementValues values, boolean cca, Consumer<String> tolerate) {
        tolerate.accept("a measurement key with the older tag " + key.tag());
        if (key.tag() == CodePoints.TAG_OLD_CCA_CONFIG) {
            return new Measurement(Optional.of(MeasuredElement.of("cca.platform-config")), values, List.of());
        }
        CborMap fields = key.content().asMap();
        MeasurementValues whole =
                values.withKeys(List.of(TypedBytes.bytes(fields.require(SIGNER).asBytes())));
        Optional<String> label = fields.get(LABEL).map(Cbor::asText);
        if (label.isPresent()) {
            whole = whole.withName(label.get());
        }
        Optional<Version> version =
                fields.get(VERSION).map(text -> new Version(text.asText(), OptionalInt.empty(), Optional.empty()));
        if (version.isPresent()) {
            whole = whole.withVersion(version.get());
        }
        String element = cca ? "cca.software-component" : "psa.software-component";
        return new Measurement(Optional.of(MeasuredElement.of(element)), whole, List.of());
    }

    /** A key of a map {@code {0: PEM or base64}} as the PKIX key (554) it is. */
    static TypedBytes key(Cbor item, Consumer<String> tolerate) {
        tolerate.accept("a key in a map");
        String text = item.asMap().require(KEY).asText();
        String pem = text.contains("-----BEGIN")
                ? text
                : new Pem(
                                "PUBLIC KEY",
                                CorimReader.checked(
                                        item,
                                        () -> java.util.Base64.getMimeDecoder().decode(text)))
                        .encode();
        return EnvironmentReader.typed(Cbor.tag(CodePoints.TAG_PKIX_KEY, Cbor.of(pem)));
    }
}
