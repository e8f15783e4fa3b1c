package dev.muster.server.attestation;

import dev.muster.core.attestation.AttestationStore;
import dev.muster.core.attestation.Counters;
import dev.muster.core.attestation.EvidenceAppraised;
import dev.muster.core.attestation.ImportedKeys;
import dev.muster.core.attestation.MakerAnchor;
import dev.muster.core.attestation.Match;
import dev.muster.core.attestation.PolicyTable;
import dev.muster.core.attestation.ReferenceSet;
import dev.muster.core.attestation.TwinSeen;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.Event;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the registers say while several decisions are taken that are written afterwards: what those decisions will make of
 * the registers is added here, what does not change between them is asked once.
 */
final class TogetherStore implements AttestationStore {
    private final AttestationStore registers;
    private final Set<ByteBuffer> used = new HashSet<>();
    private final Map<DeviceId, Counters> counters = new HashMap<>();
    private final Map<DeviceId, Match> agreed = new HashMap<>();
    private final Map<DeviceId, LastRefusal> refusals = new HashMap<>();
    private final Map<DeviceId, Optional<AttestationStore.Origin>> origins = new HashMap<>();
    private @Nullable ReferenceSet references;
    private @Nullable PolicyTable policy;

    TogetherStore(AttestationStore registers) {
        this.registers = registers;
    }

    void use(byte[] nonce) {
        used.add(ByteBuffer.wrap(nonce.clone()));
    }

    /** What a decision says of how far its device had counted, and of what it agrees with. */
    void shown(DeviceId device, Event event) {
        if (event instanceof EvidenceAppraised appraised) {
            Counters.of(appraised).ifPresent(now -> counters.put(device, now));
            appraised.agreedNow().ifPresent(match -> agreed.put(device, match));
        } else if (event instanceof TwinSeen) {
            counters(device).ifPresent(before -> counters.put(device, before.doubled()));
        }
    }

    @Override
    public Optional<Counters> counters(DeviceId device) {
        Counters here = counters.get(device);
        return here == null ? registers.counters(device) : Optional.of(here);
    }

    @Override
    public PolicyTable policy() {
        if (policy == null) {
            policy = registers.policy();
        }
        return policy;
    }

    @Override
    public Optional<ImportedKeys.Imported> importedKey(String id) {
        return registers.importedKey(id);
    }

    @Override
    public int importedKeys(ImportedKeys.Owner owner) {
        return registers.importedKeys(owner);
    }

    @Override
    public Optional<Match> lastAgreed(DeviceId device) {
        Match here = agreed.get(device);
        return here == null ? registers.lastAgreed(device) : Optional.of(here);
    }

    void refused(DeviceId device, LastRefusal refusal) {
        refusals.put(device, refusal);
    }

    @Override
    public List<MakerAnchor> makers() {
        return registers.makers();
    }

    @Override
    public boolean hasManifest(String digest) {
        return registers.hasManifest(digest);
    }

    @Override
    public String referenceSetId() {
        return references().id();
    }

    @Override
    public ReferenceSet references() {
        if (references == null) {
            references = registers.references();
        }
        return references;
    }

    @Override
    public boolean nonceUsed(byte[] nonce) {
        return used.contains(ByteBuffer.wrap(nonce)) || registers.nonceUsed(nonce);
    }

    @Override
    public Optional<AttestationStore.Origin> origin(DeviceId device) {
        return origins.computeIfAbsent(device, registers::origin);
    }

    @Override
    public Optional<LastRefusal> lastRefusal(DeviceId device) {
        LastRefusal here = refusals.get(device);
        return here == null ? registers.lastRefusal(device) : Optional.of(here);
    }
}
