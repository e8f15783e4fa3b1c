package dev.muster.format.cbor;

/** How strict the check is. Each profile demands everything the one before it does. */
public enum CborProfile {
    /** RFC 8949 §5.1 well-formedness only: duplicate keys and bad UTF-8 pass. For showing broken data to people. */
    WELL_FORMED,
    /**
     * Also basic validity (RFC 8949 §5.3.1): UTF-8 is correct and no map has a key twice. Two kinds of key are refused
     * because comparing them would cost more than linear memory: chunked strings and maps whose own keys are unsorted.
     */
    VALID,
    /**
     * Also definite lengths and shortest heads, in any key order, and valid content of well-known tags (RFC 8949
     * §5.3.2): a date in tag 0, 16 bytes in tag 37. The default: what COSE messages in Muster must be.
     */
    STRICT,
    /** Also core deterministic encoding (RFC 8949 §4.2.1): bytewise key order, shortest floats and bignums. */
    DETERMINISTIC,
    /** Like {@link #DETERMINISTIC}, with the length-first key order of RFC 8949 §4.2.3 in place of the bytewise one. */
    LENGTH_FIRST;

    boolean atLeast(CborProfile other) {
        return compareTo(other) >= 0;
    }
}
