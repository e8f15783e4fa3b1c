package dev.muster.format.update.suit;

/** Numbers of draft-ietf-suit-trust-domains-12; its manifest and common members are in {@link CodePoints}. */
public final class TrustDomainPoints {
    private TrustDomainPoints() {}

    public static final int CONDITION_DEPENDENCY_INTEGRITY = 7;
    public static final int CONDITION_IS_DEPENDENCY = 8;
    public static final int DIRECTIVE_PROCESS_DEPENDENCY = 11;
    public static final int DIRECTIVE_SET_PARAMETERS = 19;
    public static final int DIRECTIVE_UNLINK = 33;

    /** In the metadata of a dependency. */
    public static final int DEPENDENCY_PREFIX = 1;
}
