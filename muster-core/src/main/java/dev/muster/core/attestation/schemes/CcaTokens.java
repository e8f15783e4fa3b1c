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
import dev.muster.format.attest.cca.CcaToken;
import dev.muster.format.attest.corim.Environment;
import dev.muster.format.attest.corim.MeasuredElement;
import dev.muster.format.attest.corim.MeasurementValues;
import dev.muster.format.attest.corim.RawValue;
import dev.muster.format.attest.corim.TypedBytes;
import dev.muster.format.attest.corim.Version;
import dev.muster.format.attest.ear.TrustCategory;
import dev.muster.format.attest.ear.TrustClaims;
import dev.muster.format.attest.eat.ClaimsSet;
import dev.muster.format.attest.psa.SoftwareComponent;
import dev.muster.format.cose.CoseSign1;
import dev.muster.format.cose.CoseVerifier;
import dev.muster.format.cose.VerificationKey;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Arm CCA: the platform's token under the key that is registered for its implementation and instance, the realm's under the
 * key that the platform bound. Both are compared, each with its own reference values; the worse of the two counts.
 */
public final class CcaTokens implements Scheme {
    private static final MeasuredElement COMPONENT = MeasuredElement.of("cca.software-component");
    private static final MeasuredElement CONFIG = MeasuredElement.of("cca.platform-config");

    private final CoseVerifier signatures = CoseVerifier.strict();

    @Override
    public String name() {
        return "cca";
    }

    @Override
    public Set<String> mediaTypes() {
        return Set.of(CcaToken.MEDIA_TYPE, CcaToken.OLD_MEDIA_TYPE);
    }

    @Override
    public boolean speaks(Optional<String> profile) {
        return profile.isEmpty();
    }

    @Override
    public EvidenceReading read(byte[] evidence, EvidenceKeys keys) {
        try {
            CcaToken token = CcaToken.parse(evidence);
            CcaToken.Platform platform = token.platform();
            Environment stated = Environment.ofClass(TypedBytes.bytes(platform.implementation()))
                    .withInstance(TypedBytes.ueid(platform.instance()));
            List<PublicKey> registered = keys.attesters(stated);
            if (registered.isEmpty()) {
                return new Unreadable(Refusal.KEY_UNKNOWN, "no maker registered an attestation key for " + stated);
            }
            Optional<PublicKey> signer = registered.stream()
                    .filter(key -> verifies(platform.message(), key))
                    .findFirst();
            if (signer.isEmpty()) {
                return new Unreadable(
                        Refusal.SIGNATURE_INVALID, "none of the keys of " + stated + " signed the platform's token");
            }
            if (!verifies(token.realm().message(), token.realm().key())) {
                return new Unreadable(
                        Refusal.SIGNATURE_INVALID, "the key that the platform bound did not sign the realm's token");
            }
            return new EvidenceReading.Read(statement(token, stated, signer.get()));
        } catch (MalformedException | IllegalArgumentException fault) {
            return new Unreadable(Refusal.MALFORMED, String.valueOf(fault.getMessage()));
        }
    }

    private boolean verifies(CoseSign1 message, PublicKey key) {
        return signatures.verify(message, VerificationKey.of(key)).valid();
    }

    private Statement statement(CcaToken token, Environment stated, PublicKey key) {
        CcaToken.Platform platform = token.platform();
        EvidenceAppraised.Software software = new EvidenceAppraised.Software(
                "",
                "",
                "",
                "",
                "",
                HexFormat.of().formatHex(platform.instance()),
                "",
                platform.isSecured() ? "" : "lifecycle-" + Long.toHexString(platform.lifecycle()),
                0,
                0);
        CcaToken.Realm realm = token.realm();
        Statement statement = new Statement(
                name(),
                key.getEncoded(),
                token.realm().challenge(),
                new Statement.Device(Optional.empty(), Optional.empty(), Optional.of(stated)),
                software,
                Proof.ROOT_OF_TRUST,
                platform(platform),
                ClaimsSet.Times.OPEN,
                Statement.Side.NONE,
                List.of());
        return statement
                .with(List.of(realm(realm)))
                .over(List.of(signed(key, platform.message()), signed(realm.key(), realm.message())));
    }

    private static Statement.Signed signed(PublicKey key, CoseSign1 message) {
        return new Statement.Signed(key.getEncoded(), message.payload().orElseThrow());
    }

    private static Measured platform(CcaToken.Platform platform) {
        Map<MeasuredElement, List<MeasurementValues>> elements = new LinkedHashMap<>();
        elements.put(
                COMPONENT,
                platform.software().stream()
                        .map(component -> component(component, platform.hash()))
                        .toList());
        elements.put(CONFIG, List.of(MeasurementValues.ofRaw(new RawValue(platform.config(), Optional.empty()))));
        return new Measured(elements, Optional.empty(), List.of());
    }

    private static MeasurementValues component(SoftwareComponent component, String hash) {
        MeasurementValues values = MeasurementValues.ofDigest(
                        ComponentDigest.of(CcaToken.hashName(component.hash(), hash), component.value()))
                .withKeys(List.of(TypedBytes.bytes(component.signer())));
        values = component.type().map(values::withName).orElse(values);
        return component
                .version()
                .map(text -> new Version(text, OptionalInt.empty(), Optional.empty()))
                .map(values::withVersion)
                .orElse(values);
    }

    /** A realm is named by its initial measurement. */
    private static Statement.Part realm(CcaToken.Realm realm) {
        Map<MeasuredElement, MeasurementValues> elements = new LinkedHashMap<>();
        elements.put(
                MeasuredElement.of("cca.rim"),
                MeasurementValues.ofDigest(ComponentDigest.of(realm.hash(), realm.initial())));
        for (int i = 0; i < realm.extensible().size(); i++) {
            elements.put(
                    MeasuredElement.of("cca.rem" + i),
                    MeasurementValues.ofDigest(
                            ComponentDigest.of(realm.hash(), realm.extensible().get(i))));
        }
        elements.put(
                MeasuredElement.of("cca.rpv"),
                MeasurementValues.ofRaw(new RawValue(realm.personalization(), Optional.empty())));
        return new Statement.Part(
                "realm", Environment.ofClass(TypedBytes.bytes(realm.initial())), Measured.each(elements));
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
        boolean secured = statement.software().debug().isEmpty();
        vector.put(TrustCategory.CONFIGURATION, secured ? TrustClaims.CONFIG_APPROVED : TrustClaims.CONFIG_UNSAFE);
        if (!secured) {
            reasons.add(new Reason("lifecycle", "The platform is not in its secured state."));
        }
        return new Conclusion(vector, reasons, List.of());
    }
}
