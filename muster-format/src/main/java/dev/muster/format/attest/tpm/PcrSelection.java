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

    private static final int MIN_SELECT_BYTES = 3;

    public PcrSelection {
        pcrs = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(pcrs));
    }

    /** Reads a TPML_PCR_SELECTION. */
    public static List<PcrSelection> list(TpmCursor in) {
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

    /** Writes a TPML_PCR_SELECTION, three bytes a bank at least: fewer are refused by TPMs of PCs. */
    public static void write(List<PcrSelection> selection, TpmWriter out) {
        out.u32(selection.size());
        for (PcrSelection bank : selection) {
            int last = bank.pcrs.isEmpty() ? 0 : bank.pcrs.last();
            byte[] bits = new byte[Math.max(MIN_SELECT_BYTES, last / 8 + 1)];
            bank.pcrs.forEach(pcr -> bits[pcr / 8] |= (byte) (1 << pcr % 8));
            out.u16(bank.hash.id()).u8(bits.length).bytes(bits);
        }
    }
}
