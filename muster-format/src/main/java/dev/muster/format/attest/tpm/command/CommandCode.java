package dev.muster.format.attest.tpm.command;

/** Numbers of the commands that are used here (TPM_CC, part 2 §6.5.2), with how many handles go in and come out. */
public enum CommandCode {
    EVICT_CONTROL(0x120, 0),
    CREATE_PRIMARY(0x131, 1),
    STARTUP(0x144, 0),
    ACTIVATE_CREDENTIAL(0x147, 0),
    CERTIFY(0x148, 0),
    NV_READ(0x14E, 0),
    POLICY_SECRET(0x151, 0),
    CREATE(0x153, 0),
    LOAD(0x157, 1),
    QUOTE(0x158, 0),
    SIGN(0x15D, 0),
    FLUSH_CONTEXT(0x165, 0),
    NV_READ_PUBLIC(0x169, 0),
    READ_PUBLIC(0x173, 0),
    START_AUTH_SESSION(0x176, 1),
    GET_CAPABILITY(0x17A, 0),
    GET_RANDOM(0x17B, 0),
    PCR_READ(0x17E, 0),
    PCR_EXTEND(0x182, 0);

    private final int id;
    private final int handlesOut;

    CommandCode(int id, int handlesOut) {
        this.id = id;
        this.handlesOut = handlesOut;
    }

    /** TPM_CC. */
    public int id() {
        return id;
    }

    /** How many handles stand in its answer. */
    int handlesOut() {
        return handlesOut;
    }
}
