package dev.muster.core.ledger;

import dev.muster.core.ledger.StatementOutcome.Reason;
import dev.muster.format.MalformedException;
import dev.muster.format.audit.scitt.SignedStatement;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseVerifier;
import dev.muster.format.cose.Verdict;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.crypto.CryptoException;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The registration rules as they stand after some statement of the log: a fold over the policies and trust anchors in
 * it. Deciding is pure, so every acceptance and refusal can be decided again from the log alone (RFC 9943 §5.1).
 * Immutable to its callers and safe for several threads; keys that were read once are remembered.
 */
public final class RegistrationRules {
    /** Before the first policy. */
    public static final RegistrationRules NONE = new RegistrationRules(-1, Optional.empty(), Map.of());

    private static final String ADMINISTRATOR = "administrator";

    private final long index;
    private final Optional<RegistrationPolicy> policy;
    private final Map<String, TrustAnchor> anchors;
    private final Map<String, NamedKey> keys = new ConcurrentHashMap<>();
    private final List<NamedKey> administrators;

    private RegistrationRules(long index, Optional<RegistrationPolicy> policy, Map<String, TrustAnchor> anchors) {
        this.index = index;
        this.policy = policy;
        this.anchors = anchors;
        this.administrators = policy.map(RegistrationRules::administrators).orElse(List.of());
    }

    /** The statement that changed the rules last, -1 before the first policy. */
    public long index() {
        return index;
    }

    /** The policy in force. */
    public Optional<RegistrationPolicy> policy() {
        return policy;
    }

    /** Active trust anchors by id, in the order in which they came. */
    public Map<String, TrustAnchor> anchors() {
        return anchors;
    }

    /** Whether statements with this content type change the rules. */
    public static boolean changesRules(String contentType) {
        return contentType.equals(RegistrationPolicy.CONTENT_TYPE) || contentType.equals(TrustAnchor.CONTENT_TYPE);
    }

    /** The rules after a registered statement. */
    public RegistrationRules after(long statementIndex, SignedStatement statement) {
        Optional<byte[]> payload = statement.message().payload();
        if (payload.isEmpty() || statement.hashEnvelope().isPresent()) {
            return this;
        }
        return switch (statement.contentType()) {
            case RegistrationPolicy.CONTENT_TYPE ->
                new RegistrationRules(statementIndex, Optional.of(RegistrationPolicy.parse(payload.get())), anchors);
            case TrustAnchor.CONTENT_TYPE -> {
                TrustAnchor anchor = TrustAnchor.parse(payload.get());
                Map<String, TrustAnchor> more = new LinkedHashMap<>(anchors);
                if (anchor.active()) {
                    more.put(anchor.id(), anchor);
                } else {
                    more.remove(anchor.id());
                }
                yield new RegistrationRules(statementIndex, policy, java.util.Collections.unmodifiableMap(more));
            }
            default -> this;
        };
    }

    /**
     * Decides about a statement.
     *
     * @param at time for the validity of certificates
     */
    public StatementOutcome decide(SignedStatement statement, Instant at) {
        // Only what is logged may decide, or the decision could not be repeated: the unprotected header is not.
        return Arrays.equals(statement.bytes(), statement.leafData())
                ? decideLogged(statement, at)
                : decideLogged(SignedStatement.parse(statement.leafData()), at);
    }

    private StatementOutcome decideLogged(SignedStatement statement, Instant at) {
        if (policy.isEmpty()) {
            return first(statement);
        }
        RegistrationPolicy rules = policy.get();
        Optional<CoseAlgorithm> algorithm = statement.message().alg();
        if (algorithm.isEmpty()
                || (!rules.algorithms().isEmpty()
                        && !rules.algorithms().contains(algorithm.get().id()))) {
            return StatementOutcome.refused(Reason.ALGORITHM, "the protected algorithm is missing or not taken");
        }
        if (statement.message().payload().isEmpty()) {
            return StatementOutcome.refused(Reason.PAYLOAD_MISSING, "the payload is detached");
        }
        if (statement.leafData().length > rules.maxBytes()) {
            return StatementOutcome.refused(
                    Reason.TOO_LARGE,
                    "the statement has " + statement.leafData().length + " bytes, the limit is " + rules.maxBytes()
                            + ": register a hash envelope (RFC 9995) instead");
        }
        if (signedByOne(administrators, statement)) {
            return wellFormed(statement);
        }
        if (changesRules(statement.contentType())) {
            return StatementOutcome.refused(
                    Reason.NOT_ADMINISTRATOR, "only an administrator of the policy changes the rules");
        }
        if (!rules.contentTypes().isEmpty() && !rules.contentTypes().contains(statement.contentType())) {
            return StatementOutcome.refused(Reason.CONTENT_TYPE, "not taken: " + statement.contentType());
        }
        return statement.bindsCertificate() ? byCertificate(statement, at) : byKey(statement);
    }

