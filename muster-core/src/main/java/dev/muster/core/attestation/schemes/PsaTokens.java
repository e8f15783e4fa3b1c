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
import dev.muster.core.attestation.SharedKey;
import dev.muster.core.attestation.Statement;
import dev.muster.format.MalformedException;
import dev.muster.format.attest.corim.Environment;
import dev.muster.format.attest.corim.MeasuredElement;
import dev.muster.format.attest.corim.MeasurementValues;
import dev.muster.format.attest.corim.TypedBytes;
import dev.muster.format.attest.corim.Version;
import dev.muster.format.attest.coswid.Digest;
import dev.muster.format.attest.ear.TrustCategory;
import dev.muster.format.attest.ear.TrustClaims;
import dev.muster.format.attest.eat.ClaimsSet;
import dev.muster.format.attest.eat.EatToken;
import dev.muster.format.attest.psa.Lifecycle;
import dev.muster.format.attest.psa.PsaMessage;
import dev.muster.format.attest.psa.PsaToken;
import dev.muster.format.attest.psa.SoftwareComponent;
import dev.muster.format.cose.CoseMac0;
import dev.muster.format.cose.CoseSign1;
import dev.muster.format.cose.CoseVerifier;
import dev.muster.format.cose.VerificationKey;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A PSA attestation token (RFC 9783) under the initial attestation key that a maker registered for its implementation and
 * instance, as draft-fdb-rats-psa-endorsements writes it, or under one that this verifier shares with it. Implementation and instance are read before the signature is
 * checked, to find the key.
 */
public final class PsaTokens implements Scheme {
    private static final MeasuredElement COMPONENT = MeasuredElement.of("psa.software-component");

    static final String NO_INSTANCES = "The token says which instance it is of, and the register does not know"
            + " instances: that this device holds it rests on the nonce alone.";

    private final CoseVerifier signatures = CoseVerifier.strict();

    @Override
    public String name() {
        return "psa";
    }

    @Override
    public Set<String> mediaTypes() {
        return Set.of(EatToken.MEDIA_TYPE, PsaMessage.MEDIA_TYPE);
    }

    @Override
    public boolean speaks(Optional<String> profile) {
        return profile.filter(PsaToken.PROFILES::contains).isPresent();
    }

    @Override
    public EvidenceReading read(byte[] evidence, EvidenceKeys keys) {
        try {
            PsaMessage message = PsaMessage.parse(evidence);
            PsaToken token = message.token();
            Environment stated = Environment.ofClass(TypedBytes.bytes(token.implementationId()))
                    .withInstance(TypedBytes.ueid(token.instanceId()));
            return switch (message.protection()) {
                case PsaMessage.Protection.Signed signed -> signed(signed.message(), token, stated, keys);
                case PsaMessage.Protection.Authenticated mac -> authenticated(mac.message(), token, stated, keys);
            };
        } catch (MalformedException | IllegalArgumentException fault) {
            return new Unreadable(Refusal.MALFORMED, String.valueOf(fault.getMessage()));
        }
    }

    private EvidenceReading signed(CoseSign1 message, PsaToken token, Environment stated, EvidenceKeys keys) {
        List<PublicKey> registered = keys.attesters(stated);
        if (registered.isEmpty()) {
            return new Unreadable(Refusal.KEY_UNKNOWN, "no maker registered an attestation key for " + stated);
        }
        for (PublicKey key : registered) {
            if (verifies(message, key)) {
                return new EvidenceReading.Read(
                        statement(token, stated, key.getEncoded(), Proof.ROOT_OF_TRUST, List.of(NO_INSTANCES))
                                .over(message.payload().orElseThrow()));
            }
        }
        return new Unreadable(
                Refusal.SIGNATURE_INVALID, "none of the attestation keys of " + stated + " signed the token");
    }

    private EvidenceReading authenticated(CoseMac0 message, PsaToken token, Environment stated, EvidenceKeys keys) {
        List<SharedKey> shared = keys.shared(stated);
        if (shared.isEmpty()) {
            return new Unreadable(
                    Refusal.KEY_UNKNOWN, "the token is under a shared key, and none is known for " + stated);
        }
        return shared.stream()
                .filter(key -> key.verifies(message))
                .findFirst()
                .<EvidenceReading>map(key -> new EvidenceReading.Read(
                        statement(token, stated, key.name(), Proof.SHARED_KEY, List.of(NO_INSTANCES, SharedKey.REMARK))
                                .over(message.payload().orElseThrow())))
                .orElseGet(() -> new Unreadable(
                        Refusal.SIGNATURE_INVALID, "no shared key of " + stated + " made the token's tag"));
    }

    private boolean verifies(CoseSign1 message, PublicKey key) {
        return signatures.verify(message, VerificationKey.of(key)).valid();
    }

    private Statement statement(PsaToken token, Environment stated, byte[] key, Proof proof, List<String> remarks) {
        List<MeasurementValues> components = new ArrayList<>();
        String last = "";
        for (SoftwareComponent component : token.software()) {
            components.add(component(component));
            last = component.version().orElse(last);
        }
        EvidenceAppraised.Software software = new EvidenceAppraised.Software(
                "",
                "",
                "",
                last,
                "",
                HexFormat.of().formatHex(token.instanceId()),
                "",
                token.state().word(),
                0,
                0);
        return new Statement(
                name(),
                key,
                token.nonce(),
                new Statement.Device(Optional.empty(), Optional.empty(), Optional.of(stated)),
                software,
                proof,
                Measured.each(COMPONENT, components),
                ClaimsSet.Times.OPEN,
                Statement.Side.NONE,
                remarks);
    }

    /** As the endorsement profile has it: type as name, version without a scheme, digest, signer as key id. */
    private static MeasurementValues component(SoftwareComponent component) {
        String named = component.hash().orElse(Digest.SHA_256).toLowerCase(Locale.ROOT);
        MeasurementValues values = MeasurementValues.ofDigest(ComponentDigest.of(named, component.value()))
                .withKeys(List.of(TypedBytes.bytes(component.signer())));
        values = component.type().map(values::withName).orElse(values);
        Optional<Version> version =
                component.version().map(text -> new Version(text, OptionalInt.empty(), Optional.empty()));
        return version.map(values::withVersion).orElse(values);
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
        String state = statement.software().debug();
        if (state.equals(Lifecycle.SECURED.word())) {
            vector.put(TrustCategory.CONFIGURATION, TrustClaims.CONFIG_APPROVED);
        } else {
            boolean debug = state.endsWith("debug");
            vector.put(
                    TrustCategory.CONFIGURATION, debug ? TrustClaims.CONFIG_UNSAFE : TrustClaims.CONFIG_UNSUPPORTABLE);
            reasons.add(new Reason("lifecycle-" + state, "The device is not secured: its lifecycle is " + state + "."));
        }
        return new Conclusion(vector, reasons, List.of());
    }
}
