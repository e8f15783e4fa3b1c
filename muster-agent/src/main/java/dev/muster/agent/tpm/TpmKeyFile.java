package dev.muster.agent.tpm;

import dev.muster.format.attest.tpm.TpmCursor;
import dev.muster.format.attest.tpm.TpmWriter;
import dev.muster.format.attest.tpm.command.Handles;
import dev.muster.format.der.DerReader;
import dev.muster.format.der.DerWriter;
import java.math.BigInteger;

/**
 * A key of a TPM as it lies in a file, under the label {@code TSS2 PRIVATE KEY}: encrypted by the TPM's storage key, worth
 * nothing without that TPM. The form is that of "ASN.1 Specification for TPM 2.0 Key Files" (Bottomley, Woodhouse), which
 * tpm2-openssl and others read too.
 *
 * @param blobs what the TPM gave
 */
public record TpmKeyFile(Tpm.Blobs blobs) {
    /** The PEM label. */
    public static final String LABEL = "TSS2 PRIVATE KEY";

    /** 2.23.133.10.1.3: a key to be loaded. */
    private static final byte[] LOADABLE = {0x67, (byte) 0x81, 0x05, 0x0A, 0x01, 0x03};

    private static final int BOOLEAN = 0x01;
    private static final int EMPTY_AUTH = 0xA0;

    static TpmKeyFile ofOwner(Tpm.Blobs blobs) {
        return new TpmKeyFile(blobs);
    }

    public byte[] encode() {
        return DerWriter.element(
                DerReader.SEQUENCE,
                DerWriter.element(DerReader.OID, LOADABLE),
                DerWriter.element(EMPTY_AUTH, DerWriter.element(BOOLEAN, new byte[] {(byte) 0xFF})),
                DerWriter.integer(BigInteger.valueOf(Handles.OWNER)),
                DerWriter.element(
                        DerReader.OCTET_STRING,
                        new TpmWriter().sized(blobs.publicArea()).toBytes()),
                DerWriter.element(
                        DerReader.OCTET_STRING,
                        new TpmWriter().sized(blobs.privateArea()).toBytes()));
    }

    /**
     * Reads what {@link #encode} wrote: a loadable key below the owner's storage key, without a password.
     *
     * @throws dev.muster.format.MalformedException when the bytes are something else
     */
    public static TpmKeyFile parse(byte[] der) {
        DerReader file = DerReader.of(der);
        DerReader in = file.enter(DerReader.SEQUENCE);
        in.content(DerReader.OID);
        if (in.peek() == EMPTY_AUTH) {
            in.content(EMPTY_AUTH);
        }
        in.integer();
        byte[] publicArea = in.content(DerReader.OCTET_STRING);
        byte[] privateArea = in.content(DerReader.OCTET_STRING);
        in.end();
        file.end();
        return new TpmKeyFile(new Tpm.Blobs(
                TpmCursor.of(privateArea).sized("privkey"),
                TpmCursor.of(publicArea).sized("pubkey")));
    }

    /** TPM2B_PUBLIC of the key. */
    public byte[] publicKey() {
        return new TpmWriter().sized(blobs.publicArea()).toBytes();
    }
}
