package dev.muster.core.assurance;

import dev.muster.core.attestation.AttestationFacts;
import dev.muster.core.attestation.tpm.TpmKeyFacts;
import dev.muster.core.devices.DevicesFacts;
import dev.muster.core.drills.DrillFacts;
import dev.muster.core.facts.DeclaredFact;
import dev.muster.core.failures.FailuresFacts;
import dev.muster.core.governance.GovernanceFacts;
import dev.muster.core.host.HostFacts;
import dev.muster.core.joining.JoiningFacts;
import dev.muster.core.network.NetworkFacts;
import dev.muster.core.response.ResponseFacts;
import dev.muster.core.update.UpdateFacts;
import java.util.List;
import java.util.stream.Stream;

/** What every topic declares of its facts. */
final class EveryVocabulary {
    private EveryVocabulary() {}

    static List<DeclaredFact> all() {
        return Stream.of(
                        AssuranceFacts.vocabulary(),
                        LedgerFacts.vocabulary(),
                        AttestationFacts.vocabulary(),
                        TpmKeyFacts.vocabulary(),
                        DevicesFacts.vocabulary(),
                        DrillFacts.vocabulary(),
                        GovernanceFacts.vocabulary(),
                        FailuresFacts.vocabulary(),
                        HostFacts.vocabulary(),
                        JoiningFacts.vocabulary(),
                        NetworkFacts.vocabulary(),
                        ResponseFacts.vocabulary(),
                        UpdateFacts.vocabulary())
                .flatMap(List::stream)
                .toList();
    }
}
