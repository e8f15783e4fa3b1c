package dev.muster.format.attest.ear;

/** The values of AR4SI -10 §2.3.4 that Muster asserts. */
public final class TrustClaims {
    /** The verifier could not do its work. */
    public static final int VERIFIER_MALFUNCTION = -1;
    /** No claim is made. */
    public static final int NO_CLAIM = 0;
    /** Evidence holds something that the verifier does not expect. */
    public static final int UNEXPECTED_EVIDENCE = 1;
    /** A signature did not verify. */
    public static final int CRYPTO_FAILED = 99;

    public static final int INSTANCE_TRUSTWORTHY = 2;
    public static final int INSTANCE_UNTRUSTWORTHY = 96;
    public static final int INSTANCE_UNRECOGNIZED = 97;
    public static final int CONFIG_APPROVED = 2;
    /** The configuration has known weaknesses, such as an open debug port. */
    public static final int CONFIG_UNSAFE = 32;
    /** Only approved executables were loaded, at boot and since. */
    public static final int EXECUTABLES_APPROVED = 2;
    /** Only approved executables were loaded at boot; nothing is known about the time since. */
    public static final int EXECUTABLES_APPROVED_BOOT = 3;
    /** Some executables are not known. */
    public static final int EXECUTABLES_UNRECOGNIZED = 33;
    /** Some executables are known to be wrong. */
    public static final int EXECUTABLES_CONTRAINDICATED = 96;

    /** The hardware is what it says, by a key that its maker registered. */
    public static final int HARDWARE_GENUINE = 2;

    /** The configuration makes the device unfit for any trust. */
    public static final int CONFIG_UNSUPPORTABLE = 96;

    public static final int FILE_SYSTEM_APPROVED = 2;
    /** Some files are of no set that is known. */
    public static final int FILE_SYSTEM_UNRECOGNIZED = 32;
    /** Files are not those of an approved set. */
    public static final int FILE_SYSTEM_CONTRAINDICATED = 96;

    private TrustClaims() {}
}
