package dev.muster.format.attest.eat;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborType;
import java.util.List;
import java.util.Set;

/**
 * Whether claims that are kept as bytes have the shape that RFC 8392 §3.1 and RFC 9711 §4 give them, in CBOR or as JSON spells
 * them: what nobody here interprets is not for that reason whatever somebody sends.
 */
final class KeptClaims {
    private static final int UEID_LEAST = 7;
    private static final int UEID_MOST = 33;

    /** §4.3.7 in the order of its numbers, from 1. */
    private static final List<String> RESULTS = List.of("success", "fail", "not-run", "absent");

    /** §4.3.3 in the order of its numbers, from 1. */
    private static final List<String> USES = List.of("generic", "registration", "provisioning", "csr", "pop");

    /** §4.2.10 in the order of its numbers, from 1. */
    private static final List<String> PLACE = List.of(
            "latitude",
            "longitude",
            "altitude",
            "accuracy",
            "altitude-accuracy",
            "heading",
            "speed",
            "timestamp",
            "age");

    private static final Set<CborType> NUMBERS = Set.of(CborType.UNSIGNED, CborType.NEGATIVE, CborType.FLOAT);

    private KeptClaims() {}

    /** @throws EatException when the value of a claim that is known has another shape */
    static void require(long key, Cbor value) {
        if (key == CodePoints.ISS || key == CodePoints.SUB) {
            value.asText();
        } else if (key == CodePoints.AUD && value.type() == CborType.ARRAY) {
            value.asArray().forEach(Cbor::asText);
        } else if (key == CodePoints.AUD) {
            value.asText();
        } else if (key == CodePoints.CTI || key == CodePoints.BOOTSEED) {
            bytes(value, 0, Integer.MAX_VALUE);
        } else if (key == CodePoints.SUEIDS) {
            sueids(value.asMap());
        } else if (key == CodePoints.LOCATION) {
            location(value.asMap());
        } else if (key == CodePoints.DLOAS) {
            value.asArray().forEach(one -> texts(one.asArray(), 2, 3));
        } else if (key == CodePoints.MEASRES) {
            value.asArray().forEach(group -> results(group.asArray().ofSize(2)));
        } else if (key == CodePoints.INTUSE) {
            oneOf(value, USES, "an intended use");
        }
    }

    /** In JSON bytes are base64url, which is looked at where they are used. */
    private static void bytes(Cbor value, int least, int most) {
        if (value.type() == CborType.TEXT) {
            return;
        }
        int length = value.asBytes().length;
        if (length < least || length > most) {
            throw EatReader.fault(value, "expected " + least + ".." + most + " bytes, found " + length);
        }
    }

    private static void sueids(CborMap map) {
        if (map.size() == 0) {
            throw EatReader.fault(map, "SUEIDs without one");
        }
        for (CborMap.Entry entry : map.entries()) {
            entry.key().asText();
            bytes(entry.value(), UEID_LEAST, UEID_MOST);
        }
    }

    private static void location(CborMap map) {
        boolean there = (map.has(1) && map.has(2))
                || (map.get(PLACE.get(0)).isPresent() && map.get(PLACE.get(1)).isPresent());
        if (!there) {
            throw EatReader.fault(map, "a location has a latitude and a longitude");
        }
        for (CborMap.Entry entry : map.entries()) {
            oneOf(entry.key(), PLACE, "a part of a location");
            if (!NUMBERS.contains(entry.value().type())) {
                throw EatReader.fault(entry.value(), "a part of a location is a number");
            }
        }
    }

    private static void texts(CborArray list, int least, int most) {
        if (list.size() < least || list.size() > most) {
            throw EatReader.fault(list, "expected " + least + ".." + most + " texts, found " + list.size());
        }
        list.forEach(Cbor::asText);
    }

    private static void results(CborArray group) {
        group.get(0).asText();
        if (group.get(1).asArray().size() == 0) {
            throw EatReader.fault(group, "measurement results without one");
        }
        for (Cbor one : group.get(1).asArray()) {
            CborArray result = one.asArray().ofSize(2);
            bytes(result.get(0), 0, Integer.MAX_VALUE);
            oneOf(result.get(1), RESULTS, "a result of a measurement");
        }
    }

    private static void oneOf(Cbor value, List<String> words, String what) {
        boolean known = value.type() == CborType.TEXT
                ? words.contains(value.asText())
                : value.asLong() >= 1 && value.asLong() <= words.size();
        if (!known) {
            throw EatReader.fault(value, what + " is one of 1.." + words.size());
        }
    }
}
