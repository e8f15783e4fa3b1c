package dev.muster.core.attestation;

import dev.muster.format.attest.corim.MeasuredElement;
import dev.muster.format.attest.corim.Measurement;
import dev.muster.format.attest.corim.MeasurementValues;
import dev.muster.format.attest.coswid.Digest;
import dev.muster.format.attest.tpm.PcrSelection;
import dev.muster.format.attest.tpm.PcrValues;
import dev.muster.format.attest.tpm.TpmHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Registers of a quote whose values were not sent. A release that states all of them is compared by the digest over what it
 * states: when that is the quoted one, the registers hold what it states, and no other values.
 *
 * @param hash of the quote's digest
 */
public record QuotedRegisters(List<PcrSelection> selection, TpmHash hash, byte[] digest) {
    public QuotedRegisters {
        selection = List.copyOf(selection);
    }

    Digest asDigest() {
        return new Digest(hash.named(), digest);
    }

    private static PcrValues values(List<Measurement> conditions) {
        Map<TpmHash, SortedMap<Integer, byte[]>> banks = new HashMap<>();
        for (Measurement condition : conditions) {
            if (condition.key().orElse(MeasuredElement.UNNAMED) instanceof MeasuredElement.Numbered pcr) {
                for (Digest stated : condition.values().digests()) {
                    Arrays.stream(TpmHash.values())
                            .filter(one -> one.named().equals(stated.algorithm()))
                            .forEach(one -> banks.computeIfAbsent(one, bank -> new TreeMap<>())
                                    .put((int) pcr.value(), stated.value()));
                }
            }
        }
        return new PcrValues(banks);
    }

    private Optional<byte[]> composed(List<Measurement> conditions) {
        return values(conditions).digest(selection, hash);
    }

    /** Whether a release states every register that was quoted, and the quote is of other values. */
    boolean differFrom(List<Measurement> conditions) {
        return composed(conditions)
                .filter(stated -> !Arrays.equals(stated, digest))
                .isPresent();
    }

    /** What differs, as comparisons say it. */
    String difference(List<Measurement> conditions) {
        HexFormat hex = HexFormat.of();
        return "registers " + names() + ": expected the digest "
                + composed(conditions).map(hex::formatHex).orElse("of all") + ", found " + hex.formatHex(digest);
    }

    /** The values that the quote proves to be those of the release; empty when it proves none. */
    Map<MeasuredElement, List<MeasurementValues>> proved(List<Measurement> conditions) {
        Map<MeasuredElement, List<Digest>> found = new LinkedHashMap<>();
        if (composed(conditions).filter(stated -> Arrays.equals(stated, digest)).isPresent()) {
            PcrValues values = values(conditions);
            for (PcrSelection bank : selection) {
                for (int pcr : bank.pcrs()) {
                    found.computeIfAbsent(new MeasuredElement.Numbered(pcr), key -> new ArrayList<>())
                            .add(new Digest(
                                    bank.hash().named(),
                                    values.value(bank.hash(), pcr).orElseThrow()));
                }
            }
        }
        Map<MeasuredElement, List<MeasurementValues>> proved = new LinkedHashMap<>();
        found.forEach((pcr, digests) -> proved.put(
                pcr, List.of(MeasurementValues.ofDigest(digests.getFirst()).withDigests(digests))));
        return proved;
    }

    /** The quoted registers that a release says nothing about; none when it states the digest over all. */
    List<String> unstated(List<Measurement> conditions) {
        boolean whole = conditions.stream()
                .anyMatch(condition -> condition.key().isEmpty()
                        && !condition.values().digests().isEmpty());
        if (whole || composed(conditions).isPresent()) {
            return List.of();
        }
        PcrValues values = values(conditions);
        List<String> missing = new ArrayList<>();
        for (PcrSelection bank : selection) {
            bank.pcrs().stream()
                    .filter(pcr -> values.value(bank.hash(), pcr).isEmpty())
                    .forEach(pcr ->
                            missing.add("register " + pcr + " of " + bank.hash().word()));
        }
        return missing;
    }

    private String names() {
        List<String> names = new ArrayList<>();
        selection.forEach(bank -> names.add(bank.hash().word() + bank.pcrs()));
        return String.join("+", names);
    }
}
