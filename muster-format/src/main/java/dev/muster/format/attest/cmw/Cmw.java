package dev.muster.format.attest.cmw;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A conceptual message wrapper (RFC 9999 §3). */
public sealed interface Cmw {
    /** Bits of the indicator: what kinds of conceptual message the value is. */
    int REFERENCE_VALUES = 1;

    int ENDORSEMENTS = 2;
    int EVIDENCE = 4;
    int ATTESTATION_RESULTS = 8;
    int APPRAISAL_POLICY = 16;

    /** What the value is written in. */
    sealed interface Type {
        /** @param type a media type (RFC 6838 §4.2), perhaps with parameters */
        record Media(String type) implements Type {
            private static final Pattern NAME = Pattern.compile(
                    "[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}( *;.*)?");

            /** Whether a text has the form of one. */
            static boolean fits(String text) {
                return NAME.matcher(text).matches();
            }
        }

        /** @param number CoAP content format, 0..65535 */
        record ContentFormat(int number) implements Type {}
    }

    /**
     * One message: {@code [type, value, ? indicator]}.
     *
     * @param indicator 0 when not stated
     */
    record Message(Type type, byte[] value, int indicator) implements Cmw {
        @Override
        public boolean equals(Object other) {
            return other instanceof Message that
                    && type.equals(that.type)
                    && Arrays.equals(value, that.value)
                    && indicator == that.indicator;
        }

        @Override
        public int hashCode() {
            return 31 * type.hashCode() + Arrays.hashCode(value);
        }
    }

    /**
     * One message whose content format is told by the CBOR tag {@code 1668546817 + (cf / 255) * 256 + cf % 255}
     * (RFC 9277 §4.3).
     */
    record Tagged(int contentFormat, byte[] value) implements Cmw {
        @Override
        public boolean equals(Object other) {
            return other instanceof Tagged that
                    && contentFormat == that.contentFormat
                    && Arrays.equals(value, that.value);
        }

        @Override
        public int hashCode() {
            return 31 * contentFormat + Arrays.hashCode(value);
        }
    }

    /**
     * Several messages under labels; a number label is written in decimal.
     *
     * @param type what kind of collection it is: an absolute URI or a dotted OID (RFC 9999 §3.3)
     */
    record Collection(Optional<String> type, Map<String, Cmw> messages) implements Cmw {
        // Possessive: a matcher that may go back over its arcs keeps each on the stack, and a few thousand end the
        // thread.
        private static final Pattern TYPE =
                Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:\\S+|[0-2](\\.(0|[1-9][0-9]*+))++");

        /** Whether a text has the form of a type. */
        static boolean fits(String text) {
            return TYPE.matcher(text).matches();
        }

        public Collection {
            messages = Collections.unmodifiableMap(new LinkedHashMap<>(messages));
        }
    }
}
