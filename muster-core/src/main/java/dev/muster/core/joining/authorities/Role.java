package dev.muster.core.joining.authorities;

import java.util.Locale;

/** What an authority of an organisation is for. */
public enum Role {
    /** Certifies the other ones. Its key is used when a generation begins and rests otherwise. */
    ROOT,
    /** Certifies what the organisation itself shows: who appraises evidence. */
    INFRASTRUCTURE,
    /** Issues devices' certificates (LDevID), their revocation lists and the status signer's certificate. */
    DEVICE,
    /** Issues certificates for attestation keys of TPMs. */
    ATTESTATION;

    /** Lower case, as in names and answers. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
