package dev.muster.core.attestation.schemes;

import dev.muster.core.attestation.Schemes;
import java.util.List;

/** The schemes of this server. To add one, add it here; the one for any EAT comes last. */
public final class BuiltInSchemes {
    private BuiltInSchemes() {}

    public static Schemes all() {
        return new Schemes(List.of(
                new LinuxSlots(),
                new SlotsAndTpm(),
                new PsaTokens(),
                new CcaTokens(),
                new Tpm2(),
                new Dice(),
                new ParsecTpm(),
                new ParsecCca(),
                new EnactTrust(),
                new EatClaims()));
    }
}
