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
import dev.muster.format.attest.corim.TypedBytes;
import dev.muster.format.attest.ear.TrustCategory;
import dev.muster.format.attest.ear.TrustClaims;
import dev.muster.format.attest.eat.ClaimsSet;
import dev.muster.format.attest.eat.DebugStatus;
import dev.muster.format.attest.eat.EatMessage;
import dev.muster.format.attest.eat.EatReader;
import dev.muster.format.attest.eat.SlotClaims;
import dev.muster.format.attest.psa.PsaToken;
import dev.muster.format.cose.CoseMac0;
import dev.muster.format.cose.CoseVerifier;
import dev.muster.format.cose.VerificationKey;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Any EAT (RFC 9711) of a profile that no other scheme reads, in any of its serializations: CWT, JWT, detached bundles, and
 * claims without a signature (RFC 9781) over a channel that the device itself authenticated. Under the key the device was
 * enrolled with, or one that this verifier shares with the UEID that it names (COSE_Mac0): its measured components under their names, the files of its CoSWIDs of evidence under {@code file/PATH},
 * those of submodules behind the submodule's name. What signs is not known to be apart from what is measured, so it comes to
 * {@code checked}.
 */
public final class EatClaims implements Scheme {
    private static final byte[] NONE = {};

    private final CoseVerifier signatures = CoseVerifier.strict();

    @Override
    public String name() {
        return "eat";
    }

    @Override
    public Set<String> mediaTypes() {
        return EatMessage.MEDIA_TYPES;
    }

    @Override
    public boolean speaks(Optional<String> profile) {
        return profile.filter(one -> one.equals(SlotClaims.PROFILE) || PsaToken.PROFILES.contains(one))
                .isEmpty();
    }

    @Override
    public EvidenceReading read(byte[] evidence, EvidenceKeys keys) {
        try {
            EatMessage message = EatMessage.ofForm(evidence);
            if (whole(message) instanceof EatMessage.Mac mac) {
                return authenticated(mac.message(), message, keys);
            }
            boolean unsigned = message instanceof EatMessage.Unsigned;
            Optional<PublicKey> key = unsigned ? keys.channel() : keys.enrolled();
            if (key.isEmpty()) {
                return new Unreadable(
                        Refusal.KEY_UNKNOWN,
                        unsigned
                                ? "claims without a signature count only over a channel that the device authenticated"
                                : "a token without a profile of its own is signed by the enrolled key");
            }
            if (!unsigned && !isSigned(message, key.get())) {
                return new Unreadable(Refusal.SIGNATURE_INVALID, "the enrolled key did not sign the token");
            }
            return read(message, EatReader.parse(message.claims()), key.get().getEncoded(), keys, List.of());
        } catch (MalformedException | IllegalArgumentException fault) {
            return new Unreadable(Refusal.MALFORMED, String.valueOf(fault.getMessage()));
        }
    }

    private static EatMessage whole(EatMessage message) {
        return message instanceof EatMessage.Bundle bundle ? bundle.token() : message;
    }

    /** Under a key that is shared with the UEID that the token names; the claims are read before, to find it. */
    private EvidenceReading authenticated(CoseMac0 mac, EatMessage message, EvidenceKeys keys) {
        ClaimsSet claims = EatReader.parse(message.claims());
        Optional<Environment> stated = claims.ueid().map(ueid -> Environment.ofInstance(TypedBytes.ueid(ueid.bytes())));
        List<SharedKey> shared = stated.map(keys::shared).orElse(List.of());
        if (shared.isEmpty()) {
            return new Unreadable(
                    Refusal.KEY_UNKNOWN, "the token is under a shared key, and none is known for the UEID it names");
        }
        return shared.stream()
                .filter(key -> key.verifies(mac))
                .findFirst()
                .map(key -> read(message, claims, key.name(), keys, List.of(PsaTokens.NO_INSTANCES, SharedKey.REMARK)))
                .orElseGet(() ->
                        new Unreadable(Refusal.SIGNATURE_INVALID, "no shared key of its UEID made the token's tag"));
    }

    private EvidenceReading read(
            EatMessage message, ClaimsSet claims, byte[] key, EvidenceKeys keys, List<String> remarks) {
        boolean timed = claims.nonces().isEmpty() && claims.times().issuedAt().isPresent();
        if (claims.nonces().size() != 1 && !timed) {
            return new Unreadable(Refusal.MALFORMED, "the token has not exactly one nonce, or a time (iat) and none");
        }
        byte[] nonce = timed ? NONE : claims.nonces().getFirst();
        EatElements elements = new EatElements(keys, this::isSigned, message, nonce);
        elements.add(claims);
        List<String> all = new ArrayList<>(remarks);
        all.addAll(elements.remarks());
        return new EvidenceReading.Read(
                statement(claims, key, nonce, elements, all).over(signed(message)));
    }

    /** Of a bundle its token, which names what lies beside it by digest. */
    private static byte[] signed(EatMessage message) {
        return whole(message) instanceof EatMessage.Jwt jwt ? jwt.token().signed() : message.claims();
    }

    private boolean isSigned(EatMessage message, PublicKey key) {
        return switch (message) {
            case EatMessage.Cwt cwt ->
                signatures.verify(cwt.message(), VerificationKey.of(key)).valid();
            case EatMessage.Jwt jwt -> jwt.token().verifies(key);
            case EatMessage.Bundle bundle -> isSigned(bundle.token(), key);
            case EatMessage.Mac mac -> false;
            case EatMessage.Unsigned claims -> false;
        };
    }

    private Statement statement(
            ClaimsSet claims, byte[] key, byte[] nonce, EatElements elements, List<String> remarks) {
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
                key,
                nonce,
                Statement.Device.unnamed(),
                software,
                Proof.CHECKED,
                new Measured(elements.elements(), Optional.empty(), List.of()),
                claims.times(),
                Statement.Side.NONE,
                remarks);
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
