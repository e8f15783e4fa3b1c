package dev.muster.format.attest.ear;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborException;
import dev.muster.format.cbor.CborLimits;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborProfile;
import dev.muster.format.cbor.CborType;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The claims of an attestation result to {@link Ear}: profiles -04 and -03. */
public final class EarReader {
    /** A composite device with more attesters than this is not appraised in one result. */
    private static final int MAX_SUBMODS = 256;

    static final CborLimits LIMITS = new CborLimits(16, 50_000, 2 * 1024 * 1024);

    private EarReader() {}

    /** @throws EarException when the claims are not an attestation result */
    public static Ear parse(byte[] payload) {
        try {
            return ear(Cbor.parse(payload, CborProfile.STRICT, LIMITS).asMap());
        } catch (CborException fault) {
            throw new EarException(fault.reason(), fault.path(), fault.offset());
        }
    }

    private static Ear ear(CborMap map) {
        String profile = map.require(CodePoints.PROFILE).asText();
        boolean current = profile.equals(Ear.PROFILE);
        if (!current && !profile.equals(Ear.PROFILE_03)) {
            throw fault(map, "not a profile of attestation results: " + profile);
        }
        CborMap id = map.require(CodePoints.VERIFIER_ID).asMap();
        return checked(
                map,
                () -> new Ear(
                        profile,
                        seconds(map.require(CodePoints.IAT)),
                        map.get(CodePoints.EXP).map(EarReader::seconds),
                        new VerifierId(
                                id.require(CodePoints.DEVELOPER).asText(),
                                id.require(CodePoints.BUILD).asText()),
                        map.get(CodePoints.STATUS).map(EarReader::tier),
                        map.get(CodePoints.RAW_EVIDENCE)
                                .map(raw -> current ? raw.asArray().encoded() : raw.asBytes()),
                        submods(map.require(CodePoints.SUBMODS).asMap()),
                        map.get(CodePoints.NONCE).map(EarReader::nonce)));
    }

    private static Map<String, EarAppraisal> submods(CborMap map) {
        if (map.size() > MAX_SUBMODS) {
            throw fault(map, "more than " + MAX_SUBMODS + " appraisals");
        }
        Map<String, EarAppraisal> submods = new LinkedHashMap<>();
        for (CborMap.Entry entry : map.entries()) {
            submods.put(entry.key().asText(), appraisal(entry.value().asMap()));
        }
        return submods;
    }

    private static EarAppraisal appraisal(CborMap map) {
        return checked(
                map,
                () -> new EarAppraisal(
                        tier(map.require(CodePoints.STATUS)),
                        map.get(CodePoints.TRUST_VECTOR).map(vector -> vector(vector.asMap())),
                        map.get(CodePoints.POLICY_IDS)
                                .map(ids -> ids.asArray().items().stream()
                                        .map(Cbor::asText)
                                        .toList())
                                .orElse(List.of()),
                        map.get(CodePoints.NONCE).map(EarReader::nonce),
                        texts(map.get(CodePoints.ATTESTER_CLAIMS)),
                        texts(map.get(CodePoints.VERIFIER_CLAIMS))));
    }

    private static TrustVector vector(CborMap map) {
        Map<TrustCategory, Integer> claims = new EnumMap<>(TrustCategory.class);
        if (map.size() == 0) {
            throw fault(map, "a trustworthiness vector is not empty");
        }
        for (CborMap.Entry entry : map.entries()) {
            TrustCategory category =
                    checked(entry.key(), () -> TrustCategory.of(entry.key().asLong()));
            claims.put(category, entry.value().asInt());
        }
        return checked(map, () -> new TrustVector(claims));
    }

    /** Text claims are kept; of any other value its diagnostic notation. */
    private static Map<String, String> texts(Optional<Cbor> item) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (item.isPresent()) {
            for (CborMap.Entry entry : item.get().asMap().entries()) {
                String key = entry.key().type() == CborType.TEXT
                        ? entry.key().asText()
                        : entry.key().toString();
                Cbor value = entry.value();
                texts.put(key, value.type() == CborType.TEXT ? value.asText() : value.toString());
            }
        }
        return texts;
    }

    private static TrustTier tier(Cbor item) {
        return checked(item, () -> TrustTier.of(item.asLong()));
    }

    private static Instant seconds(Cbor item) {
        long value = item.asLong();
        if (value < 0 || value > 253_402_300_799L) {
            throw fault(item, "a time is epoch seconds up to the year 9999");
        }
        return Instant.ofEpochSecond(value);
    }

    private static byte[] nonce(Cbor item) {
        byte[] nonce = item.asBytes();
        if (nonce.length < 8 || nonce.length > 64) {
            throw fault(item, "a nonce has 8..64 bytes");
        }
        return nonce;
    }

    private static <T> T checked(Cbor item, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException refused) {
            throw fault(item, String.valueOf(refused.getMessage()));
        }
    }

    private static EarException fault(Cbor item, String reason) {
        return new EarException(reason, item.path(), item.offset());
    }
}
