package dev.muster.format.attest.eat;

import dev.muster.format.devices.orders.Strength;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The claims of Muster's profile for Linux devices with software slots, {@value #PROFILE}.
 *
 * <p>The profile, in the order of RFC 9711 §6.3: CBOR only, definite lengths, shortest forms, deterministic order;
 * COSE_Sign1 inside tag 61 or untagged 18; ES256, or what the enrolled certificate's key asks for; no detached bundle,
 * no nested tokens; the key is that of the client certificate of the same session; exactly one nonce, of the verifier.
 * Claims: eat_nonce, eat_profile, ueid ({@link Ueid#of}), hwmodel (the model as UTF-8), swname, swversion, bootcount,
 * uptime, dbgstat when the device knows it, measurements, and these private ones: -76001 name of the active slot, -76002
 * strength word, -76003 {@code [tree size, root hash, ? signed checkpoint as bstr]} of the last ledger head the device
 * saw, -76004 maker, -76005 {@code [reason, SHA-256 of the result]} of the last attestation result when the device did
 * not accept it, -76006 a SUIT_Capability_Report of what manifests it can run, in the first evidence after it started, -76007
 * the epoch of the list of release keys that it obeys (0 for those of its factory), there and when that changes.
 * Measurements are two: a CoSWID of evidence with every file of the active slot, and a measured component named
 * {@code slot} with {@link SlotMeasurement#overall()}. They must agree.
 *
 * @param nonce 8..64 bytes
 * @param maker as the product names it
 * @param model as the product names it, at most 32 bytes in UTF-8
 * @param uptimeSeconds since boot
 * @param slot name of the active slot, such as {@code slot-a}
 * @param strength how firmly the measurement was made
 * @param manifests which ones it can run, and whose it obeys
 */
public record SlotClaims(
        byte[] nonce,
        Ueid ueid,
        String maker,
        String model,
        String softwareName,
        String softwareVersion,
        long bootCount,
        long uptimeSeconds,
        Optional<DebugStatus> debug,
        String slot,
        Strength strength,
        SlotMeasurement measurement,
        Optional<LedgerHead> head,
        Optional<DisputedResult> disputed,
        ManifestClaims manifests) {
    public static final String PROFILE = "tag:muster.dev,2026:eat#linux-slots";

    /** Name of the measured component that carries the digest of the whole slot. */
    public static final String SLOT_COMPONENT = "slot";

    /** The private claims of this profile; any other number below -65536 is ignored. */
    public static final Set<Long> CLAIMS = Set.of(
            CodePoints.ACTIVE_SLOT,
            CodePoints.STRENGTH,
            CodePoints.LEDGER_HEAD,
            CodePoints.MAKER,
            CodePoints.DISPUTED_RESULT,
            CodePoints.CAPABILITIES,
            CodePoints.KEY_EPOCH);

    /** Longest text claim of this profile. */
    public static final int MAX_TEXT_CHARS = 128;

    public SlotClaims {
        if (nonce.length < ClaimsSet.NONCE_MIN_BYTES || nonce.length > ClaimsSet.NONCE_MAX_BYTES) {
            throw new IllegalArgumentException("a nonce has 8..64 bytes, not " + nonce.length);
        }
        for (String text : new String[] {maker, model, softwareName, softwareVersion, slot}) {
            if (text.isEmpty() || text.length() > MAX_TEXT_CHARS) {
                throw new IllegalArgumentException("a text claim has 1.." + MAX_TEXT_CHARS + " characters");
            }
        }
        if (bootCount < 0 || uptimeSeconds < 0) {
            throw new IllegalArgumentException("boot count and uptime are not negative");
        }
        nonce = nonce.clone();
    }

    /** Claims of a device that says nothing of manifests. */
    public SlotClaims(
            byte[] nonce,
            Ueid ueid,
            String maker,
            String model,
            String softwareName,
            String softwareVersion,
            long bootCount,
            long uptimeSeconds,
            Optional<DebugStatus> debug,
            String slot,
            Strength strength,
            SlotMeasurement measurement,
            Optional<LedgerHead> head,
            Optional<DisputedResult> disputed) {
        this(
                nonce,
                ueid,
                maker,
                model,
                softwareName,
                softwareVersion,
                bootCount,
                uptimeSeconds,
                debug,
                slot,
                strength,
                measurement,
                head,
                disputed,
                ManifestClaims.NONE);
    }

    /** Claims of a device that has nothing against the last result. */
    public SlotClaims(
            byte[] nonce,
            Ueid ueid,
            String maker,
            String model,
            String softwareName,
            String softwareVersion,
            long bootCount,
            long uptimeSeconds,
            Optional<DebugStatus> debug,
            String slot,
            Strength strength,
            SlotMeasurement measurement,
            Optional<LedgerHead> head) {
        this(
                nonce,
                ueid,
                maker,
                model,
                softwareName,
                softwareVersion,
                bootCount,
                uptimeSeconds,
                debug,
                slot,
                strength,
                measurement,
                head,
                Optional.empty(),
                ManifestClaims.NONE);
    }

    /** The same from a device that says something of manifests. */
    public SlotClaims with(ManifestClaims said) {
        return new SlotClaims(
                nonce,
                ueid,
                maker,
                model,
                softwareName,
                softwareVersion,
                bootCount,
                uptimeSeconds,
                debug,
                slot,
                strength,
                measurement,
                head,
                disputed,
                said);
    }

    /**
     * An attestation result that the device got for its last evidence and did not accept.
     *
     * @param reason stable code
     * @param digest SHA-256 of the result as received
     */
    public record DisputedResult(String reason, byte[] digest) {
        private static final int DIGEST_BYTES = 32;

        public DisputedResult {
            if (reason.isEmpty() || reason.length() > MAX_TEXT_CHARS || digest.length != DIGEST_BYTES) {
                throw new IllegalArgumentException("a disputed result has a reason and a SHA-256 digest");
            }
            digest = digest.clone();
        }

        @Override
        public byte[] digest() {
            return digest.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof DisputedResult that
                    && reason.equals(that.reason)
                    && Arrays.equals(digest, that.digest);
        }

        @Override
        public int hashCode() {
            return reason.hashCode() * 31 + Arrays.hashCode(digest);
        }
    }

    /**
     * The last signed tree head that the device saw: it notices a ledger that forgets.
     *
     * @param rootHash 32 bytes
     * @param note the checkpoint as the ledger signed it: only with it the report proves something
     */
    public record LedgerHead(long treeSize, byte[] rootHash, Optional<byte[]> note) {
        /** A checkpoint with a few cosignatures is below one kilobyte. */
        public static final int MAX_NOTE_BYTES = 8192;

        public LedgerHead {
            if (treeSize < 0 || rootHash.length != 32) {
                throw new IllegalArgumentException("a ledger head has a size and a root hash of 32 bytes");
            }
            if (note.isPresent() && note.get().length > MAX_NOTE_BYTES) {
                throw new IllegalArgumentException(
                        "the note of a ledger head has at most " + MAX_NOTE_BYTES + " bytes");
            }
            rootHash = rootHash.clone();
        }

        /** A head whose signature the device did not keep. */
        public LedgerHead(long treeSize, byte[] rootHash) {
            this(treeSize, rootHash, Optional.empty());
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof LedgerHead that
                    && treeSize == that.treeSize
                    && Arrays.equals(rootHash, that.rootHash)
                    && note.map(ByteBuffer::wrap).equals(that.note.map(ByteBuffer::wrap));
        }

        @Override
        public int hashCode() {
            return Long.hashCode(treeSize) * 31 + Arrays.hashCode(rootHash);
        }
    }

    @Override
    public byte[] nonce() {
        return nonce.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SlotClaims that
                && Arrays.equals(nonce, that.nonce)
                && ueid.equals(that.ueid)
                && maker.equals(that.maker)
                && model.equals(that.model)
                && softwareName.equals(that.softwareName)
                && softwareVersion.equals(that.softwareVersion)
                && bootCount == that.bootCount
                && uptimeSeconds == that.uptimeSeconds
                && debug.equals(that.debug)
                && slot.equals(that.slot)
                && strength == that.strength
                && measurement.equals(that.measurement)
                && head.equals(that.head)
                && disputed.equals(that.disputed)
                && manifests.equals(that.manifests);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(nonce), ueid, slot, measurement);
    }
}
