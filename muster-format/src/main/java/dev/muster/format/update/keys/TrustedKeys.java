package dev.muster.format.update.keys;

import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.update.suit.EnvelopeVerifier;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whom a device obeys in matters of updates: at first the keys that its maker put into it, then those of the newest list that
 * the ones before vouched for. Immutable.
 *
 * @param epoch 0 for the maker's
 * @param needed how many of them must have signed
 * @param signers each named by its key's thumbprint, so that no key counts twice
 */
public record TrustedKeys(long epoch, int needed, List<EnvelopeVerifier.Signer> signers) {
    /** What became of a list. */
    public sealed interface Following {
        /** @param keys whom it makes the ones to obey */
        record Followed(TrustedKeys keys) implements Following {}

        /**
         * Nothing changed.
         *
         * @param reason {@code other-product}, {@code epoch-not-next}, {@code too-few-signers} or {@code keys-not-shown}
         */
        record Refused(String reason, String detail) implements Following {}
    }

    public TrustedKeys {
        signers = List.copyOf(signers);
        if (needed < 1 || needed > signers.size()) {
            throw new IllegalArgumentException("of " + signers.size() + " keys " + needed + " cannot be needed");
        }
    }

    /**
     * What a device begins with.
     *
     * @param needed how many of them must have signed; one key that is given twice counts once
     */
    public static TrustedKeys made(List<VerificationKey> keys, int needed) {
        Map<String, EnvelopeVerifier.Signer> signers = new LinkedHashMap<>();
        for (VerificationKey key : keys) {
            String thumbprint = HexFormat.of().formatHex(CoseKey.of(key).thumbprint());
            signers.putIfAbsent(thumbprint, new EnvelopeVerifier.Signer(thumbprint, key));
        }
        return new TrustedKeys(0, needed, new ArrayList<>(signers.values()));
    }

    /**
     * Follows the next list when enough of the present keys signed it, and enough of its own: a list whose keys nobody
     * has would be the last one.
     *
     * @param product the device's own
     */
    public Following follow(SignedKeyList next, String product) {
        ReleaseKeyList list = next.list();
        if (!list.product().equals(product)) {
            return new Following.Refused("other-product", "the list is for " + list.product());
        }
        if (list.epoch() != epoch + 1) {
            return new Following.Refused(
                    "epoch-not-next", "epoch " + list.epoch() + " does not come after epoch " + epoch);
        }
        int present = next.signedBy(signers);
        if (present < needed) {
            return new Following.Refused(
                    "too-few-signers", present + " of the " + needed + " signers that the keys of now ask for");
        }
        List<EnvelopeVerifier.Signer> own = signers(list);
        int shown = next.signedBy(own);
        if (shown < list.needed()) {
            return new Following.Refused(
                    "keys-not-shown", shown + " of the " + list.needed() + " signers that the list itself asks for");
        }
        return new Following.Followed(new TrustedKeys(list.epoch(), list.needed(), own));
    }

    /** The keys of a list, named as they are here. */
    public static List<EnvelopeVerifier.Signer> signers(ReleaseKeyList list) {
        return list.keys().stream()
                .map(key ->
                        new EnvelopeVerifier.Signer(key.thumbprint(), key.key().verificationKey()))
                .toList();
    }

    /** Obeys these. */
    public EnvelopeVerifier verifier() {
        return new EnvelopeVerifier(signers).atLeast(needed);
    }
}
