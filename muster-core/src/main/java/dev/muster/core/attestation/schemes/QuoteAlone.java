package dev.muster.core.attestation.schemes;

import dev.muster.core.attestation.Compared;
import dev.muster.core.attestation.Conclusion;
import dev.muster.core.attestation.EvidenceAppraised;
import dev.muster.core.attestation.EvidenceKeys;
import dev.muster.core.attestation.EvidenceReading.Unreadable;
import dev.muster.core.attestation.Measured;
import dev.muster.core.attestation.Proof;
import dev.muster.core.attestation.QuotedRegisters;
import dev.muster.core.attestation.Refusal;
import dev.muster.core.attestation.Statement;
import dev.muster.format.attest.corim.Environment;
import dev.muster.format.attest.ear.TrustCategory;
import dev.muster.format.attest.ear.TrustClaims;
import dev.muster.format.attest.eat.ClaimsSet;
import dev.muster.format.attest.tpm.TpmAttest;
import dev.muster.format.attest.tpm.TpmAttest.Attested;
import dev.muster.format.attest.tpm.TpmException;
import dev.muster.format.attest.tpm.TpmSignature;
import java.security.PublicKey;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A quote that comes without the values of its registers, under a key that is registered for a device by its id. */
record QuoteAlone(PublicKey key, TpmAttest attest, Attested.Quote quote, TpmSignature signature, byte[] signed) {
    /** Why it is not one. */
    static final class NotOne extends Exception {
        private static final long serialVersionUID = 1;
        private final Refusal refusal;

        NotOne(Refusal refusal, String detail) {
            super(detail);
            this.refusal = refusal;
        }

        Unreadable reading() {
            return new Unreadable(refusal, String.valueOf(getMessage()));
        }
    }

    /** The key that is registered for the device and signed these bytes. */
    static PublicKey signer(Environment device, EvidenceKeys keys, byte[] attest, byte[] signature) throws NotOne {
        List<PublicKey> registered = keys.attesters(device);
        if (registered.isEmpty()) {
            throw new NotOne(Refusal.KEY_UNKNOWN, "no maker registered an attestation key for " + device);
        }
        TpmSignature read = TpmSignature.parse(signature);
        Optional<PublicKey> signer =
                registered.stream().filter(key -> read.verifies(key, attest)).findFirst();
        return signer.orElseThrow(() ->
                new NotOne(Refusal.SIGNATURE_INVALID, "none of the attestation keys of " + device + " signed this"));
    }

    static QuoteAlone read(Environment device, EvidenceKeys keys, byte[] attest, byte[] signature)
            throws NotOne, TpmException {
        PublicKey key = signer(device, keys, attest, signature);
        TpmAttest read = TpmAttest.parse(attest);
        if (!(read.attested() instanceof Attested.Quote quote)) {
            throw new NotOne(Refusal.QUOTE_MISMATCH, "what is signed is no quote over registers");
        }
        return new QuoteAlone(key, read, quote, TpmSignature.parse(signature), attest);
    }

    /** What a quote alone says of software: the digest of its registers, and how the TPM counts. */
    static EvidenceAppraised.Software software(TpmAttest attest, Attested.Quote quote) {
        return new EvidenceAppraised.Software(
                "",
                "",
                "",
                "",
                "",
                HexFormat.of().formatHex(quote.digest()),
                "",
                "",
                Integer.toUnsignedLong(attest.resetCount()),
                attest.clock() / 1_000);
    }

    Statement statement(String scheme, Environment device, List<String> remarks) {
        EvidenceAppraised.Software software = software(attest, quote);
        Statement statement = new Statement(
                scheme,
                key.getEncoded(),
                attest.extraData(),
                new Statement.Device(Optional.empty(), Optional.empty(), Optional.of(device)),
                software,
                Proof.ROOT_OF_TRUST,
                Measured.quoted(new QuotedRegisters(quote.selection(), signature.hash(), quote.digest())),
                ClaimsSet.Times.OPEN,
                Statement.Side.NONE,
                remarks);
        return statement.over(signed);
    }

    /** What both services' quotes let a verifier say. */
    static Conclusion conclude(Compared compared) {
        Map<TrustCategory, Integer> vector = Conclusion.about(
                TrustCategory.EXECUTABLES,
                TrustClaims.EXECUTABLES_APPROVED_BOOT,
                TrustClaims.EXECUTABLES_CONTRAINDICATED,
                compared);
        return new Conclusion(
                vector,
                List.of(),
                List.of(
                        "Only the registers that were quoted are compared, not what ran since boot.",
                        "That the key signs only what its TPM made rests on who registered it."));
    }
}
