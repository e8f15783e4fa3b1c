package dev.muster.core.attestation;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The registers in memory: the same fold over drafts that the server's projection makes over entries. */
final class MemoryStore implements AttestationStore {
    private final List<MakerAnchor> makers = new ArrayList<>();
    private final List<ReferenceSet.Step> manifests = new ArrayList<>();
    private final Map<DeviceId, Match> agreed = new HashMap<>();
    private PolicyTable policy = PolicyTable.NONE;
    private final Map<String, ImportedKeys.Imported> imported = new HashMap<>();
    private final List<byte[]> nonces = new ArrayList<>();
    private final Map<DeviceId, Counters> counters = new HashMap<>();
    private final Map<DeviceId, LastRefusal> refusals = new HashMap<>();

    void publish(ReferenceSet.Step manifest) {
        manifests.add(manifest);
    }

    <A> A keep(Decision<A> decision) {
        for (Draft draft : decision.drafts()) {
            switch ((AttestationEvent) draft.event()) {
                case MakerRegistered maker ->
                    makers.add(new MakerAnchor(maker.maker(), maker.thumbprint(), maker.key()));
                case ReferenceValuesAdded added -> manifests.add(added.document());
                case PolicySet set -> policy = set.table();
                case SharedKeyImported key ->
                    imported.put(
                            key.id(),
                            new ImportedKeys.Imported(
                                    key.id(), new ImportedKeys.Owner(key.implementation(), key.instance())));
                case SharedKeyRemoved removed -> imported.remove(removed.id());
                case ReferenceLifeChanged changed -> manifests.add(changed.change());
                case EvidenceAppraised appraised -> {
                    appraised.agreedNow().ifPresent(match -> agreed.put(DeviceId.of(draft.subject()), match));
                    nonces.addAll(appraised.usedUp());
                    Counters.of(appraised).ifPresent(now -> counters.put(DeviceId.of(draft.subject()), now));
                }
                case TwinSeen twin ->
                    counters.computeIfPresent(DeviceId.of(draft.subject()), (_, counted) -> counted.doubled());
                case ResultDisputed disputed -> {
                    // No register: the entry is all there is.
                }
                case EvidenceRefused refused ->
                    refusals.put(DeviceId.of(draft.subject()), new LastRefusal(refused.code(), draft.effectiveAt()));
            }
        }
        return decision.answer();
    }

    @Override
    public List<MakerAnchor> makers() {
        return makers;
    }

    @Override
    public boolean hasManifest(String digest) {
        return manifests.stream().anyMatch(document -> document.digest().equals(digest));
    }

    @Override
    public String referenceSetId() {
        return references().id();
    }

    @Override
    public ReferenceSet references() {
        return ReferenceSet.of(manifests);
    }

    @Override
    public boolean nonceUsed(byte[] nonce) {
        return nonces.stream().anyMatch(used -> Arrays.equals(used, nonce));
    }

    @Override
    public Optional<Origin> origin(DeviceId device) {
        return device.equals(TestFleet.CAM) ? Optional.of(new Origin("Acme", "cam")) : Optional.empty();
    }

    @Override
    public Optional<Counters> counters(DeviceId device) {
        return Optional.ofNullable(counters.get(device));
    }

    @Override
    public Optional<Match> lastAgreed(DeviceId device) {
        return Optional.ofNullable(agreed.get(device));
    }

    @Override
    public Optional<ImportedKeys.Imported> importedKey(String id) {
        return Optional.ofNullable(imported.get(id));
    }

    @Override
    public int importedKeys(ImportedKeys.Owner owner) {
        return (int) imported.values().stream()
                .filter(key -> key.owner().equals(owner))
                .count();
    }

    @Override
    public PolicyTable policy() {
        return policy;
    }

    @Override
    public Optional<LastRefusal> lastRefusal(DeviceId device) {
        return Optional.ofNullable(refusals.get(device));
    }
}
