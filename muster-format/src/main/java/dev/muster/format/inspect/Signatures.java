package dev.muster.format.inspect;

import dev.muster.format.MalformedException;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborInteger;
import dev.muster.format.cbor.CborTag;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseEncrypt;
import dev.muster.format.cose.CoseEncrypt0;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseMac;
import dev.muster.format.cose.CoseMac0;
import dev.muster.format.cose.CoseMacVerifier;
import dev.muster.format.cose.CoseMessage;
import dev.muster.format.cose.CoseProfile;
import dev.muster.format.cose.CoseSign;
import dev.muster.format.cose.CoseSign1;
import dev.muster.format.cose.CoseVerifier;
import dev.muster.format.cose.HeaderLabel;
import dev.muster.format.cose.RecipientKey;
import dev.muster.format.cose.Verdict;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.crypto.Crypto;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Checks COSE signatures and authentication codes for people: any valid encoding, and the reason in words when none of the keys fits. */
final class Signatures {
    private static final long CWT = 61;
    private static final byte[] NO_AAD = {};
    private static final CoseVerifier VERIFIER = CoseVerifier.of(Crypto.standard(), CoseProfile.GENERIC);
    private static final CoseMacVerifier MACS = CoseMacVerifier.of(Crypto.standard(), CoseProfile.GENERIC);

    private Signatures() {}

    static SignatureVerdict verify(Cbor item, Trust trust) {
        return verify(item, trust, Optional.empty());
    }

    /**
     * @param item a COSE message, tagged or a bare COSE_Sign1, alone or as a CWT
     * @param detached the payload, when the message does not carry it
     */
    static SignatureVerdict verify(Cbor item, Trust trust, Optional<byte[]> detached) {
        Cbor inner = item instanceof CborTag t && t.tag() == CWT ? t.content() : item;
        try {
            CoseMessage message = inner instanceof CborTag
                    ? CoseMessage.read(inner, CoseProfile.GENERIC)
                    : CoseSign1.read(inner, CoseProfile.GENERIC);
            if (trust.isEmpty()) {
                return new SignatureVerdict.NotChecked("no --key or --trust was given");
            }
            return switch (message) {
                case CoseSign1 one -> one(one, trust.with(one.x5chain()), detached);
                case CoseSign many -> many(many, trust, detached);
                case CoseMac0 mac -> mac(trust, key -> MACS.verify(mac, key, NO_AAD, detached));
                case CoseMac mac -> mac(trust, key -> MACS.verify(mac, RecipientKey.of(key), NO_AAD, detached));
                case CoseEncrypt0 sealed -> new SignatureVerdict.NotChecked("the message is encrypted, not signed");
                case CoseEncrypt sealed -> new SignatureVerdict.NotChecked("the message is encrypted, not signed");
            };
        } catch (MalformedException broken) {
            return new SignatureVerdict.Invalid(broken.reason() + " at " + broken.path());
        }
    }

    private static SignatureVerdict one(CoseSign1 message, List<Trust.NamedKey> keys, Optional<byte[]> detached) {
        if (message.payload().isEmpty() && detached.isEmpty()) {
            return new SignatureVerdict.NotChecked(
                    "the payload is detached: the signature covers bytes that are not here");
        }
        return tryAll(message.alg(), keys, key -> VERIFIER.verify(message, key, NO_AAD, detached));
    }

    /** Every signer counts: one that does not hold makes the whole message invalid. */
    private static SignatureVerdict many(CoseSign message, Trust trust, Optional<byte[]> detached) {
        List<String> by = new ArrayList<>();
        for (CoseSign.Signature signature : message.signatures()) {
            Optional<CoseAlgorithm> algorithm = signature
                    .headers()
                    .any(HeaderLabel.ALG)
                    .filter(CborInteger.class::isInstance)
                    .flatMap(id -> CoseAlgorithm.of(id.asLong()));
            SignatureVerdict verdict =
                    tryAll(algorithm, trust.keys(), key -> VERIFIER.verify(message, signature, key, NO_AAD, detached));
            if (!(verdict instanceof SignatureVerdict.Valid valid)) {
                return verdict;
            }
            by.add(valid.by());
        }
        return new SignatureVerdict.Valid(String.join(" and ", by));
    }

    private static SignatureVerdict mac(Trust trust, Function<CoseKey, Verdict> check) {
        List<String> reasons = new ArrayList<>();
        for (Trust.NamedSecret secret : trust.secrets()) {
            switch (check.apply(secret.key())) {
                case Verdict.Valid v -> {
                    return new SignatureVerdict.Valid(secret.name());
                }
                case Verdict.Invalid invalid -> reasons.add(secret.name() + ": " + invalid.detail());
            }
        }
        return reasons.isEmpty()
                ? new SignatureVerdict.NotChecked("the message is authenticated by a shared key, and none was given")
                : new SignatureVerdict.Invalid(String.join("; ", reasons));
    }

    private static SignatureVerdict tryAll(
            Optional<CoseAlgorithm> algorithm, List<Trust.NamedKey> keys, Function<VerificationKey, Verdict> check) {
        if (algorithm.isEmpty()) {
            return new SignatureVerdict.Invalid("the protected header names no known signature algorithm");
        }
        List<String> reasons = new ArrayList<>();
        for (Trust.NamedKey named : keys) {
            Optional<VerificationKey> key = named.boundTo(algorithm.get());
            if (key.isEmpty()) {
                reasons.add(
                        named.name() + " is not a key for " + algorithm.get().label());
                continue;
            }
            switch (check.apply(key.get())) {
                case Verdict.Valid v -> {
                    return new SignatureVerdict.Valid(named.name());
                }
                case Verdict.Invalid invalid -> reasons.add(named.name() + ": " + invalid.detail());
            }
        }
        return new SignatureVerdict.Invalid(reasons.isEmpty() ? "no given key applies" : String.join("; ", reasons));
    }
}
