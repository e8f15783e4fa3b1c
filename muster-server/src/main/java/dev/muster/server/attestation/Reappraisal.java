package dev.muster.server.attestation;

import dev.muster.core.attestation.EvidenceAppraised;
import dev.muster.core.attestation.EvidenceReading;
import dev.muster.core.attestation.Evidences;
import dev.muster.core.attestation.ReferenceSet;
import dev.muster.core.attestation.ReferenceValuesAdded;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.attest.corim.SignedCorim;
import dev.muster.format.cose.CoseVerifier;
import dev.muster.format.crypto.CryptoException;
import dev.muster.format.crypto.Keys;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sequence.EntryQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Appraises the evidence of every entry again, with the reference set as it was then, from the entries alone: no
 * register is asked. An entry that does not come out the same was not made by these rules.
 */
public final class Reappraisal {
    /** More are a sign of one fault, not of many. */
    private static final int MAX_MISMATCHES = 100;

    private static final int PAGE = 500;
    private static final String TOPIC = "attestation.";

    private final Ledger ledger;
    private final CoseVerifier signatures = CoseVerifier.strict();

    public Reappraisal(Ledger ledger) {
        this.ledger = ledger;
    }

    /** @param erased entries whose evidence was erased: nothing to appraise */
    public record Report(long checked, long erased, List<Mismatch> mismatches) {}

    /** An entry that came out otherwise. */
    public record Mismatch(long entry, String device, String detail) {}

    /** Reads the whole record of the organisation; a signature check each. */
    public Report run(OrgId org) {
        Run run = new Run();
        long next = 0;
        while (true) {
            List<Entry> page =
                    ledger.entries(org, EntryQuery.all().type(TOPIC).from(next).limit(PAGE));
            if (page.isEmpty()) {
                return new Report(run.checked, run.erased, List.copyOf(run.mismatches));
            }
            page.forEach(run::take);
            next = page.getLast().index() + 1;
        }
    }

    /** Walks the entries in their order, growing the reference set as it goes. */
    private final class Run {
        private final List<ReferenceSet.Document> documents = new ArrayList<>();
        private final List<Mismatch> mismatches = new ArrayList<>();
        private ReferenceSet references = ReferenceSet.empty();
        private boolean grown;
        private long checked;
        private long erased;

        void take(Entry entry) {
            var event = ledger.event(entry);
            if (event.isEmpty()) {
                erased++;
            } else if (event.get() instanceof ReferenceValuesAdded added) {
                documents.add(new ReferenceSet.Document(
                        added.maker(),
                        added.digest(),
                        SignedCorim.parse(added.corim()).corim()));
                grown = true;
            } else if (event.get() instanceof EvidenceAppraised appraised) {
                checked++;
                Optional<String> fault = fault(appraised);
                if (fault.isPresent() && mismatches.size() < MAX_MISMATCHES) {
                    mismatches.add(new Mismatch(entry.index(), entry.subject().id(), fault.get()));
                }
            }
        }

        private Optional<String> fault(EvidenceAppraised appraised) {
            if (grown) {
                references = ReferenceSet.of(documents);
                grown = false;
            }
            if (!appraised.referenceSet().equals(references.id())) {
                return Optional.of("the reference set then was " + references.id());
            }
            try {
                EvidenceReading reading =
                        EvidenceReading.read(appraised.evidence(), Keys.publicKey(appraised.deviceKey()), signatures);
                Optional<EvidenceAppraised> again = Evidences.again(appraised, reading, references);
                if (again.isEmpty()) {
                    return Optional.of("the evidence does not verify under its key");
                }
                return again.get().equals(appraised)
                        ? Optional.empty()
                        : Optional.of("it comes out as " + again.get().status().word());
            } catch (CryptoException unusable) {
                return Optional.of("the key cannot be read");
            }
        }
    }
}
