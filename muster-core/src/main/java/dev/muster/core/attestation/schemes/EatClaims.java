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
import dev.muster.format.attest.corim.MeasuredElement;
import dev.muster.format.attest.corim.MeasurementValues;
import dev.muster.format.attest.corim.RawValue;
import dev.muster.format.attest.coswid.ConciseSwid;
import dev.muster.format.attest.coswid.FileEntry;
import dev.muster.format.attest.coswid.ResourceCollection;
import dev.muster.format.attest.ear.TrustCategory;
import dev.muster.format.attest.ear.TrustClaims;
import dev.muster.format.attest.eat.ClaimsSet;
import dev.muster.format.attest.eat.DebugStatus;
import dev.muster.format.attest.eat.EatReader;
import dev.muster.format.attest.eat.EatToken;
import dev.muster.format.attest.eat.MeasuredComponent;
import dev.muster.format.attest.eat.Measurement;
import dev.muster.format.attest.eat.SlotClaims;
import dev.muster.format.attest.psa.PsaToken;
import dev.muster.format.cose.CoseSign1;
import dev.muster.format.cose.CoseVerifier;
import dev.muster.format.cose.Verdict;
import dev.muster.format.cose.VerificationKey;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Any EAT (RFC 9711) of a profile that no other scheme reads, as a CWT under the key the device was enrolled with: its
 * measured components under their names, and the files of its CoSWIDs of evidence under {@code file/PATH}. What signs is
 * not known to be apart from what is measured, so it comes to {@code checked}.
 */
public final class EatClaims implements Scheme {
    private final CoseVerifier signatures = CoseVerifier.strict();

    @Override
    public String name() {
        return "eat";
    }

    @Override
    public Set<String> mediaTypes() {
        return Set.of(EatToken.MEDIA_TYPE);
    }

    @Override
    public boolean speaks(Optional<String> profile) {
        return profile.filter(one -> one.equals(SlotClaims.PROFILE) || PsaToken.PROFILES.contains(one))
                .isEmpty();
    }

    @Override
    public EvidenceReading read(byte[] evidence, EvidenceKeys keys) {
        Optional<PublicKey> key = keys.enrolled();
        if (key.isEmpty()) {
            return new Unreadable(
                    Refusal.KEY_UNKNOWN, "a token without a profile of its own is signed by the enrolled key");
        }
        try {
            CoseSign1 message = EatToken.envelope(evidence);
            if (signatures.verify(message, VerificationKey.of(key.get())) instanceof Verdict.Invalid invalid) {
                return new Unreadable(Refusal.SIGNATURE_INVALID, invalid.detail());
            }
            ClaimsSet claims = EatReader.parse(message.payload().orElseThrow());
            if (claims.nonces().size() != 1) {
                return new Unreadable(Refusal.MALFORMED, "the token has not exactly one nonce");
            }
            return new EvidenceReading.Read(statement(claims, key.get()));
        } catch (MalformedException | IllegalArgumentException fault) {
            return new Unreadable(Refusal.MALFORMED, String.valueOf(fault.getMessage()));
        }
    }

    private Statement statement(ClaimsSet claims, PublicKey key) {
        Map<MeasuredElement, List<MeasurementValues>> elements = new LinkedHashMap<>();
        List<String> remarks = new ArrayList<>();
        for (Measurement measurement : claims.measurements()) {
            switch (measurement) {
                case Measurement.Component component -> add(elements, component.component());
                case Measurement.Software software -> add(elements, software.tag());
                case Measurement.Other other ->
                    remarks.add("A measurement of content format " + other.contentFormat() + " was not read.");
            }
        }
        if (!claims.submodules().isEmpty()) {
            remarks.add("The token's submodules " + claims.submodules().keySet() + " were not looked at.");
        }
        EvidenceAppraised.Software software = new EvidenceAppraised.Software(
                "",
                "",
                claims.softwareName().orElse(""),
                claims.softwareVersion().orElse(""),
                "",
                "",
                "",
                claims.debug().map(DebugStatus::word).orElse(""),
                claims.bootCount().orElse(0),
                claims.uptimeSeconds().orElse(0));
        return new Statement(
                name(),
                key.getEncoded(),
                claims.nonces().getFirst(),
                Statement.Device.unnamed(),
                software,
                Proof.CHECKED,
                new Measured(elements, Optional.empty(), List.of()),
                claims.times(),
                Statement.Side.NONE,
                remarks);
    }

    private static void add(Map<MeasuredElement, List<MeasurementValues>> elements, MeasuredComponent component) {
        MeasurementValues values = component
                .digest()
                .map(MeasurementValues::ofDigest)
                .orElseGet(() ->
                        MeasurementValues.ofRaw(new RawValue(component.raw().orElseThrow(), Optional.empty())));
        put(elements, MeasuredElement.of(component.name()), values);
    }

    private static void add(Map<MeasuredElement, List<MeasurementValues>> elements, ConciseSwid tag) {
        for (FileEntry file : tag.evidence().map(ResourceCollection::files).orElse(List.of())) {
            file.hash()
                    .ifPresent(hash ->
                            put(elements, MeasuredElement.of("file/" + file.path()), MeasurementValues.ofDigest(hash)));
        }
    }

    private static void put(
            Map<MeasuredElement, List<MeasurementValues>> elements, MeasuredElement key, MeasurementValues values) {
        elements.computeIfAbsent(key, none -> new ArrayList<>()).add(values);
    }

    @Override
    public Conclusion conclude(Statement statement, Compared compared) {
        boolean nothing = statement.measured().elements().isEmpty();
        Map<TrustCategory, Integer> vector = Conclusion.about(
                TrustCategory.EXECUTABLES,
                nothing ? TrustClaims.NO_CLAIM : TrustClaims.EXECUTABLES_APPROVED,
                TrustClaims.EXECUTABLES_CONTRAINDICATED,
                compared);
        List<Reason> reasons = new ArrayList<>();
        if (statement.software().debug().equals(DebugStatus.ENABLED.word())) {
            vector.put(TrustCategory.CONFIGURATION, TrustClaims.CONFIG_UNSAFE);
            reasons.add(new Reason(Reason.DEBUG_ENABLED, "Debugging is open on the device."));
        }
        return new Conclusion(vector, reasons, List.of());
    }
}
