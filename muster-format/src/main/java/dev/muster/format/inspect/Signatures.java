package dev.muster.format.inspect;

import dev.muster.format.MalformedException;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborTag;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseProfile;
import dev.muster.format.cose.CoseSign1;
import dev.muster.format.cose.CoseVerifier;
import dev.muster.format.cose.Verdict;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.crypto.Crypto;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks COSE_Sign1 signatures for people: any valid encoding, and the reason in words when none of the keys fits. */
final class Signatures {
    private static final long CWT = 61;

    private Signatures() {}

    static SignatureVerdict verify(Cbor item, Trust trust) {
        return verify(item, trust, Optional.empty());
    }

    /**
     * @param item a COSE_Sign1, tagged or not, alone or as a CWT
     * @param detached the payload, when the message does not carry it
     */
    static SignatureVerdict verify(Cbor item, Trust trust, Optional<byte[]> detached) {
        Cbor inner = item instanceof CborTag t && t.tag() == CWT ? t.content() : item;
        if (inner instanceof CborTag t && t.tag() != CoseSign1.TAG) {
            return new SignatureVerdict.NotChecked("only COSE_Sign1 is checked here, this is tag " + t.tag());
        }
        CoseSign1 message;
        try {
            message = CoseSign1.read(inner, CoseProfile.GENERIC);
            if (trust.isEmpty()) {
                return new SignatureVerdict.NotChecked("no --key or --trust was given");
            }
            return tryAll(message, trust.with(message.x5chain()), detached);
        } catch (MalformedException broken) {
            return new SignatureVerdict.Invalid(broken.reason() + " at " + broken.path());
        }
    }

    private static SignatureVerdict tryAll(CoseSign1 message, List<Trust.NamedKey> keys, Optional<byte[]> detached) {
        if (message.payload().isEmpty() && detached.isEmpty()) {
            return new SignatureVerdict.NotChecked(
                    "the payload is detached: the signature covers bytes that are not here");
        }
        Optional<CoseAlgorithm> algorithm = message.alg();
        if (algorithm.isEmpty()) {
            return new SignatureVerdict.Invalid("the protected header names no known signature algorithm");
        }
        CoseVerifier verifier = CoseVerifier.of(Crypto.standard(), CoseProfile.GENERIC);
        List<String> reasons = new ArrayList<>();
        for (Trust.NamedKey named : keys) {
            Optional<VerificationKey> key = named.boundTo(algorithm.get());
            if (key.isEmpty()) {
                reasons.add(
                        named.name() + " is not a key for " + algorithm.get().label());
                continue;
            }
            switch (verifier.verify(message, key.get(), new byte[0], detached)) {
                case Verdict.Valid v -> {
                    return new SignatureVerdict.Valid(named.name());
                }
                case Verdict.Invalid invalid -> reasons.add(named.name() + ": " + invalid.detail());
            }
        }
        return new SignatureVerdict.Invalid(reasons.isEmpty() ? "no given key applies" : String.join("; ", reasons));
    }
}
