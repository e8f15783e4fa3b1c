package dev.muster.format.inspect;

import dev.muster.format.MalformedException;
import dev.muster.format.cose.CertificateHash;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseHeaders;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.KeyOperation;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.crypto.CryptoException;
import dev.muster.format.pkix.KeyPurpose;
import dev.muster.format.pkix.PathOutcome;
import dev.muster.format.pkix.PathValidator;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The keys and anchors that the person at the keyboard gave.
 *
 * @param keys keys that a signature may be by
 * @param anchors certificates that a chain may end in
 * @param secrets keys that a message authentication code may be under, or that open what is encrypted
 * @param ledgers keys of transparency services: receipts, checkpoints and proofs may be by them
 * @param at when certificates must be valid
 */
public record Trust(
        List<NamedKey> keys,
        List<X509Certificate> anchors,
        List<NamedSecret> secrets,
        List<NamedLedger> ledgers,
        Instant at) {
    /** Nothing was given: no signature is checked. */
    public static final Trust NONE = of(List.of());

    public Trust {
        keys = List.copyOf(keys);
        anchors = List.copyOf(anchors);
        secrets = List.copyOf(secrets);
        ledgers = List.copyOf(ledgers);
    }

    /** Keys alone, without certificates and so without a time. */
    public static Trust of(List<NamedKey> keys) {
        return new Trust(keys, List.of(), List.of(), List.of(), Instant.EPOCH);
    }

    /** A shared or private key, which finds the key of a message authentication code. */
    public record NamedSecret(String name, CoseKey key) {}

    /** A transparency service's key, and the name that its notes are signed under when it is known. */
    public record NamedLedger(String name, PublicKey key, Optional<String> origin) {}

    /**
     * A public key and how people call it.
     *
     * @param limits the COSE_Key that it came as, whose {@code alg} and {@code key_ops} bind it (RFC 9052 §7.1)
     * @param signs whether the certificate that it came as lets it sign messages (RFC 5280 §4.2.1.3)
     */
    public record NamedKey(String name, PublicKey key, Optional<CoseKey> limits, boolean signs) {
        public NamedKey(String name, PublicKey key) {
            this(name, key, Optional.empty());
        }

        public NamedKey(String name, PublicKey key, Optional<CoseKey> limits) {
            this(name, key, limits, true);
        }

        public static NamedKey of(String name, X509Certificate certificate) {
            return new NamedKey(
                    name, certificate.getPublicKey(), Optional.empty(), KeyPurpose.SIGNATURE.of(certificate));
        }

        /** The key bound to the algorithm that a message names, when they fit. */
        Optional<VerificationKey> boundTo(CoseAlgorithm algorithm) {
            if (!signs || (limits.isPresent() && !limits.get().permits(KeyOperation.VERIFY))) {
                return Optional.empty();
            }
            try {
                VerificationKey bound = new VerificationKey(algorithm, key);
                // A key for the same computation under its other number is the same key (RFC 9864).
                boolean allowed = limits.isEmpty()
                        || limits.get().allows(algorithm.id())
                        || limits.get()
                                .alg()
                                .flatMap(own -> own.scheme(key))
                                .filter(bound.scheme()::equals)
                                .isPresent();
                return allowed ? Optional.of(bound) : Optional.empty();
            } catch (CryptoException otherKind) {
                return Optional.empty();
            }
        }
    }

    /**
     * Who may have signed a message.
     *
     * @param keys to try, the given ones first
     * @param refused why the certificates that the message brings are not trusted; empty when they are, or when there are none
     */
    record Signers(List<NamedKey> keys, Optional<String> refused) {}

    /** The same but for these keys. */
    Trust without(Set<PublicKey> taken) {
        return new Trust(
                keys.stream().filter(key -> !taken.contains(key.key())).toList(), anchors, secrets, ledgers, at);
    }

    boolean isEmpty() {
        return keys.isEmpty() && anchors.isEmpty() && secrets.isEmpty();
    }

    /**
     * Whether an anchor issued the certificate, by RFC 5280; or whether a bare key, of which no more is known, signed it.
     *
     * @param purpose what the first certificate's key was used for
     */
    SignatureVerdict issuedBy(List<X509Certificate> chain, KeyPurpose purpose) {
        if (isEmpty()) {
            return new SignatureVerdict.NotChecked("no --trust was given");
        }
        String why = "none of the given keys signed it";
        if (!anchors.isEmpty()) {
            switch (PathValidator.validate(chain, anchors, at, purpose)) {
                case PathOutcome.Valid valid -> {
                    return new SignatureVerdict.Valid(
                            valid.anchor().getSubjectX500Principal().getName());
                }
                case PathOutcome.Refused refused -> why = words(refused);
            }
        }
        for (NamedKey key : keys) {
            if (purpose.of(chain.getFirst())
                    && anchors.stream()
                            .noneMatch(anchor -> anchor.getPublicKey().equals(key.key()))
                    && signedBy(chain.getFirst(), key.key())) {
                return new SignatureVerdict.Valid(key.name());
            }
        }
        return new SignatureVerdict.Invalid(why);
    }

    /** The keys to try for a message that brings its own certificate chain: the chain's, when it ends in an anchor. */
    Signers signers(CoseHeaders headers) {
        List<NamedKey> all = new ArrayList<>(keys);
        try {
            List<X509Certificate> chain = headers.x5chain();
            if (chain.isEmpty()) {
                return new Signers(all, Optional.empty());
            }
            Optional<CertificateHash> named = headers.x5t();
            if (named.isPresent() && !named.get().matches(chain.getFirst())) {
                return new Signers(all, Optional.of("x5t is not the hash of the first certificate of x5chain"));
            }
            if (anchors.isEmpty()) {
                return new Signers(all, Optional.empty());
            }
            return switch (PathValidator.validate(chain, anchors, at, KeyPurpose.SIGNATURE)) {
                case PathOutcome.Refused refused -> new Signers(all, Optional.of("x5chain: " + words(refused)));
                case PathOutcome.Valid valid -> {
                    X509Certificate leaf = chain.getFirst();
                    all.add(new NamedKey(
                            leaf.getSubjectX500Principal().getName() + ", whose chain ends in a given anchor",
                            leaf.getPublicKey()));
                    yield new Signers(all, Optional.empty());
                }
            };
        } catch (MalformedException broken) {
            return new Signers(all, Optional.of("x5chain: " + broken.reason()));
        }
    }

    private static String words(PathOutcome.Refused refused) {
        return refused.detail() + " (" + refused.fault().code() + ", certificate " + refused.index() + ")";
    }

    private static boolean signedBy(X509Certificate certificate, PublicKey key) {
        try {
            certificate.verify(key);
            return true;
        } catch (GeneralSecurityException | RuntimeException otherKey) {
            return false;
        }
    }
}
