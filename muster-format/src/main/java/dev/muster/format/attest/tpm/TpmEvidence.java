package dev.muster.format.attest.tpm;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborException;
import dev.muster.format.cbor.CborLimits;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborMapBuilder;
import dev.muster.format.cbor.CborProfile;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A quote with everything a verifier needs, as Muster's devices send it: the CBOR map {@code {1: TPMS_ATTEST, 2:
 * TPMT_SIGNATURE, 3: {TPM_ALG_ID: {pcr: value}}, 4: TPM2B_PUBLIC of the attestation key, ? 5: event log of the firmware, ?
 * 6: IMA log in ascii}}, byte strings all. No registered media type has all of these.
 */
public record TpmEvidence(
        byte[] attest,
        byte[] signature,
        PcrValues values,
        byte[] key,
        Optional<byte[]> eventLog,
        Optional<byte[]> imaLog) {
    public static final String MEDIA_TYPE = "application/vnd.muster.tpm2-evidence+cbor";

    /** An IMA log of a long boot has some megabytes. */
    public static final int MAX_BYTES = 4 * 1024 * 1024;

    private static final long ATTEST = 1;
    private static final long SIGNATURE = 2;
    private static final long VALUES = 3;
    private static final long KEY = 4;
    private static final long EVENT_LOG = 5;
    private static final long IMA_LOG = 6;
    private static final CborLimits LIMITS = new CborLimits(8, 1_000, MAX_BYTES);

    /** @throws TpmException when the bytes are not this map */
    public static TpmEvidence parse(byte[] bytes) {
        try {
            CborMap map = Cbor.parse(bytes, CborProfile.STRICT, LIMITS).asMap();
            return new TpmEvidence(
                    map.require(ATTEST).asBytes(),
                    map.require(SIGNATURE).asBytes(),
                    values(map.require(VALUES).asMap()),
                    map.require(KEY).asBytes(),
                    map.get(EVENT_LOG).map(Cbor::asBytes),
                    map.get(IMA_LOG).map(Cbor::asBytes));
        } catch (CborException fault) {
            throw new TpmException(fault.reason(), fault.path(), fault.offset());
        }
    }

    private static PcrValues values(CborMap banks) {
        Map<TpmHash, SortedMap<Integer, byte[]>> read = new HashMap<>();
        for (CborMap.Entry bank : banks.entries()) {
            TpmHash hash = TpmHash.of(bank.key().asInt())
                    .orElseThrow(() -> fault(bank.key(), "no hash algorithm has this number"));
            SortedMap<Integer, byte[]> values = new TreeMap<>();
            for (CborMap.Entry entry : bank.value().asMap().entries()) {
                byte[] value = entry.value().asBytes();
                if (value.length != hash.length()) {
                    throw fault(entry.value(), "a value of this bank has " + hash.length() + " bytes");
                }
                values.put(entry.key().asInt(), value);
            }
            read.put(hash, values);
        }
        return new PcrValues(read);
    }

    private static TpmException fault(Cbor item, String reason) {
        return new TpmException(reason, item.path(), item.offset());
    }

    public byte[] encode() {
        CborMapBuilder banks = Cbor.map();
        values.banks().forEach((hash, entries) -> {
            CborMapBuilder bank = Cbor.map();
            entries.forEach((pcr, value) -> bank.put(pcr, value));
            banks.put(hash.id(), bank.build());
        });
        CborMapBuilder map = Cbor.map()
                .put(ATTEST, attest)
                .put(SIGNATURE, signature)
                .put(VALUES, banks.build())
                .put(KEY, key);
        eventLog.ifPresent(log -> map.put(EVENT_LOG, log));
        imaLog.ifPresent(log -> map.put(IMA_LOG, log));
        return map.build().encoded();
    }
}
