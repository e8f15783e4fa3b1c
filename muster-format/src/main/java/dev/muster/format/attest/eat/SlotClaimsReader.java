package dev.muster.format.attest.eat;

import dev.muster.format.attest.coswid.ConciseSwid;
import dev.muster.format.attest.coswid.ResourceCollection;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.devices.orders.Strength;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Any claims set to the linux-slots profile: everything it asks for is there, and the measurements agree. */
public final class SlotClaimsReader {
    private SlotClaimsReader() {}

    /**
     * @throws EatException when a claim that the profile asks for is missing or does not have its shape, or the digest of
     *     the slot is not that of its files
     */
    public static SlotClaims read(ClaimsSet claims) {
        if (!claims.profile().equals(Optional.of(SlotClaims.PROFILE))) {
            throw fault("not the profile " + SlotClaims.PROFILE);
        }
        if (claims.nonces().size() != 1) {
            throw fault("the profile asks for exactly one nonce");
        }
        ConciseSwid software = software(claims.measurements());
        try {
            SlotMeasurement measurement = new SlotMeasurement(software.evidence()
                    .map(ResourceCollection::files)
                    .orElseThrow(() -> fault("a CoSWID of evidence")));
            SlotClaims read = new SlotClaims(
                    claims.nonces().getFirst(),
                    require(claims.ueid(), "ueid"),
                    text(claims, CodePoints.MAKER),
                    model(require(claims.hardwareModel(), "hwmodel")),
                    require(claims.softwareName(), "swname"),
                    require(claims.softwareVersion(), "swversion"),
                    number(claims.bootCount(), "bootcount"),
                    number(claims.uptimeSeconds(), "uptime"),
                    claims.debug(),
                    text(claims, CodePoints.ACTIVE_SLOT),
                    strength(text(claims, CodePoints.STRENGTH)),
                    measurement,
                    Optional.ofNullable(claims.unknown().get(CodePoints.LEDGER_HEAD))
                            .map(SlotClaimsReader::head),
                    Optional.ofNullable(claims.unknown().get(CodePoints.DISPUTED_RESULT))
                            .map(SlotClaimsReader::disputed),
                    manifests(claims));
            requireAgreement(claims.measurements(), read);
            return read;
        } catch (IllegalArgumentException refused) {
            throw fault(String.valueOf(refused.getMessage()));
        }
    }

    private static ConciseSwid software(List<Measurement> measurements) {
        List<ConciseSwid> tags = measurements.stream()
                .filter(Measurement.Software.class::isInstance)
                .map(entry -> ((Measurement.Software) entry).tag())
                .toList();
        if (tags.size() != 1) {
            throw fault("the profile asks for exactly one CoSWID");
        }
        return tags.getFirst();
    }

    /** A device cannot show one list of files and the digest of another. */
    private static void requireAgreement(List<Measurement> measurements, SlotClaims read) {
        List<MeasuredComponent> slots = measurements.stream()
                .filter(Measurement.Component.class::isInstance)
                .map(entry -> ((Measurement.Component) entry).component())
                .filter(component -> component.name().equals(SlotClaims.SLOT_COMPONENT))
                .toList();
        if (slots.size() != 1
                || !slots.getFirst()
                        .digest()
                        .equals(Optional.of(read.measurement().overall()))) {
            throw fault("the digest of the slot is missing or not that of its files");
        }
    }

    private static String model(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notText) {
            throw fault("hwmodel is not UTF-8");
        }
    }

    private static String text(ClaimsSet claims, long number) {
        byte[] encoded = claims.unknown().get(number);
        if (encoded == null) {
            throw fault("no claim " + number);
        }
        return parsed(encoded).asText();
    }

    private static Strength strength(String word) {
        return Strength.ofWord(word).orElseThrow(() -> fault("no strength is called " + word));
    }

    private static SlotClaims.LedgerHead head(byte[] encoded) {
        CborArray head = parsed(encoded).asArray();
        boolean signed = head.size() != 2;
        return new SlotClaims.LedgerHead(
                head.get(0).asLong(),
                head.get(1).asBytes(),
                signed ? Optional.of(head.ofSize(3).get(2).asBytes()) : Optional.empty());
    }

    private static ManifestClaims manifests(ClaimsSet claims) {
        byte[] epoch = claims.unknown().get(CodePoints.KEY_EPOCH);
        return new ManifestClaims(
                Optional.ofNullable(claims.unknown().get(CodePoints.CAPABILITIES)),
                epoch == null
                        ? OptionalLong.empty()
                        : OptionalLong.of(parsed(epoch).asLong()));
    }

    private static SlotClaims.DisputedResult disputed(byte[] encoded) {
        CborArray result = parsed(encoded).asArray().ofSize(2);
        return new SlotClaims.DisputedResult(
                result.get(0).asText(), result.get(1).asBytes());
    }

    private static Cbor parsed(byte[] encoded) {
        return Cbor.parse(encoded);
    }

    private static <T> T require(Optional<T> claim, String name) {
        return claim.orElseThrow(() -> fault("no claim " + name));
    }

    private static long number(OptionalLong claim, String name) {
        return claim.orElseThrow(() -> fault("no claim " + name));
    }

    private static EatException fault(String reason) {
        return new EatException(reason, "/", -1);
    }
}
