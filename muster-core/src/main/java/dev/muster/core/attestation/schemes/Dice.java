package dev.muster.core.attestation.schemes;

import dev.muster.core.attestation.Compared;
import dev.muster.core.attestation.Conclusion;
import dev.muster.core.attestation.EvidenceAppraised;
import dev.muster.core.attestation.EvidenceKeys;
import dev.muster.core.attestation.EvidenceReading;
import dev.muster.core.attestation.EvidenceReading.Unreadable;
import dev.muster.core.attestation.Measured;
import dev.muster.core.attestation.Proof;
import dev.muster.core.attestation.Reason;
import dev.muster.core.attestation.Refusal;
import dev.muster.core.attestation.Scheme;
import dev.muster.core.attestation.Statement;
import dev.muster.format.MalformedException;
import dev.muster.format.attest.corim.Environment;
import dev.muster.format.attest.corim.MeasuredElement;
import dev.muster.format.attest.corim.MeasurementValues;
import dev.muster.format.attest.corim.Svn;
import dev.muster.format.attest.dice.DiceChain;
import dev.muster.format.attest.dice.DiceEvidence;
import dev.muster.format.attest.dice.DiceLayer;
import dev.muster.format.attest.dice.LayerMeasurement;
import dev.muster.format.attest.ear.TrustCategory;
import dev.muster.format.attest.ear.TrustClaims;
import dev.muster.format.attest.eat.ClaimsSet;
import dev.muster.format.attest.eat.DebugStatus;
import dev.muster.format.cose.CoseSign1;
import dev.muster.format.cose.CoseVerifier;
import dev.muster.format.cose.VerificationKey;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A DICE chain ({@link DiceEvidence}) whose root the device's maker registered for this very device, and a nonce signed with
 * its last key: a layer that was changed has another key, and the chain to it another certificate. Each layer is an element
 * under its number, the first after the root being 1.
 */
public final class Dice implements Scheme {
    private static final String MODE = "mode";

    private final CoseVerifier signatures = CoseVerifier.strict();

    @Override
    public String name() {
        return "dice";
    }

    @Override
    public Set<String> mediaTypes() {
        return Set.of(DiceEvidence.MEDIA_TYPE);
    }

    @Override
    public boolean speaks(Optional<String> profile) {
        return profile.isEmpty();
    }

    @Override
    public EvidenceReading read(byte[] evidence, EvidenceKeys keys) {
        try {
            DiceEvidence shown = DiceEvidence.parse(evidence);
            DiceChain chain = DiceChain.parse(shown.chain());
            Optional<Environment> device = keys.device();
            List<PublicKey> roots = device.map(keys::attesters)
                    .orElseGet(() -> keys.enrolled().map(List::of).orElse(List.of()));
            if (roots.stream()
                    .noneMatch(root ->
                            Arrays.equals(root.getEncoded(), chain.root().getEncoded()))) {
                return new Unreadable(
                        Refusal.KEY_UNKNOWN, "no maker registered the root of this chain for this device");
            }
            CoseSign1 proof = CoseSign1.parse(shown.proof());
            if (!signatures.verify(proof, VerificationKey.of(chain.leaf())).valid()) {
                return new Unreadable(Refusal.SIGNATURE_INVALID, "the last key of the chain did not sign the nonce");
            }
            byte[] nonce = proof.payload().orElseThrow();
            return new EvidenceReading.Read(statement(chain, nonce).over(nonce));
        } catch (MalformedException | IllegalArgumentException fault) {
            return new Unreadable(Refusal.MALFORMED, String.valueOf(fault.getMessage()));
        }
    }

    private Statement statement(DiceChain chain, byte[] nonce) {
        Map<MeasuredElement, List<MeasurementValues>> elements = new LinkedHashMap<>();
        boolean debug = false;
        for (int i = 0; i < chain.layers().size(); i++) {
            DiceLayer layer = chain.layers().get(i);
            List<MeasurementValues> values =
                    layer.measurements().stream().map(Dice::values).toList();
            if (!values.isEmpty()) {
                elements.put(new MeasuredElement.Numbered(i + 1), values);
            }
            debug |= layer.measurements().stream().anyMatch(Dice::isDebug);
        }
        EvidenceAppraised.Software software = new EvidenceAppraised.Software(
                "", "", "", "", "", "", "", debug ? DebugStatus.ENABLED.word() : DebugStatus.DISABLED.word(), 0, 0);
        return new Statement(
                name(),
                chain.leaf().getEncoded(),
                nonce,
                Statement.Device.unnamed(),
                software,
                Proof.DICE,
                new Measured(elements, Optional.empty(), List.of()),
                ClaimsSet.Times.OPEN,
                Statement.Side.NONE,
                List.of("Configuration and authority of the layers are not compared."));
    }

    private static MeasurementValues values(LayerMeasurement measurement) {
        MeasurementValues values =
                MeasurementValues.ofFlags(Map.of(MeasurementValues.FLAG_DEBUG, isDebug(measurement)));
        values = values.withDigests(measurement.digests());
        return measurement.svn().isPresent()
                ? values.withSvn(Svn.exactly(measurement.svn().getAsLong()))
                : values;
    }

    /** Any mode but the normal one: not configured, debug, or recovery. */
    private static boolean isDebug(LayerMeasurement measurement) {
        byte[] mode = measurement.values().get(MODE);
        return mode != null && (mode.length != 1 || mode[0] != LayerMeasurement.NORMAL);
    }

    @Override
    public Conclusion conclude(Statement statement, Compared compared) {
        Map<TrustCategory, Integer> vector = Conclusion.about(
                TrustCategory.EXECUTABLES,
                TrustClaims.EXECUTABLES_APPROVED_BOOT,
                TrustClaims.EXECUTABLES_CONTRAINDICATED,
                compared);
        vector.put(TrustCategory.HARDWARE, TrustClaims.HARDWARE_GENUINE);
        List<Reason> reasons = new ArrayList<>();
        if (statement.software().debug().equals(DebugStatus.ENABLED.word())) {
            vector.put(TrustCategory.CONFIGURATION, TrustClaims.CONFIG_UNSAFE);
            reasons.add(new Reason(Reason.DEBUG_ENABLED, "A layer is not in its normal mode."));
        }
        return new Conclusion(vector, reasons, List.of());
    }
}
