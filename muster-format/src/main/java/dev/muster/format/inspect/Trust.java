package dev.muster.format.inspect;

import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.crypto.CryptoException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The keys and anchors that the person at the keyboard gave.
 *
 * @param keys keys that a signature may be by
 * @param anchors certificates that a chain may end in
 * @param secrets keys that a message authentication code may be under
 */
public record Trust(List<NamedKey> keys, List<X509Certificate> anchors, List<NamedSecret> secrets) {
    /** Nothing was given: no signature is checked. */
    public static final Trust NONE = new Trust(List.of(), List.of(), List.of());

    public Trust {
        keys = List.copyOf(keys);
        anchors = List.copyOf(anchors);
        secrets = List.copyOf(secrets);
    }

    /** A shared or private key, which finds the key of a message authentication code. */
    public record NamedSecret(String name, CoseKey key) {}

    /** A public key and how people call it: the file it came from. */
    public record NamedKey(String name, PublicKey key) {
        /** The key bound to the algorithm that a message names, when they fit. */
        Optional<VerificationKey> boundTo(CoseAlgorithm algorithm) {
            try {
                return Optional.of(new VerificationKey(algorithm, key));
            } catch (CryptoException otherKind) {
                return Optional.empty();
            }
        }
    }

    boolean isEmpty() {
        return keys.isEmpty() && anchors.isEmpty() && secrets.isEmpty();
    }

    /** Whether an anchor or a given key issued the certificate; validity in time is shown and not judged here. */
    SignatureVerdict issuedBy(X509Certificate certificate) {
        if (isEmpty()) {
            return new SignatureVerdict.NotChecked("no --trust was given");
        }
        for (X509Certificate anchor : anchors) {
            if (anchor.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())
                    && signedBy(certificate, anchor.getPublicKey())) {
                return new SignatureVerdict.Valid(
                        anchor.getSubjectX500Principal().getName());
            }
        }
        for (NamedKey key : keys) {
            if (signedBy(certificate, key.key())) {
                return new SignatureVerdict.Valid(key.name());
            }
        }
        return new SignatureVerdict.Invalid("none of the given keys or anchors issued it");
    }

    /** The keys to try for a message that brings its own certificate chain: the chain's, when it ends in an anchor. */
    List<NamedKey> with(List<X509Certificate> chain) {
        List<NamedKey> all = new ArrayList<>(keys);
        if (!chain.isEmpty() && endsInAnchor(chain)) {
            X509Certificate leaf = chain.getFirst();
            all.add(new NamedKey(
                    leaf.getSubjectX500Principal().getName() + ", whose chain ends in a given anchor",
                    leaf.getPublicKey()));
        }
        return all;
    }

    private boolean endsInAnchor(List<X509Certificate> chain) {
        for (int i = 0; i + 1 < chain.size(); i++) {
            if (!signedBy(chain.get(i), chain.get(i + 1).getPublicKey())) {
                return false;
            }
        }
        X509Certificate last = chain.getLast();
        return anchors.contains(last) || issuedBy(last) instanceof SignatureVerdict.Valid;
    }

    private static boolean signedBy(X509Certificate certificate, PublicKey key) {
        try {
            certificate.verify(key);
            return true;
        } catch (GeneralSecurityException otherKey) {
            return false;
        }
    }
}