    /** The first policy names its own administrators and is signed by one of them. */
    private static StatementOutcome first(SignedStatement statement) {
        Optional<byte[]> payload = statement.message().payload();
        if (!statement.contentType().equals(RegistrationPolicy.CONTENT_TYPE) || payload.isEmpty()) {
            return StatementOutcome.refused(Reason.NOT_ADMINISTRATOR, "the first statement is a registration policy");
        }
        try {
            return signedByOne(administrators(RegistrationPolicy.parse(payload.get())), statement)
                    ? new StatementOutcome.Accepted(ADMINISTRATOR)
                    : StatementOutcome.refused(Reason.NOT_ADMINISTRATOR, "no administrator of this policy signed it");
        } catch (MalformedException | IllegalArgumentException unreadable) {
            return StatementOutcome.refused(Reason.MALFORMED_RULE, String.valueOf(unreadable.getMessage()));
        }
    }

    private static List<NamedKey> administrators(RegistrationPolicy rules) {
        return rules.administrators().stream().map(NamedKey::parse).toList();
    }

    private static boolean signedByOne(List<NamedKey> administrators, SignedStatement statement) {
        Optional<byte[]> kid = statement.kid();
        return kid.isPresent()
                && administrators.stream()
                        .filter(key -> key.named(kid.get()))
                        .anyMatch(
                                key -> signed(statement, key.verificationKey()).valid());
    }

    /** Administrators may register anything, except rules that nobody could read later. */
    private static StatementOutcome wellFormed(SignedStatement statement) {
        try {
            NONE.after(0, statement);
            return new StatementOutcome.Accepted(ADMINISTRATOR);
        } catch (MalformedException | IllegalArgumentException unreadable) {
            return StatementOutcome.refused(Reason.MALFORMED_RULE, String.valueOf(unreadable.getMessage()));
        }
    }

    private StatementOutcome byKey(SignedStatement statement) {
        byte[] kid = statement.kid().orElseGet(() -> new byte[0]);
        StatementOutcome outcome = StatementOutcome.refused(Reason.UNKNOWN_SIGNER, "no trust anchor has this kid");
        for (TrustAnchor anchor : candidates(statement, TrustAnchor.Kind.KEY)) {
            NamedKey key = keys.computeIfAbsent(anchor.id(), id -> NamedKey.parse(anchor.material()));
            if (key.named(kid)) {
                Verdict verdict = signed(statement, key.verificationKey());
                if (verdict instanceof Verdict.Invalid invalid) {
                    outcome = StatementOutcome.refused(Reason.SIGNATURE, invalid.detail());
                } else {
                    return new StatementOutcome.Accepted(anchor.id());
                }
            }
        }
        return outcome;
    }

    private StatementOutcome byCertificate(SignedStatement statement, Instant at) {
        StatementOutcome outcome =
                StatementOutcome.refused(Reason.UNKNOWN_SIGNER, "no trust anchor speaks for this issuer");
        for (TrustAnchor anchor : candidates(statement, TrustAnchor.Kind.CERTIFICATE)) {
            switch (SignerCertificate.of(statement, anchor, at)) {
                case SignerCertificate.NotTrusted no ->
                    outcome = StatementOutcome.refused(Reason.CERTIFICATE_PATH, no.why());
                case SignerCertificate.Trusted yes -> {
                    return signedBy(statement, yes.certificate().getPublicKey())
                            .<StatementOutcome>map(why -> StatementOutcome.refused(Reason.SIGNATURE, why))
                            .orElseGet(() -> new StatementOutcome.Accepted(anchor.id()));
                }
            }
        }
        return outcome;
    }

    /** Why the statement is not signed by this key: the certificate does not say for which of its algorithms the key is. */
    private static Optional<String> signedBy(SignedStatement statement, PublicKey key) {
        try {
            CoseAlgorithm algorithm = statement.message().alg().orElseThrow();
            return signed(statement, new VerificationKey(algorithm, key)) instanceof Verdict.Invalid invalid
                    ? Optional.of(invalid.detail())
                    : Optional.empty();
        } catch (CryptoException otherKind) {
            return Optional.of("the certificate's " + otherKind.getMessage());
        }
    }

    private List<TrustAnchor> candidates(SignedStatement statement, TrustAnchor.Kind kind) {
        return anchors.values().stream()
                .filter(anchor -> anchor.kind() == kind)
                .filter(anchor -> anchor.covers(statement.issuer(), statement.contentType()))
                .toList();
    }

    private static Verdict signed(SignedStatement statement, VerificationKey key) {
        return CoseVerifier.strict().verify(statement.message(), key);
    }
}
