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
import dev.muster.format.attest.cca.DelegatedKey;
import java.util.Optional;
import java.util.Set;

/** Parsec's key attestation of an Arm CCA realm: the CCA token, whose challenge is bound to a key and the real nonce. */
public final class ParsecCca implements Scheme {
    private final CcaTokens tokens = new CcaTokens();

    @Override
    public String name() {
        return "parsec-cca";
    }

    @Override
    public Set<String> mediaTypes() {
        return Set.of(DelegatedKey.MEDIA_TYPE);
    }

    @Override
    public boolean speaks(Optional<String> profile) {
        return profile.isEmpty();
    }

    @Override
    public EvidenceReading read(byte[] evidence, EvidenceKeys keys) {
        try {
            DelegatedKey shown = DelegatedKey.parse(evidence);
            return switch (tokens.read(shown.platform(), keys)) {
                case Unreadable refused -> refused;
                case EvidenceReading.Read read ->
                    new EvidenceReading.Read(read.statement().readBy(name(), shown.nonce()));
            };
        } catch (MalformedException | IllegalArgumentException fault) {
            return new Unreadable(Refusal.MALFORMED, String.valueOf(fault.getMessage()));
        }
    }

    @Override
    public Conclusion conclude(Statement statement, Compared compared) {
        return tokens.conclude(statement, compared);
    }
}
