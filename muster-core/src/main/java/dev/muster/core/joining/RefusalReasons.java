package dev.muster.core.joining;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What each reason for which a certificate was refused means, and what helps. */
public final class RefusalReasons {

    /**
     * @param meaning what is wrong, one sentence
     * @param remedy what whoever stands there can do, one sentence
     */
    public record Reason(String meaning, String remedy) {}

    private static final Map<String, Reason> KNOWN = Map.ofEntries(
            of(
                    "certificate-missing",
                    "The client showed no certificate and brought no token.",
                    "Give the client its factory certificate, or a token (muster join token make)."),
            of(
                    "token-unknown",
                    "Nobody here made this token, or it was withdrawn.",
                    "Make another one: muster join token make."),
            of(
                    "token-used",
                    "The token was used for another key already; a copy of it may be about.",
                    "Find out who used it (muster device show), then make another one."),
            of("token-expired", "The token came too late.", "Make another one: muster join token make."),
            of(
                    "device-not-registered",
                    "The anchor admits registered devices only, and this one is not on the list.",
                    "muster join import, or another admission policy of the anchor."),
            of(
                    "joining-denied",
                    "A person decided that this device does not join.",
                    "muster join admit, when that was wrong."),
            of(
                    "approvals-too-many",
                    "More devices wait for a person's word than one organisation may have.",
                    "Answer those that wait: muster join waiting."),
            of(
                    "key-unsupported",
                    "The kind of key, or the hash of the request, is not taken here.",
                    "Use a kind that the answer names, or widen joining.keys."),
            of(
                    "idevid-untrusted",
                    "The chain of the factory certificate ends at no anchor of this organisation, or it is self-made.",
                    "Register the maker's anchor (muster join anchor add) when the maker is one of yours."),
            of(
                    "idevid-expired",
                    "The factory certificate, or an authority above it, is over, or this server's clock is ahead.",
                    "Compare the clocks; otherwise ask the maker, or use a token."),
            of(
                    "idevid-not-yet-valid",
                    "The factory certificate has not begun, or this server's clock is behind.",
                    "Compare the clocks of this server and of the factory."),
            of(
                    "anchor-expired",
                    "The maker's anchor is over, or this server's clock is ahead.",
                    "Register the anchor that followed it (muster join anchor add), or use a token."),
            of(
                    "idevid-maker-mismatch",
                    "The anchor speaks for another maker than the certificate names.",
                    "Register the right anchor for that maker; otherwise somebody makes devices in another's name."),
            of(
                    "idevid-subject",
                    "The factory certificate does not name maker, model and serial number as it should.",
                    "Ask the maker for the profile of IEEE 802.1AR."),
            of(
                    "idevid-usage",
                    "The factory certificate may not be used to sign, or is for something else.",
                    "Show the device's own certificate, not one of a server or a person."),
            of(
                    "idevid-is-authority",
                    "The certificate is that of an authority, not of a device.",
                    "Show the device's own certificate."),
            of(
                    "idevid-key-unsupported",
                    "The factory certificate's key is of a kind that is not taken.",
                    "Use a token, or ask the maker."),
            of(
                    "possession-unproven",
                    "The request is not signed by its own key.",
                    "Make the request with the key in it."),
            of(
                    "request-malformed",
                    "The request cannot be read.",
                    "Send PKCS #10 in base64; the detail names the place."),
            of(
                    "voucher-missing",
                    "The anchor admits devices by voucher, and there is none for this one.",
                    "Ask the maker's service (MASA) for one, and muster join voucher add."),
            of("voucher-expired", "The voucher has ended.", "Ask the maker's service for another one."),
            of(
                    "voucher-other-issuer",
                    "The voucher is for a device with this number whose certificate another key signed.",
                    "Ask the maker which of its devices is meant."),
            of(
                    "voucher-request-unsigned",
                    "The question for a voucher is not signed by the key of the factory certificate.",
                    "Sign it with the key that the TLS connection shows."),
            of(
                    "voucher-request-other",
                    "A device asks for another device's voucher.",
                    "Name the serial number of the device's own factory certificate."),
            of(
                    "cmc-unsupported",
                    "The CMC message asks for more than one certificate by PKCS #10.",
                    "Send one PKCS #10 request, and no controls but transactionId and senderNonce."),
            of(
                    "cmc-unsigned",
                    "The CMC message is signed by neither the connection's certificate nor the request's key.",
                    "Sign it with one of the two."),
            of(
                    "subject-mismatch",
                    "The request names another device than the one that asks.",
                    "Leave the subject out, or name the device."),
            of(
                    "subject-changed",
                    "A renewal may not change the name of the device.",
                    "Ask for the same subject as in the present certificate."),
            of(
                    "product-unknown",
                    "No product of this maker and model is on the register.",
                    "muster product add, with the maker and model of the certificate."),
            of(
                    "product-mismatch",
                    "The register has the device as another product.",
                    "Correct the register, or find out whose certificate this is."),
            of(
                    "already-enrolled",
                    "The device is enrolled under another key: it lost its key, or this is a copy of it.",
                    "Find out which one is right; then muster join let-go."),
            of(
                    "identity-conflict",
                    "The device joined by another factory certificate or token: a stolen, doubled or replaced"
                            + " identity.",
                    "Find out which one is right; then muster join let-go."),
            of(
                    "key-in-use",
                    "Another device has this key: one of the two is a copy.",
                    "Make a key of its own on each device."),
            of(
                    "factory-key-in-use",
                    "Another device joined by a factory certificate with the same key: the maker gave one key to two"
                            + " devices, or it was copied.",
                    "Ask the maker. When one of the two is the right one, let the other go: muster join let-go."),
            of(
                    "key-is-factory-key",
                    "The request has the key of the factory certificate.",
                    "Make a key of its own for the local identity."),
            of("device-unknown", "The device is not on the register.", "Register it, or let it join again."),
            of(
                    "device-quarantined",
                    "The device is in quarantine and its certificate has not ended.",
                    "muster device release, when it is trusted again."),
            of("device-safe-stop", "The device was stopped for safety.", "muster device release, when it is safe."),
            of("device-off-site", "The device is off site.", "Bring it back into service first."),
            of(
                    "device-retired",
                    "The device is out of service for ever.",
                    "It does not come back; another one may join."),
            of(
                    "certificate-untrusted",
                    "The certificate shown was not issued by this organisation, and is no accepted factory"
                            + " certificate.",
                    "Show the factory certificate, or the certificate of this organisation."),
            of(
                    "certificate-expired",
                    "The device's certificate ended too long ago to renew itself.",
                    "Join by the factory certificate, or with a token."),
            of(
                    "certificate-superseded",
                    "The device has a newer certificate under another key: a copy of an older state, or a twin.",
                    "Use the newest certificate; when there are two devices, find the right one."),
            of(
                    "nonce-unknown",
                    "The nonce was not given by this organisation, or is older than five minutes.",
                    "Ask for another one (/dice/ORG/joining/nonce) and sign it at once."),
            of(
                    "layer-unproven",
                    "What asks is not signed by the last key of the DICE chain.",
                    "Sign with the key of the last layer, with the purpose as external data."),
            of(
                    "ek-unknown",
                    "No list says which device has this TPM.",
                    "muster join tpm register, with the endorsement key's digest from the detail or its file."),
            of(
                    "ek-untrusted",
                    "The endorsement certificate leads to no maker of TPMs that is believed here.",
                    "muster join tpm add, when the maker is one of yours."),
            of(
                    "ek-certificate-ended",
                    "The endorsement certificate, or an authority above it, is over or has not begun.",
                    "Compare the clocks; otherwise ask the TPM's maker."),
            of(
                    "ek-certificate-other",
                    "The endorsement certificate is for another key than the one that the TPM shows.",
                    "Find out whose certificate it is; the two were mixed up, or somebody tries."),
            of(
                    "ek-usage",
                    "The certificate is not one for endorsement keys.",
                    "Show the certificate that the TPM's maker put into it."),
            of(
                    "ek-unfit",
                    "The key is not bound to a TPM, or does not decrypt for it alone.",
                    "Use the templates of the EK Credential Profile, as muster agent and tpm2_createek do."),
            of(
                    "ek-not-listed",
                    "The lists say another TPM of this device, or another device of this TPM.",
                    "Correct the list (muster join tpm register), or find out what was swapped."),
            of(
                    "ek-of-another-device",
                    "Another device in service proved to have this TPM: it was moved, or is claimed by two.",
                    "Find the right one; take the other out of service (muster device retire)."),
            of(
                    "ak-not-restricted",
                    "The attestation key could sign what no TPM made.",
                    "Make a restricted signing key that is fixed to its TPM."),
            of(
                    "activation-failed",
                    "The secret is wrong: the attestation key is in another TPM than the endorsement key.",
                    "Open the secret with the TPM that was shown, for the attestation key that was shown."),
            of("activation-expired", "The answer came later than five minutes.", "Ask for another secret."),
            of("activation-used", "This secret was answered already.", "Ask for another secret."),
            of(
                    "certify-signature",
                    "What certifies the new key is not signed by the attestation key.",
                    "Certify it with the attestation key that was shown."),
            of("certify-missing", "What is signed certifies no key.", "Use TPM2_Certify."),
            of(
                    "certify-nonce",
                    "The key was certified for something else, or at another time.",
                    "Certify it with SHA-256 of the secret as qualifying data."),
            of(
                    "certify-other-key",
                    "Another key is certified than the one that is shown.",
                    "Show the public area of the key that was certified."),
            of(
                    "key-not-in-tpm",
                    "The request has another key than the one that the TPM certified.",
                    "Make the request with the key in the TPM."),
            of(
                    "key-not-fixed",
                    "The new key was not made by this TPM, or may leave it.",
                    "Make it fixed to its TPM and parent, with a secret that the TPM made."),
            of("try-again", "The register changed while the request was read.", "Ask again."),
            of("content-type", "The body is not application/pkcs10.", "Set the content type."));

    private RefusalReasons() {}

    private static Map.Entry<String, Reason> of(String code, String meaning, String remedy) {
        return Map.entry(code, new Reason(meaning, remedy));
    }

    /** What a code means; empty when it is none of joining's. */
    public static Optional<Reason> of(String code) {
        return Optional.ofNullable(KNOWN.get(code));
    }

    /** All codes. */
    public static Set<String> codes() {
        return KNOWN.keySet();
    }
}
