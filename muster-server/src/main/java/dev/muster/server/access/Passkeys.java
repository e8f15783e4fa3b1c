package dev.muster.server.access;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.exception.DataConversionException;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.CollectedClientData;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.verifier.exception.VerificationException;
import dev.muster.core.access.Passkey;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.crypto.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * WebAuthn Level 3, §7.1 and §7.2. Who made an authenticator is not asked: it would tell people apart and prove nothing
 * that Muster decides by. That a person was there is always asked (user verification), because a passkey is all they need.
 */
final class Passkeys {
    /** What browsers have, the strongest first. */
    static final List<COSEAlgorithmIdentifier> ALGORITHMS =
            List.of(COSEAlgorithmIdentifier.ES256, COSEAlgorithmIdentifier.EdDSA, COSEAlgorithmIdentifier.RS256);

    private static final boolean PERSON_THERE = true;

    /** It is not so. */
    static final class NotProved extends Exception {
        NotProved(Throwable because) {
            super(String.valueOf(because.getMessage()), because);
        }
    }

    /** @param signatures as the authenticator counts them now */
    record Shown(long signatures) {}

    private final ObjectConverter converter = new ObjectConverter();
    private final WebAuthnManager verifier = WebAuthnManager.createNonStrictWebAuthnManager(converter);
    private final AttestedCredentialDataConverter data = new AttestedCredentialDataConverter(converter);

    /** The handle by which an authenticator keeps whose key it is: it names nobody. */
    static byte[] handle(OrgId org, String operator) {
        return Sha256.of((org.value() + "\0" + operator).getBytes(StandardCharsets.UTF_8));
    }

    /** The library says of some faults what its parser says of them, of others nothing but a null in its way. */
    RegistrationData registration(String json) throws NotProved {
        try {
            return verifier.parseRegistrationResponseJSON(json);
        } catch (DataConversionException
                | JacksonException
                | IllegalArgumentException
                | NullPointerException malformed) {
            throw new NotProved(malformed);
        }
    }

    AuthenticationData authentication(String json) throws NotProved {
        try {
            return verifier.parseAuthenticationResponseJSON(json);
        } catch (DataConversionException
                | JacksonException
                | IllegalArgumentException
                | NullPointerException malformed) {
            throw new NotProved(malformed);
        }
    }

    /** @throws NotProved when the key was not made now, here, by somebody who was there */
    Passkey registered(RegistrationData made, String operator, Place place, byte[] challenge) throws NotProved {
        List<PublicKeyCredentialParameters> kinds = ALGORITHMS.stream()
                .map(kind -> new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, kind))
                .toList();
        try {
            verifier.verify(
                    made, new RegistrationParameters(place.asked(challenge), kinds, PERSON_THERE, PERSON_THERE));
        } catch (VerificationException | DataConversionException wrong) {
            throw new NotProved(wrong);
        }
        var authenticator = Objects.requireNonNull(made.getAttestationObject()).getAuthenticatorData();
        AttestedCredentialData credential = Objects.requireNonNull(authenticator.getAttestedCredentialData());
        return new Passkey(
                operator, text(credential.getCredentialId()), data.convert(credential), authenticator.getSignCount());
    }

    /** @throws NotProved when the key did not sign this challenge now, here, for somebody who was there */
    Shown shown(AuthenticationData shown, Passkey key, Place place, byte[] challenge) throws NotProved {
        AttestedCredentialData kept = data.convert(key.data());
        CredentialRecordImpl known = new CredentialRecordImpl(
                new NoneAttestationStatement(), null, null, null, key.signatures(), kept, null, null, null, null);
        try {
            verifier.verify(
                    shown,
                    new AuthenticationParameters(
                            place.asked(challenge),
                            known,
                            List.of(kept.getCredentialId()),
                            PERSON_THERE,
                            PERSON_THERE));
        } catch (VerificationException | DataConversionException wrong) {
            throw new NotProved(wrong);
        }
        return new Shown(Objects.requireNonNull(shown.getAuthenticatorData()).getSignCount());
    }

    /** @throws NotProved when the browser sent none */
    static byte[] challenge(@Nullable CollectedClientData said) throws NotProved {
        if (said == null || said.getChallenge() == null) {
            throw new NotProved(new IllegalArgumentException("no client data"));
        }
        return said.getChallenge().getValue();
    }

    /** @throws NotProved when the browser sent none */
    static byte[] credential(AuthenticationData shown) throws NotProved {
        Optional<byte[]> id = Optional.ofNullable(shown.getCredentialId());
        if (id.isEmpty()) {
            throw new NotProved(new IllegalArgumentException("no credential id"));
        }
        return id.get();
    }

    static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * Where a passkey is good.
     *
     * @param id of the relying party: the host, without its port; the listener has compared it with its own names
     * @param origin of the pages that may use it
     */
    record Place(String id, String origin) {
        private ServerProperty asked(byte[] challenge) {
            return ServerProperty.builder()
                    .origin(new Origin(origin))
                    .rpId(id)
                    .challenge(new DefaultChallenge(challenge))
                    .build();
        }
    }
}
