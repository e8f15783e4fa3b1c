package dev.muster.core.attestation;

import dev.muster.format.attest.corim.MeasuredElement;
import dev.muster.format.attest.coswid.Digest;
import java.util.List;
import java.util.Optional;

/**
 * Files that a kernel measured as they were used since boot, as its log lists them; the log leads to a register whose value
 * was proved. No release can state such a register, for its value hangs on what was used in which order.
 *
 * @param register the element of that register: explained by the lines
 * @param lines in their order
 * @param rules registers whose log says that the kernel measures whatever root runs or reads; the log is the device's, and
 *     root extends what it likes, so one proves it only where a release states its value
 */
public record RanFiles(MeasuredElement register, List<Line> lines, List<MeasuredElement> rules) {
    /**
     * One use of one file.
     *
     * @param number of the line, from 1
     * @param digest of the file; empty when the line has none that is known
     * @param violation whether the file was written while it was read: what was measured is not what was used
     */
    public record Line(int number, String path, Optional<Digest> digest, boolean violation) {
        @Override
        public String toString() {
            return "line " + number + ", " + path;
        }
    }

    public RanFiles {
        lines = List.copyOf(lines);
    }
}
