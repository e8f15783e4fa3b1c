package dev.muster.core.access;

/** What someone may do in an organisation, the most first. */
public enum Role {
    /** The owner of the machine the server runs on: may make organisations, and operate those it made. */
    INSTALLATION,
    /** May see and change everything in the organisation. */
    OPERATOR,
    /** May see everything in the organisation. */
    AUDITOR;

    public boolean mayWrite() {
        return this != AUDITOR;
    }
}
