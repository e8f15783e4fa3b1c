package dev.muster.core.assurance;

/** How much of a requirement one check answers when it passes. */
public enum Sufficiency {
    /** The check alone answers the requirement. */
    FULL,
    /** The check answers a part; however many partial checks pass, the requirement is supported only partly. */
    PARTIAL,
    /** A breach speaks against the requirement; a pass shows nothing for it. */
    AGAINST
}
