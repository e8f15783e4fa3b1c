package dev.muster.core.access;

/** What someone may do in an organisation, the most first. */
public enum Role {
    /** The owner of the machine the server runs on: may make organisations, and operate those it made. */
    INSTALLATION,
    /** May also say who else may act in the organisation, and make links and tokens for others. */
    ADMINISTRATOR,
    /** May see and change everything in the organisation but who may act in it. */
    OPERATOR,
    /** May see everything in the organisation. */
    AUDITOR;

    public boolean mayWrite() {
        return this != AUDITOR;
    }

    public boolean mayAdminister() {
        return compareTo(ADMINISTRATOR) <= 0;
    }
}
