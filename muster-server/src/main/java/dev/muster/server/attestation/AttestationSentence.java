package dev.muster.server.attestation;

import dev.muster.core.attestation.EvidenceAppraised;
import dev.muster.core.attestation.EvidenceRefused;
import dev.muster.core.attestation.ResultDisputed;
import dev.muster.core.attestation.tpm.EndorsementListed;
import dev.muster.core.attestation.tpm.KeyHome;
import dev.muster.core.attestation.tpm.KeyProved;
import dev.muster.core.ledger.Event;
import java.util.Locale;
import java.util.Optional;

/** Evidence in words. */
final class AttestationSentence {
    private AttestationSentence() {}

    static Optional<String> of(Event event) {
        return switch (event) {
            case EvidenceAppraised appraised -> Optional.of(appraised(appraised));
            case EvidenceRefused refused ->
                Optional.of("its evidence was refused: " + refused.code() + ", " + refused.detail());
            case ResultDisputed disputed ->
                Optional.of("it did not accept what the server said of its evidence: " + disputed.code());
            case KeyProved proved ->
                Optional.of("it proved that its key is in a TPM"
                        + switch (KeyHome.ofWord(proved.home()).orElse(KeyHome.UNCERTIFIED_TPM)) {
                            case SOFTWARE_TPM -> " that is software";
                            case HARDWARE_TPM -> " of " + proved.maker();
                            case UNCERTIFIED_TPM -> " that a list names and no maker certified";
                        });
            case EndorsementListed _ -> Optional.of("a list says which TPM it has");
            default -> Optional.empty();
        };
    }

    private static String appraised(EvidenceAppraised appraised) {
        String verdict = appraised.status().name().toLowerCase(Locale.ROOT);
        if (appraised.wentBack()) {
            return "its evidence shows a release that it had left, and nobody asked for that";
        }
        String version = appraised.software().version();
        String about = "its evidence is " + verdict + (version.isEmpty() ? "" : " for " + version);
        int differing = appraised.differencesTotal();
        if (differing == 0) {
            return about;
        }
        return about + ": " + appraised.differences().getFirst().path()
                + (differing == 1 ? " is not what its maker published" : " and " + (differing - 1) + " more differ");
    }
}
