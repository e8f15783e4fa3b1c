package dev.muster.format.attest.tpm;

/**
 * What an EnactTrust agent sends ({@code application/vnd.enacttrust.tpm-evidence}): the node's UUID (16 bytes), the length of
 * the quote (2 bytes), TPMS_ATTEST, TPMT_SIGNATURE.
 *
 * @param node 16 bytes
 */
public record NodeQuote(byte[] node, byte[] attest, byte[] signature) {
    public static final String MEDIA_TYPE = "application/vnd.enacttrust.tpm-evidence";

    private static final int NODE_BYTES = 16;

    /** A quote and an RSA signature of 4096 bits have less. */
    private static final int MAX_BYTES = 8 * 1024;

    /** @throws TpmException when the bytes are cut, or more than this */
    public static NodeQuote parse(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new TpmException("more than " + MAX_BYTES + " bytes", "/", MAX_BYTES);
        }
        TpmCursor in = TpmCursor.of(bytes);
        byte[] node = in.bytes("node", NODE_BYTES);
        byte[] attest = in.sized("attest");
        return new NodeQuote(node, attest, in.rest());
    }
}
