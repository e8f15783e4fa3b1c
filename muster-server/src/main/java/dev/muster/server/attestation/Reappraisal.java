package dev.muster.server.attestation;

import dev.muster.core.attestation.Challenges;
import dev.muster.core.attestation.EvidenceAppraised;
import dev.muster.core.attestation.EvidenceKeys;
import dev.muster.core.attestation.EvidenceReading;
import dev.muster.core.attestation.Evidences;
import dev.muster.core.attestation.ImportedKeys;
import dev.muster.core.attestation.PolicySet;
import dev.muster.core.attestation.PolicyTable;
import dev.muster.core.attestation.ReferenceLifeChanged;
import dev.muster.core.attestation.ReferenceSet;
import dev.muster.core.attestation.ReferenceValuesAdded;
import dev.muster.core.attestation.Schemes;
import dev.muster.core.attestation.SharedKey;
import dev.muster.core.attestation.SharedKeyImported;
import dev.muster.core.attestation.schemes.BuiltInSchemes;
import dev.muster.core.attestation.tpm.KeyHome;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.crypto.CryptoException;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sequence.EntryQuery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private final Schemes schemes = BuiltInSchemes.all();

    private static final int NO_SECRET_BYTES = 32;

    /** Nothing is fresh here, so the desk needs no secret of its own. */
    private final Evidences desk = new Evidences(new Challenges(new byte[NO_SECRET_BYTES]), schemes);

    private final KeySeal seal;

    /** @param seal opens the keys that devices and this server share, from their entries */
    public Reappraisal(Ledger ledger, KeySeal seal) {
        this.ledger = ledger;
        this.seal = seal;
    }

    /**
     * @param erased entries whose evidence was erased: nothing to appraise
     * @param older entries of an older policy: their evidence was verified again, and what today's policy says of them is
     *     in {@code changed}, but their result is that policy's
     */
    public record Report(long checked, long erased, long older, List<Mismatch> mismatches, List<Mismatch> changed) {}

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
                return new Report(
                        run.checked, run.erased, run.older, List.copyOf(run.mismatches), List.copyOf(run.changed));
            }
            page.forEach(run::take);
            next = page.getLast().index() + 1;
        }
    }

    /** Walks the entries in their order, growing the reference set as it goes. */
    private final class Run {
        private final List<ReferenceSet.Step> steps = new ArrayList<>();
        private final List<Mismatch> mismatches = new ArrayList<>();
        private final List<Mismatch> changed = new ArrayList<>();
        private ReferenceSet references = ReferenceSet.empty();
        private PolicyTable policy = PolicyTable.NONE;
        private final Map<ImportedKeys.Owner, List<SharedKey>> shared = new HashMap<>();
        private boolean grown;
        private long checked;
        private long erased;
        private long older;

        void take(Entry entry) {
            var event = ledger.event(entry);
            if (event.isEmpty()) {
                erased++;
            } else if (event.get() instanceof ReferenceValuesAdded added) {
                steps.add(added.document());
                grown = true;
            } else if (event.get() instanceof SharedKeyImported key) {
                SqlSharedKeys.opened(seal, entry.org(), key)
                        .ifPresent(open -> shared.computeIfAbsent(
                                        new ImportedKeys.Owner(key.implementation(), key.instance()),
                                        owner -> new ArrayList<>())
                                .add(open));
            } else if (event.get() instanceof PolicySet set) {
                policy = set.table();
            } else if (event.get() instanceof ReferenceLifeChanged changed) {
                steps.add(changed.change());
                grown = true;
            } else if (event.get() instanceof EvidenceAppraised appraised) {
                checked++;
                Optional<String> fault = fault(appraised, entry);
                if (fault.isPresent() && mismatches.size() < MAX_MISMATCHES) {
                    mismatches.add(new Mismatch(entry.index(), entry.subject().id(), fault.get()));
                }
            }
        }

        private Optional<String> fault(EvidenceAppraised appraised, Entry entry) {
            if (grown) {
                references = ReferenceSet.of(steps);
                grown = false;
            }
            if (!appraised.referenceSet().equals(references.id())) {
                return Optional.of("the reference set then was " + references.id());
            }
            try {
                EvidenceReading reading = schemes.read(
                        appraised.readAs(),
                        appraised.evidence(),
                        EvidenceKeys.again(
                                appraised,
                                home(appraised),
                                references,
                                stated -> shared.getOrDefault(SqlSharedKeys.owner(stated), List.of())));
                Optional<EvidenceAppraised> again = desk.again(appraised, reading, references, policy);
                if (again.isEmpty()) {
                    return Optional.of("the evidence does not verify under its key");
                }
                return again.get().policy().equals(appraised.policy())
                        ? same(appraised, again.get())
                        : older(appraised, again.get(), entry);
            } catch (CryptoException unusable) {
                return Optional.of("the key cannot be read");
            }
        }

        /** Where the attestation key lived by which it was appraised; the entry of its proof is an earlier one. */
        private static Optional<KeyHome> home(EvidenceAppraised appraised) {
            return switch (appraised.proved()) {
                case SOFTWARE_TPM_QUOTED, CHECKED_BESIDE_SOFTWARE_TPM -> Optional.of(KeyHome.SOFTWARE_TPM);
                case TPM_QUOTED, CHECKED_BESIDE_TPM -> Optional.of(KeyHome.HARDWARE_TPM);
                case SIMULATED, CHECKED, ROOT_OF_TRUST, SHARED_KEY, DICE -> Optional.empty();
            };
        }

        private Optional<String> same(EvidenceAppraised before, EvidenceAppraised again) {
            return again.equals(before)
                    ? Optional.empty()
                    : Optional.of("it comes out as " + again.status().word());
        }

        /** What an older policy concluded stays what it was; what is concluded today is told beside it. */
        private Optional<String> older(EvidenceAppraised before, EvidenceAppraised again, Entry entry) {
            older++;
            if (again.status() != before.status() && changed.size() < MAX_MISMATCHES) {
                changed.add(new Mismatch(
                        entry.index(),
                        entry.subject().id(),
                        "today it would be " + again.status().word() + ", by its policy it was "
                                + before.status().word()));
            }
            return Optional.empty();
        }
    }
}
