package dev.muster.format.inspect;

import dev.muster.format.MalformedException;
import dev.muster.format.cose.CoseCipher;
import dev.muster.format.cose.CoseEncrypt;
import dev.muster.format.cose.CoseEncrypt0;
import dev.muster.format.cose.CoseHeaders;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseMac;
import dev.muster.format.cose.CoseMac0;
import dev.muster.format.cose.CoseMacVerifier;
import dev.muster.format.cose.CoseProfile;
import dev.muster.format.cose.EncryptionAlgorithm;
import dev.muster.format.cose.HeaderLabel;
import dev.muster.format.cose.Opened;
import dev.muster.format.cose.RecipientKey;
import dev.muster.format.cose.Verdict;
import dev.muster.format.crypto.Crypto;
import dev.muster.format.crypto.CryptoException;
import java.util.Optional;
import java.util.function.Function;

/** Tries shared and private keys on what is authenticated or encrypted. What was opened is never shown. */
final class Secrets {
    private static final byte[] NO_AAD = {};
    private static final CoseMacVerifier MACS = CoseMacVerifier.of(Crypto.standard(), CoseProfile.GENERIC);
    private static final CoseCipher CIPHER = CoseCipher.of(Crypto.standard(), CoseProfile.GENERIC);

    private Secrets() {}

    static SignatureVerdict verify(CoseMac0 mac, Trust trust, Optional<byte[]> detached) {
        return mac.payload().isEmpty() && detached.isEmpty()
                ? Signatures.absent()
                : mac(mac.headers(), trust, key -> MACS.verify(mac, key, NO_AAD, detached));
    }

    static SignatureVerdict verify(CoseMac mac, Trust trust, Optional<byte[]> detached) {
        return mac.payload().isEmpty() && detached.isEmpty()
                ? Signatures.absent()
                : mac(mac.headers(), trust, key -> MACS.verify(mac, RecipientKey.of(key), NO_AAD, detached));
    }

    static SignatureVerdict open(CoseEncrypt0 sealed, Trust trust, Optional<byte[]> detached) {
        return opened(sealed.headers(), trust, key -> CIPHER.open(sealed, key, NO_AAD, detached));
    }

    static SignatureVerdict open(CoseEncrypt sealed, Trust trust, Optional<byte[]> detached) {
        return opened(sealed.headers(), trust, key -> CIPHER.open(sealed, RecipientKey.of(key), NO_AAD, detached));
    }

    private static SignatureVerdict mac(CoseHeaders headers, Trust trust, Function<CoseKey, Verdict> check) {
        Optional<SignatureVerdict> uncovered = Signatures.uncovered(headers);
        if (uncovered.isPresent()) {
            return uncovered.get();
        }
        Attempts attempts = new Attempts();
        for (Trust.NamedSecret secret : trust.secrets()) {
            try {
                switch (check.apply(secret.key())) {
                    case Verdict.Valid v -> {
                        return new SignatureVerdict.Valid(secret.name());
                    }
                    case Verdict.Invalid invalid -> attempts.refuse(secret.name(), invalid.reason(), invalid.detail());
                }
            } catch (MalformedException | CryptoException otherKind) {
                attempts.passOver(secret.name() + ": " + otherKind.getMessage());
            }
        }
        return attempts.verdict("the message is authenticated by a shared key, and none was given");
    }

    private static SignatureVerdict opened(CoseHeaders headers, Trust trust, Function<CoseKey, Opened> open) {
        boolean authenticates = headers.any(HeaderLabel.ALG)
                .map(AlgorithmNames::number)
                .flatMap(EncryptionAlgorithm::of)
                .map(EncryptionAlgorithm::authenticates)
                .orElse(true);
        Attempts attempts = new Attempts();
        for (Trust.NamedSecret secret : trust.secrets()) {
            try {
                switch (open.apply(secret.key())) {
                    case Opened.Content content -> {
                        return authenticates
                                ? new SignatureVerdict.Valid(secret.name() + ", which opens it")
                                : new SignatureVerdict.NotChecked(
                                        secret.name() + " opens it, but its algorithm authenticates nothing");
                    }
                    case Opened.Refused refused -> attempts.refuse(secret.name(), refused.reason(), refused.detail());
                }
            } catch (MalformedException | CryptoException otherKind) {
                attempts.passOver(secret.name() + ": " + otherKind.getMessage());
            }
        }
        return attempts.verdict("the message is encrypted, not signed");
    }
}
