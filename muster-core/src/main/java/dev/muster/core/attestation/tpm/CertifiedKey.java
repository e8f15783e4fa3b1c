package dev.muster.core.attestation.tpm;

import dev.muster.format.attest.tpm.TpmAttest;
import dev.muster.format.attest.tpm.TpmAttest.Attested;
import dev.muster.format.attest.tpm.TpmPublic;
import dev.muster.format.attest.tpm.TpmSignature;
import dev.muster.format.crypto.Sha256;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Optional;

/**
 * An attestation key's word that another key is in its TPM (TPM2_Certify).
 *
 * @param attestationKey that signed
 * @param attest TPMS_ATTEST
 * @param signature TPMT_SIGNATURE
 * @param key that is certified, as the TPM describes it
 */
public record CertifiedKey(TpmPublic attestationKey, byte[] attest, byte[] signature, TpmPublic key) {
    /**
     * Why it is no proof for this key; empty when it is one.
     *
     * @param enrolled the key that the device has just shown the possession of
     * @param secret of the credential: its digest is the nonce, so that the word was given for this activation
     * @throws dev.muster.format.MalformedException when the attestation or its signature cannot be read
     */
    public Optional<TpmRefusal> unproved(PublicKey enrolled, byte[] secret) {
        if (!attestationKey.isAttestationKey()) {
            return no("ak-not-restricted", "the attestation key may sign what no TPM made");
        }
        if (!TpmSignature.parse(signature).verifies(attestationKey.key(), attest)) {
            return no("certify-signature", "what certifies the key is not signed by the attestation key");
        }
        TpmAttest said = TpmAttest.parse(attest);
        if (!(said.attested() instanceof Attested.Certify certified)) {
            return no("certify-missing", "what is signed certifies no key");
        }
        if (!Arrays.equals(said.extraData(), Sha256.of(secret))) {
            return no("certify-nonce", "the key was certified for something else, or at another time");
        }
        if (!Arrays.equals(certified.name(), key.name())) {
            return no("certify-other-key", "another key is certified than the one that is shown");
        }
        if (!Arrays.equals(key.key().getEncoded(), enrolled.getEncoded())) {
            return no("key-not-in-tpm", "the key that is certified is not the one that the device was enrolled with");
        }
        return key.isSigningKeyOfThisTpm()
                ? Optional.empty()
                : no("key-not-fixed", "the key was not made by this TPM, or may leave it");
    }

    private static Optional<TpmRefusal> no(String reason, String detail) {
        return Optional.of(TpmRefusal.unacceptable(reason, detail));
    }
}
