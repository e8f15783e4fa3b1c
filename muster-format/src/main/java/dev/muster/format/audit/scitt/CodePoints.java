package dev.muster.format.audit.scitt;

/** The numbers of RFC 9942, RFC 9943, RFC 9995 and RFC 8392 that stand in statements and receipts. */
final class CodePoints {
    /** CWT claim: who says it (RFC 8392). */
    static final long ISS = 1;
    /** CWT claim: about what (RFC 8392). */
    static final long SUB = 2;
    /** Verifiable data structure: the tree of RFC 9162 with SHA-256 (RFC 9942 §5). */
    static final long VDS_RFC9162_SHA256 = 1;
    /** Proof type: inclusion (RFC 9942 §5.2). */
    static final long INCLUSION = -1;
    /** Proof type: consistency (RFC 9942 §5.3). */
    static final long CONSISTENCY = -2;
    /** Labels of drafts before the RFCs: vds and vdp. */
    static final long OLD_VDS = -111;

    static final long OLD_VDP = -222;

    private CodePoints() {}
}
