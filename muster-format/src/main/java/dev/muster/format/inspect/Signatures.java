package dev.muster.format.inspect;

import dev.muster.format.MalformedException;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborLimits;
import dev.muster.format.cbor.CborTag;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseEncrypt;
import dev.muster.format.cose.CoseEncrypt0;
import dev.muster.format.cose.CoseHeaders;
import dev.muster.format.cose.CoseMac;
import dev.muster.format.cose.CoseMac0;
import dev.muster.format.cose.CoseMessage;
import dev.muster.format.cose.CoseProfile;
import dev.muster.format.cose.CoseSign;
import dev.muster.format.cose.CoseSign1;
import dev.muster.format.cose.CoseVerifier;
import dev.muster.format.cose.CwtClaims;
import dev.muster.format.cose.HeaderLabel;
import dev.muster.format.cose.Verdict;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.crypto.Crypto;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Checks COSE signatures for people: any valid encoding, and the reason in words when none of the keys fits. What cannot be
 * judged is not checked, never invalid.
 */
final class Signatures {
    private static final byte[] NO_AAD = {};
    private static final CoseVerifier VERIFIER = CoseVerifier.of(Crypto.standard(), CoseProfile.GENERIC);

    private Signatures() {}

    static SignatureVerdict verify(Cbor item, Trust trust) {
        return verify(item, trust, Optional.empty());
    }

    /**
     * @param item a COSE message, with its tag or without (RFC 9052 §2), alone or as a CWT
     * @param detached the payload, when the message does not carry it
     */
    static SignatureVerdict verify(Cbor item, Trust trust, Optional<byte[]> detached) {
        try {
            // What people have was read leniently, so that they see it; what is believed is read by the rules.
            Cbor whole = Cbor.parse(item.encoded(), CoseProfile.GENERIC.cbor(), CborLimits.DEFAULT);
            Cbor inner = CwtClaims.untagged(whole);
            Optional<CoseMessage> message = inner instanceof CborTag
                    ? Optional.of(CoseMessage.read(inner, CoseProfile.GENERIC))
                    : CoseMessage.untagged(inner, CoseProfile.GENERIC);
            if (message.isEmpty()) {
                return new SignatureVerdict.NotChecked("this is no COSE message");
            }
            if (trust.isEmpty()) {
                return new SignatureVerdict.NotChecked("no --key or --trust was given");
            }
            return switch (message.get()) {
                case CoseSign1 one -> one(one, trust, detached);
                case CoseSign many -> many(many, trust, detached);
                case CoseMac0 mac -> Secrets.verify(mac, trust, detached);
                case CoseMac mac -> Secrets.verify(mac, trust, detached);
                case CoseEncrypt0 sealed -> Secrets.open(sealed, trust, detached);
                case CoseEncrypt sealed -> Secrets.open(sealed, trust, detached);
            };
        } catch (MalformedException broken) {
            return new SignatureVerdict.Invalid(broken.reason() + " at " + broken.path());
        }
    }

    private static SignatureVerdict one(CoseSign1 message, Trust trust, Optional<byte[]> detached) {
        if (message.payload().isEmpty() && detached.isEmpty()) {
            return absent();
        }
        return tryAll(message.headers(), trust, key -> VERIFIER.verify(message, key, NO_AAD, detached));
    }

    static SignatureVerdict absent() {
        return new SignatureVerdict.NotChecked("the payload is detached: what it covers is not here");
    }

    /**
     * Every signer counts: one that does not hold makes the whole message invalid, one that is not known leaves it open. A key
     * that made one of the signatures is no reason to call another one wrong: that is somebody else's.
     */
    private static SignatureVerdict many(CoseSign message, Trust trust, Optional<byte[]> detached) {
        if (message.payload().isEmpty() && detached.isEmpty()) {
            return absent();
        }
        List<String> by = new ArrayList<>();
        Optional<SignatureVerdict> open = Optional.empty();
        Set<PublicKey> used = new HashSet<>();
        for (CoseSign.Signature signature : message.signatures()) {
            tryAll(signature.headers(), trust, check(message, signature, detached, used::add));
        }
        for (int i = 0; i < message.signatures().size(); i++) {
            CoseSign.Signature signature = message.signatures().get(i);
            Function<VerificationKey, Verdict> check = check(message, signature, detached, key -> {});
            SignatureVerdict verdict = tryAll(signature.headers(), trust, check);
            if (verdict instanceof SignatureVerdict.Invalid) {
                verdict = tryAll(signature.headers(), trust.without(used), check);
            }
            switch (verdict) {
                case SignatureVerdict.Valid valid -> by.add(valid.by());
                case SignatureVerdict.NotChecked not ->
                    open = Optional.of(new SignatureVerdict.NotChecked("signature " + (i + 1) + " of "
                            + message.signatures().size() + ": " + not.reason()));
                default -> {
                    return verdict;
                }
            }
        }
        return open.orElseGet(() -> new SignatureVerdict.Valid(String.join(" and ", by)));
    }

    /** @param good told of each key that a signature is by */
    private static Function<VerificationKey, Verdict> check(
            CoseSign message, CoseSign.Signature signature, Optional<byte[]> detached, Consumer<PublicKey> good) {
        return key -> {
            Verdict verdict = VERIFIER.verify(message, signature, key, NO_AAD, detached);
            if (verdict.valid()) {
                good.accept(key.key());
            }
            return verdict;
        };
    }

    /** Why the algorithm of a signature or code does not count: it must be where it is covered (RFC 9052 §3.1). */
    static Optional<SignatureVerdict> uncovered(CoseHeaders headers) {
        return headers.alg().isEmpty() && headers.any(HeaderLabel.ALG).isPresent()
                ? Optional.of(
                        new SignatureVerdict.Invalid("alg is only in the unprotected header, where nothing covers it"))
                : Optional.empty();
    }

    private static SignatureVerdict tryAll(CoseHeaders headers, Trust trust, Function<VerificationKey, Verdict> check) {
        Optional<SignatureVerdict> uncovered = uncovered(headers);
        if (uncovered.isPresent()) {
            return uncovered.get();
        }
        if (headers.alg().isEmpty()) {
            return new SignatureVerdict.Invalid("the message names no algorithm");
        }
        Optional<CoseAlgorithm> algorithm = CoseAlgorithm.of(headers.alg().get());
        if (algorithm.isEmpty()) {
            return new SignatureVerdict.NotChecked("the algorithm "
                    + AlgorithmNames.of(headers.alg().get()) + " is not one whose signatures are checked here");
        }
        Trust.Signers signers = trust.signers(headers);
        Attempts attempts = new Attempts();
        signers.refused().ifPresent(attempts::fail);
        for (Trust.NamedKey named : signers.keys()) {
            Optional<VerificationKey> key = named.boundTo(algorithm.get());
            if (key.isEmpty()) {
                attempts.passOver(
                        named.name() + " is not a key for " + algorithm.get().label());
                continue;
            }
            switch (check.apply(key.get())) {
                case Verdict.Valid v -> {
                    return new SignatureVerdict.Valid(named.name());
                }
                case Verdict.Invalid invalid -> attempts.refuse(named.name(), invalid.reason(), invalid.detail());
            }
        }
        return attempts.verdict("no public key was given");
    }
}
