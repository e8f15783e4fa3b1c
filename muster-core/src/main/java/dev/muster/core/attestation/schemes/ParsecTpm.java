package dev.muster.core.attestation.schemes;

import dev.muster.core.attestation.Compared;
import dev.muster.core.attestation.Conclusion;
import dev.muster.core.attestation.EvidenceKeys;
import dev.muster.core.attestation.EvidenceReading;
import dev.muster.core.attestation.EvidenceReading.Unreadable;
import dev.muster.core.attestation.Refusal;
import dev.muster.core.attestation.Scheme;
import dev.muster.core.attestation.Statement;
import dev.muster.format.MalformedException;
import dev.muster.format.attest.corim.Environment;
import dev.muster.format.attest.corim.TypedBytes;
import dev.muster.format.attest.tpm.KeyAttestation;
import dev.muster.format.attest.tpm.TpmAttest;
import dev.muster.format.attest.tpm.TpmPublic;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Parsec's key attestation of a TPM: the platform's quote and the certified key under one attestation key, registered for
 * the id that the evidence names ({@code tag:github.com/parallaxsecond,2023-03-03:tpm}).
 */
public final class ParsecTpm implements Scheme {
    @Override
    public String name() {
        return "parsec-tpm";
    }

    @Override
    public Set<String> mediaTypes() {
        return Set.of(KeyAttestation.MEDIA_TYPE);
    }

    @Override
    public boolean speaks(Optional<String> profile) {
        return profile.isEmpty();
    }

    @Override
    public EvidenceReading read(byte[] evidence, EvidenceKeys keys) {
        try {
            KeyAttestation shown = KeyAttestation.parse(evidence);
            Environment device = Environment.ofInstance(TypedBytes.bytes(shown.attester()));
            QuoteAlone quote = QuoteAlone.read(
                    device, keys, shown.quoted().attest(), shown.quoted().signature());
            PublicKey certifier = QuoteAlone.signer(
                    device, keys, shown.certified().attest(), shown.certified().signature());
            TpmAttest certified = TpmAttest.parse(shown.certified().attest());
            if (!certifier.equals(quote.key())
                    || !(certified.attested() instanceof TpmAttest.Attested.Certify key)
                    || !Arrays.equals(key.name(), TpmPublic.parse(shown.key()).name())) {
                return new Unreadable(
                        Refusal.QUOTE_MISMATCH, "the key that is shown is not the one that was certified");
            }
            if (!Arrays.equals(certified.extraData(), quote.attest().extraData())) {
                return new Unreadable(Refusal.QUOTE_MISMATCH, "key and platform are attested for two nonces");
            }
            return new EvidenceReading.Read(quote.statement(name(), device, List.of()));
        } catch (QuoteAlone.NotOne refused) {
            return refused.reading();
        } catch (MalformedException | IllegalArgumentException fault) {
            return new Unreadable(Refusal.MALFORMED, String.valueOf(fault.getMessage()));
        }
    }

    @Override
    public Conclusion conclude(Statement statement, Compared compared) {
        return QuoteAlone.conclude(compared);
    }
}
