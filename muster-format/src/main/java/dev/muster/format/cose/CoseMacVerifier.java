package dev.muster.format.cose;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cose.Verdict.Invalid;
import dev.muster.format.cose.Verdict.Reason;
import dev.muster.format.crypto.Crypto;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes and checks message authentication codes. Immutable and thread-safe. */
public final class CoseMacVerifier {
    private static final byte[] NONE = {};

    private final Crypto crypto;
    private final HeaderCheck check;

    private CoseMacVerifier(Crypto crypto, HeaderCheck check) {
        this.crypto = crypto;
        this.check = check;
    }

    /** A verifier with given providers. */
    public static CoseMacVerifier of(Crypto crypto, CoseProfile profile) {
        return new CoseMacVerifier(crypto, HeaderCheck.of(profile));
    }

    /** The same for a caller that also processes these labels, {@code Long} or {@code String}, so that they may be critical. */
    public CoseMacVerifier understanding(Set<?> labels) {
        return new CoseMacVerifier(crypto, check.understanding(labels));
    }

    /** Checks a message under a shared key. */
    public Verdict verify(CoseMac0 message, CoseKey key, byte[] externalAad, Optional<byte[]> detached) {
        return switch (algorithm(message.headers())) {
            case Named.Refused refused -> refused.why();
            case Named.Known known ->
                verdict(
                        "MAC0",
                        known.algorithm(),
                        message.headers(),
                        message.payload(),
                        detached,
                        externalAad,
                        key.k(),
                        Optional.of(key),
                        message.tag());
        };
    }

    /** Checks a message whose key a recipient finds. */
    public Verdict verify(CoseMac message, RecipientKey key, byte[] externalAad, Optional<byte[]> detached) {
        return switch (algorithm(message.headers())) {
            case Named.Refused refused -> refused.why();
            case Named.Known known ->
                switch (new ContentKeys(crypto, check, key, Optional.empty())
                        .find(
                                message.recipients(),
                                known.algorithm().id(),
                                known.algorithm().keyBytes(),
                                KeyOperation.MAC_VERIFY)) {
                    case ContentKeys.Found.Missing missing -> missing.why();
                    case ContentKeys.Found.Key found ->
                        verdict(
                                "MAC",
                                known.algorithm(),
                                message.headers(),
                                message.payload(),
                                detached,
                                externalAad,
                                found.key(),
                                Optional.empty(),
                                message.tag());
                };
        };
    }

    /** Authenticates a payload under a shared key; {@code alg} is put into the protected header. */
    public CoseMac0 authenticate(
            CborMap protectedMap, byte[] payload, byte[] externalAad, MacAlgorithm algorithm, CoseKey key) {
        CoseHeaders headers = headers(protectedMap, algorithm);
        byte[] signed = CoseStructure.mac("MAC0", headers, externalAad, payload);
        return new CoseMac0(headers, Optional.of(payload), algorithm.tag(crypto, key.k(), signed));
    }

    /** Authenticates a payload under a content key that these recipients can find. */
    public CoseMac authenticate(
            CborMap protectedMap,
            byte[] payload,
            MacAlgorithm algorithm,
            byte[] contentKey,
            List<Recipient> recipients) {
        CoseHeaders headers = headers(protectedMap, algorithm);
        byte[] signed = CoseStructure.mac("MAC", headers, NONE, payload);
        return new CoseMac(headers, Optional.of(payload), algorithm.tag(crypto, contentKey, signed), recipients);
    }

    private static CoseHeaders headers(CborMap protectedMap, MacAlgorithm algorithm) {
        CborMap complete = Cbor.map()
                .putAll(protectedMap)
                .put(HeaderLabel.ALG, algorithm.id())
                .build();
        return CoseHeaders.of(complete, CborMap.EMPTY);
    }

    private sealed interface Named {
        record Known(MacAlgorithm algorithm) implements Named {}

        record Refused(Invalid why) implements Named {}
    }

    private Named algorithm(CoseHeaders headers) {
        Invalid crit = check.crit(headers);
        if (crit != null) {
            return new Named.Refused(crit);
        }
        return switch (check.alg(headers, false)) {
            case HeaderCheck.Alg.Refused refused -> new Named.Refused(refused.why());
            case HeaderCheck.Alg.Known known ->
                MacAlgorithm.of(known.id())
                        .<Named>map(Named.Known::new)
                        .orElseGet(() -> new Named.Refused(HeaderCheck.unknown(known.id())));
        };
    }

    private Verdict verdict(
            String context,
            MacAlgorithm algorithm,
            CoseHeaders headers,
            Optional<byte[]> payload,
            Optional<byte[]> detached,
            byte[] externalAad,
            byte[] key,
            Optional<CoseKey> bound,
            byte[] tag) {
        Invalid refused = HeaderCheck.content(payload, detached);
        if (refused != null) {
            return refused;
        }
        if (!algorithm.fits(key)) {
            return Verdict.invalid(Reason.ALG_KEY_MISMATCH, "key is not for " + algorithm);
        }
        Optional<Invalid> forbidden =
                bound.flatMap(own -> RecipientRules.forbids(own, algorithm.id(), KeyOperation.MAC_VERIFY));
        if (forbidden.isPresent()) {
            return forbidden.get();
        }
        byte[] content = payload.or(() -> detached).orElse(NONE);
        byte[] expected = algorithm.tag(crypto, key, CoseStructure.mac(context, headers, externalAad, content));
        return MessageDigest.isEqual(expected, tag)
                ? new Verdict.Valid()
                : Verdict.invalid(Reason.MAC_WRONG, "tag does not hold under the given key");
    }
}
