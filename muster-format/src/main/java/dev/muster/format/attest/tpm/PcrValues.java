package dev.muster.format.attest.tpm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Values of PCRs by bank and number. */
public record PcrValues(Map<TpmHash, SortedMap<Integer, byte[]>> banks) {
    public PcrValues {
        Map<TpmHash, SortedMap<Integer, byte[]>> copy = new TreeMap<>();
        banks.forEach((hash, values) -> copy.put(hash, new TreeMap<>(values)));
        banks = copy;
    }

    public Optional<byte[]> value(TpmHash hash, int pcr) {
        return Optional.ofNullable(banks.getOrDefault(hash, new TreeMap<>()).get(pcr));
    }

    /**
     * The digest a quote of these values has: over the selected values, bank by bank as selected, each bank ascending
     * (part 3 §18.4).
     *
     * @param hash of the key's signing scheme
     * @return empty when a selected value is not there
     */
    public Optional<byte[]> digest(List<PcrSelection> selection, TpmHash hash) {
        List<byte[]> parts = new ArrayList<>();
        for (PcrSelection bank : selection) {
            for (int pcr : bank.pcrs()) {
                Optional<byte[]> value = value(bank.hash(), pcr);
                if (value.isEmpty()) {
                    return Optional.empty();
                }
                parts.add(value.get());
            }
        }
        return Optional.of(hash.digest(parts.toArray(byte[][]::new)));
    }
}
