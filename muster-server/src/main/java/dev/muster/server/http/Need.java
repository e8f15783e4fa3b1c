package dev.muster.server.http;

/** What a route asks of its caller. There is no default: whoever makes a route says it. */
public enum Need {
    /** Anyone may call; the door judges by itself (client certificates, static files, health). */
    NOTHING,
    /** Someone signed in, of any organisation. */
    SIGNED_IN,
    /** An operator or auditor of the organisation in the path's {@code {org}}. Others get 404, not 403. */
    READ,
    /** An operator of the organisation in the path's {@code {org}}. Others get 404, an auditor of it 403. */
    WRITE,
    /** An administrator of the organisation in the path's {@code {org}}. Others get 404, operators of it 403. */
    ADMINISTER,
    /** An operator of the installation: may make organisations. */
    INSTALLATION
}
