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
import dev.muster.format.attest.tpm.NodeQuote;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A quote by an EnactTrust agent, under the key that is registered for its node ({@code
 * https://enacttrust.com/veraison/1.0.0}): reference values state the digest over all registers that are quoted.
 */
public final class EnactTrust implements Scheme {
    @Override
    public String name() {
        return "enacttrust-tpm";
    }

    @Override
    public Set<String> mediaTypes() {
        return Set.of(NodeQuote.MEDIA_TYPE);
    }

    @Override
    public boolean speaks(Optional<String> profile) {
        return profile.isEmpty();
    }

    @Override
    public EvidenceReading read(byte[] evidence, EvidenceKeys keys) {
        try {
            NodeQuote shown = NodeQuote.parse(evidence);
            Environment node = Environment.ofInstance(TypedBytes.uuid(shown.node()));
            QuoteAlone quote = QuoteAlone.read(node, keys, shown.attest(), shown.signature());
            return new EvidenceReading.Read(quote.statement(name(), node, List.of()));
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
