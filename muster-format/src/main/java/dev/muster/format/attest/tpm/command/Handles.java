package dev.muster.format.attest.tpm.command;

/** Handles that every TPM has (TPM_RH, part 2 §7.4), and where the endorsement profile keeps its certificates. */
public final class Handles {
    public static final int OWNER = 0x40000001;
    public static final int NULL = 0x40000007;
    public static final int ENDORSEMENT = 0x4000000B;

    /** TPM_RS_PW: a password in place of a session. */
    public static final int PASSWORD = 0x40000009;

    /** Certificates of the chain above an EK certificate, one after another, DER (EK profile 2.6 §2.2.1.5.2). */
    public static final int EK_CHAIN_FIRST = 0x01C00100;

    /** The last of them. */
    public static final int EK_CHAIN_LAST = 0x01C001FF;

    private Handles() {}
}
