package dev.muster.core.attestation;

import java.util.Locale;

/** Why evidence is not appraised, or a manifest not accepted. */
public enum Refusal {
    /** The bytes cannot be read. */
    MALFORMED,
    /** The evidence does not verify under the key of the client certificate. */
    SIGNATURE_INVALID,
    /** No scheme reads evidence of this media type. */
    MEDIA_TYPE_UNKNOWN,
    /** No key is registered that could have signed this evidence. */
    KEY_UNKNOWN,
    /** The key that signed a quote may sign what its TPM did not make: it is not restricted. */
    KEY_NOT_RESTRICTED,
    /** What is signed is no quote over registers, or not of these registers. */
    QUOTE_MISMATCH,
    /** The log of events does not lead to the registers that were quoted. */
    LOG_MISMATCH,
    /** The token said until when it holds (exp), and that is over (RFC 8392 §3.1.4). */
    TOKEN_EXPIRED,
    /** The token does not hold yet (nbf, RFC 8392 §3.1.5). */
    TOKEN_NOT_YET_VALID,
    /** The token, or the manifest, is of a profile that this server does not understand. */
    PROFILE_UNKNOWN,
    /** The device is not on the register, or of no product. */
    DEVICE_UNKNOWN,
    /** The evidence names another maker or model than the register: no device chooses what it is compared with. */
    PRODUCT_MISMATCH,
    /** The UEID is not that of this device. */
    UEID_MISMATCH,
    /** The nonce is not one of ours for this device. */
    NONCE_UNKNOWN,
    NONCE_EXPIRED,
    NONCE_USED,
    /** The organisation takes no evidence over epochs. */
    EPOCHS_NOT_TAKEN,
    /** The epoch is of a time to come, by the server's clock. */
    EPOCH_NOT_BEGUN,
    /** Neither this epoch nor the one before. */
    EPOCH_OVER,
    /** The evidence has a time and no nonce, and the organisation goes by no device's clock. */
    CLOCKS_NOT_TAKEN,
    /** By the device's clock the evidence was made in a time to come. */
    CLOCK_AHEAD,
    /** By the device's clock the evidence is older than the organisation lets it be. */
    EVIDENCE_TOO_OLD,
    /** The evidence was made for another connection than it is shown over: it was relayed. */
    BINDING_MISMATCH,
    /** A counter is smaller than before under the same key: a copy of the device, or an older copy of itself. */
    COUNTER_WENT_BACK,
    /** A counter went backwards under this key before: no evidence under it is believed until a person decides. */
    TWIN_SUSPECTED,
    /** No registered key verifies the manifest. */
    SIGNER_UNKNOWN,
    /** The manifest breaks the rules of its profile. */
    PROFILE_BROKEN,
    /** The manifest speaks about devices of another maker. */
    NOT_YOUR_DEVICE,
    /** The manifest has neither reference values nor keys. */
    NO_REFERENCE_VALUES,
    /** The manifest or its signature is not valid now. */
    NOT_VALID_NOW;

    /** The stable code, such as {@code nonce-used}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
