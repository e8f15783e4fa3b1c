package dev.muster.format.attest.tpm;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which PCRs of one bank (TPMS_PCR_SELECTION, part 2 §10.6.2). */
public record PcrSelection(TpmHash hash, SortedSet<Integer> pcrs) {
    /** A TPM has fewer banks than hash algorithms there are. */
    private static final int MAX_BANKS = 16;

    /** Eight PCRs a byte; a PC has 24, the library allows 32. */
    private static final int MAX_SELECT_BYTES = 4;

    public PcrSelection {
        pcrs = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(pcrs));
    }

    /** A TPML_PCR_SELECTION. */
    static List<PcrSelection> list(TpmCursor in) {
        int banks = in.size32("pcrSelect/count", MAX_BANKS);
        List<PcrSelection> found = new ArrayList<>();
        for (int bank = 0; bank < banks; bank++) {
            TpmHash hash = TpmHash.require(in, "pcrSelect/hash");
            int size = in.u8("pcrSelect/sizeofSelect");
            if (size > MAX_SELECT_BYTES) {
                throw in.fault("a selection has at most " + MAX_SELECT_BYTES + " bytes", "pcrSelect/sizeofSelect");
            }
            byte[] bits = in.bytes("pcrSelect/pcrSelect", size);
            SortedSet<Integer> pcrs = new TreeSet<>();
            for (int pcr = 0; pcr < size * 8; pcr++) {
                if ((bits[pcr / 8] >> (pcr % 8) & 1) == 1) {
                    pcrs.add(pcr);
                }
            }
            found.add(new PcrSelection(hash, pcrs));
        }
        return found;
    }
}
