package dev.muster.core.attestation.schemes;

import dev.muster.core.attestation.AttestationStore.Origin;
import dev.muster.core.attestation.Compared;
import dev.muster.core.attestation.Conclusion;
import dev.muster.core.attestation.EvidenceAppraised;
import dev.muster.core.attestation.EvidenceKeys;
import dev.muster.core.attestation.EvidenceReading;
import dev.muster.core.attestation.Measured;
import dev.muster.core.attestation.Proof;
import dev.muster.core.attestation.Reason;
import dev.muster.core.attestation.ReferenceValue;
import dev.muster.core.attestation.Refusal;
import dev.muster.core.attestation.Scheme;
import dev.muster.core.attestation.Statement;
import dev.muster.format.MalformedException;
import dev.muster.format.attest.corim.MeasuredElement;
import dev.muster.format.attest.corim.MeasurementValues;
import dev.muster.format.attest.corim.Version;
import dev.muster.format.attest.coswid.FileEntry;
import dev.muster.format.attest.ear.TrustCategory;
import dev.muster.format.attest.ear.TrustClaims;
import dev.muster.format.attest.eat.ClaimsSet;
import dev.muster.format.attest.eat.DebugStatus;
import dev.muster.format.attest.eat.EatReader;
import dev.muster.format.attest.eat.EatToken;
import dev.muster.format.attest.eat.SlotClaims;
import dev.muster.format.attest.eat.SlotClaimsReader;
import dev.muster.format.cose.CoseSign1;
import dev.muster.format.cose.CoseVerifier;
import dev.muster.format.cose.Verdict;
import dev.muster.format.cose.VerificationKey;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Muster's own profile for Linux devices with software slots ({@link SlotClaims}): an EAT under the key the device was
 * enrolled with, over every file of the active slot. The agent measures the software it belongs to, so whatever the token
 * says of its strength, it comes to {@code checked} and never more.
 */
public final class LinuxSlots implements Scheme {
    private final CoseVerifier signatures = CoseVerifier.strict();

    @Override
    public String name() {
        return "linux-slots";
    }

    @Override
    public Set<String> mediaTypes() {
        return Set.of(EatToken.MEDIA_TYPE);
    }

    @Override
    public boolean speaks(Optional<String> profile) {
        return profile.equals(Optional.of(SlotClaims.PROFILE));
    }

    @Override
    public EvidenceReading read(byte[] evidence, EvidenceKeys keys) {
        Optional<PublicKey> key = keys.enrolled();
        if (key.isEmpty()) {
            return new EvidenceReading.Unreadable(Refusal.KEY_UNKNOWN, "the profile asks for the enrolled key");
        }
        try {
            CoseSign1 message = EatToken.envelope(evidence);
            if (signatures.verify(message, VerificationKey.of(key.get())) instanceof Verdict.Invalid invalid) {
                return new EvidenceReading.Unreadable(Refusal.SIGNATURE_INVALID, invalid.detail());
            }
            byte[] signed = message.payload().orElseThrow();
            ClaimsSet claims = EatReader.parse(signed);
            return new EvidenceReading.Read(
                    statement(SlotClaimsReader.read(claims), claims, key.get()).over(signed));
        } catch (MalformedException fault) {
            return new EvidenceReading.Unreadable(Refusal.MALFORMED, String.valueOf(fault.getMessage()));
        }
    }

    private Statement statement(SlotClaims claims, ClaimsSet all, PublicKey key) {
        List<String> remarks = new ArrayList<>();
        remarks.add("What runs in memory is not measured by this profile.");
        if (claims.debug().isEmpty()) {
            remarks.add("The device does not state whether debugging is open.");
        }
        return new Statement(
                name(),
                key.getEncoded(),
                claims.nonce(),
                new Statement.Device(
                        Optional.of(new Origin(claims.maker(), claims.model())),
                        Optional.of(claims.ueid()),
                        Optional.empty()),
                software(claims),
                Proof.claimed(claims.strength()),
                Measured.of(
                        elements(claims),
                        Optional.of(ReferenceValue.SLOT),
                        claims.measurement().files()),
                all.times(),
                new Statement.Side(claims.head(), claims.disputed(), claims.manifests()),
                remarks);
    }

    private static EvidenceAppraised.Software software(SlotClaims claims) {
        return new EvidenceAppraised.Software(
                claims.maker(),
                claims.model(),
                claims.softwareName(),
                claims.softwareVersion(),
                claims.slot(),
                claims.measurement().overall().hex(),
                claims.strength().word(),
                claims.debug().map(DebugStatus::word).orElse(""),
                claims.bootCount(),
                claims.uptimeSeconds());
    }

    private static Map<MeasuredElement, MeasurementValues> elements(SlotClaims claims) {
        Map<MeasuredElement, MeasurementValues> elements = new HashMap<>();
        Map<Integer, Boolean> flags = claims.debug()
                .map(status -> Map.of(MeasurementValues.FLAG_DEBUG, status == DebugStatus.ENABLED))
                .orElse(Map.of());
        elements.put(
                ReferenceValue.SLOT,
                MeasurementValues.ofFlags(flags)
                        .withDigests(List.of(claims.measurement().overall()))
                        .withVersion(Version.semver(claims.softwareVersion())));
        for (FileEntry file : claims.measurement().files()) {
            elements.put(
                    ReferenceValue.file(file.path()),
                    MeasurementValues.ofDigest(file.hash().orElseThrow()));
        }
        return elements;
    }

    @Override
    public Conclusion conclude(Statement statement, Compared compared) {
        Map<TrustCategory, Integer> vector = Conclusion.about(
                TrustCategory.FILE_SYSTEM,
                TrustClaims.FILE_SYSTEM_APPROVED,
                TrustClaims.FILE_SYSTEM_CONTRAINDICATED,
                compared);
        List<Reason> reasons = new ArrayList<>();
        if (statement.software().debug().equals(DebugStatus.ENABLED.word())) {
            vector.put(TrustCategory.CONFIGURATION, TrustClaims.CONFIG_UNSAFE);
            reasons.add(new Reason(Reason.DEBUG_ENABLED, "Debugging is open on the device."));
        }
        return new Conclusion(vector, reasons, List.of());
    }
}
