package dev.muster.checks.truth;

import dev.muster.core.attestation.AttestationStore;
import dev.muster.core.attestation.Challenges;
import dev.muster.core.attestation.Counters;
import dev.muster.core.attestation.EvidenceAppraised;
import dev.muster.core.attestation.EvidenceKeys;
import dev.muster.core.attestation.EvidenceRequest;
import dev.muster.core.attestation.Evidences;
import dev.muster.core.attestation.ImportedKeys;
import dev.muster.core.attestation.MakerAnchor;
import dev.muster.core.attestation.Match;
import dev.muster.core.attestation.PolicyTable;
import dev.muster.core.attestation.ReferenceSet;
import dev.muster.core.attestation.Schemes;
import dev.muster.core.attestation.TwinSeen;
import dev.muster.core.attestation.schemes.BuiltInSchemes;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.format.attest.eat.EatToken;
import dev.muster.format.attest.eat.SlotClaims;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.crypto.Keys;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** A device with a key, evidence that it signs, and the desk that takes it with all that the desk has to know. */
final class Device implements AttestationStore {
    private static final Challenges CHALLENGES = new Challenges(new byte[32]);
    private static final Schemes SCHEMES = BuiltInSchemes.all();
    private static final KeyPair KEY = Keys.generateP256(new SecureRandom());

    final DeviceId id;
    /** What the verifier knows; a fault may take it away. */
    ReferenceSet references;

    private final Set<String> nonces = new HashSet<>();
    private final Random random = new Random(7);
    private Optional<Counters> counters = Optional.empty();
    private Optional<LastRefusal> refusal = Optional.empty();

    Device(DeviceId id, ReferenceSet references) {
        this.id = id;
        this.references = references;
    }

    byte[] nonce(Instant at) {
        return CHALLENGES.issue(World.ORG, id, at, random).nonce();
    }

    static KeyPair key() {
        return KEY;
    }

    /** Shows evidence at the desk. */
    List<Draft> show(SlotClaims claims, KeyPair signedBy, Instant now) {
        CoseSigner signer = CoseSigner.of(
                CoseAlgorithm.ES256,
                signedBy.getPrivate(),
                CoseKey.of(signedBy.getPublic()).kid());
        byte[] token = EatToken.sign(claims, signer);
        EvidenceRequest request = new EvidenceRequest(
                World.ORG,
                id,
                EatToken.MEDIA_TYPE,
                token,
                SCHEMES.read(
                        EatToken.MEDIA_TYPE,
                        token,
                        EvidenceKeys.of(KEY.getPublic(), ReferenceSet.empty(), Optional.empty())));
        Decision<?> decision = new Evidences(CHALLENGES, SCHEMES).decide(request, this, now);
        decision.drafts().forEach(this::keep);
        return decision.drafts();
    }

    private void keep(Draft draft) {
        if (draft.event() instanceof EvidenceAppraised appraised) {
            nonces.add(HexFormat.of().formatHex(appraised.nonce()));
            counters = Counters.of(appraised);
        } else if (draft.event() instanceof TwinSeen) {
            counters = counters.map(Counters::doubled);
        }
    }

    @Override
    public List<MakerAnchor> makers() {
        return List.of();
    }

    @Override
    public boolean hasManifest(String digest) {
        return false;
    }

    @Override
    public String referenceSetId() {
        return references.id();
    }

    @Override
    public ReferenceSet references() {
        return references;
    }

    @Override
    public boolean nonceUsed(byte[] nonce) {
        return nonces.contains(HexFormat.of().formatHex(Arrays.copyOf(nonce, nonce.length)));
    }

    @Override
    public Optional<Origin> origin(DeviceId device) {
        return Optional.of(new Origin("Acme", "cam"));
    }

    @Override
    public Optional<Counters> counters(DeviceId device) {
        return counters;
    }

    @Override
    public Optional<Match> lastAgreed(DeviceId device) {
        return Optional.empty();
    }

    @Override
    public Optional<ImportedKeys.Imported> importedKey(String id) {
        return Optional.empty();
    }

    @Override
    public int importedKeys(ImportedKeys.Owner owner) {
        return 0;
    }

    @Override
    public PolicyTable policy() {
        return PolicyTable.NONE;
    }

    @Override
    public Optional<LastRefusal> lastRefusal(DeviceId device) {
        return refusal;
    }
}
