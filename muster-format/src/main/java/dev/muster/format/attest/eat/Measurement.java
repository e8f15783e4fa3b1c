package dev.muster.format.attest.eat;

import dev.muster.format.attest.coswid.ConciseSwid;
import java.util.Arrays;

/** An entry of the measurements or manifests claim (RFC 9711 §4.2.15, §4.2.16). */
public sealed interface Measurement {
    /** CoAP content format 258: a CoSWID. */
    record Software(ConciseSwid tag) implements Measurement {}

    /** A measured component; the content format is the profile's own until one is assigned. */
    record Component(MeasuredComponent component) implements Measurement {}

    /** A format that is not read here. */
    record Other(int contentFormat, byte[] content) implements Measurement {
        @Override
        public boolean equals(Object other) {
            return other instanceof Other that
                    && contentFormat == that.contentFormat
                    && Arrays.equals(content, that.content);
        }

        @Override
        public int hashCode() {
            return 31 * contentFormat + Arrays.hashCode(content);
        }
    }
}
