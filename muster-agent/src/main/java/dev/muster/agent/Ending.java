package dev.muster.agent;

/** Why the service under one certificate ended. */
enum Ending {
    /** There is a new certificate. */
    RENEWED,
    /** The certificate is over. */
    EXPIRED,
    /** All that the device holds is to be destroyed. */
    WIPE,
    /** The server does not take the certificate any more; the factory identity has to speak for the device. */
    NOT_ACCEPTED
}
