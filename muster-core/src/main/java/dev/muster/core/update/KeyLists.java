package dev.muster.core.update;

import dev.muster.core.devices.ProductId;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Refusing.Kind;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.update.keys.ReleaseKeyList;
import dev.muster.format.update.keys.SignedKeyList;
import dev.muster.format.update.keys.TrustedKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The desk for signed lists of release keys. It follows a list exactly as the product's devices will, and the keys that it
 * accepts here are from then on those of the list: both sides obey the same.
 */
public final class KeyLists {
    /** How long devices have to take a list up: each connects within a week, or something is wrong with it. */
    public static final Duration UPTAKE = Duration.ofDays(7);

    /** What became of a list. */
    public sealed interface Answer {
        /** @param stopped rollouts of what too few of the list's keys had signed */
        record Published(long epoch, List<String> stopped) implements Answer {}

        /** It was the newest before. */
        record Known(long epoch) implements Answer {}

        record Refused(Refusal refusal) implements Answer {}
    }

    private KeyLists() {}

    /** Publishes the next list of the product that it names. {@code by} is the operator. */
    public static Decision<Answer> publish(SignedKeyList signed, String by, UpdateStore known, Instant now) {
        ReleaseKeyList list = signed.list();
        if (!ProductId.isProductId(list.product()) || !known.hasProduct(new ProductId(list.product()))) {
            return refuse(Kind.ABSENT, "product-unknown", "no product " + list.product());
        }
        ProductId product = new ProductId(list.product());
        Optional<SignedKeyList> newest = known.newestKeyList(product).map(SignedKeyList::parse);
        if (newest.isPresent() && newest.get().list().equals(list)) {
            return Decision.of(new Answer.Known(list.epoch()));
        }
        List<UpdateStore.Signer> signers = known.signers(product);
        if (newest.isEmpty() && signers.isEmpty()) {
            return refuse(Kind.CONFLICT, "no-signers", "nobody signs releases of " + product + " yet");
        }
        return switch (present(newest, signers, known.signersNeeded(product)).follow(signed, list.product())) {
            case TrustedKeys.Following.Refused no -> refuse(Kind.UNACCEPTABLE, no.reason(), no.detail());
            case TrustedKeys.Following.Followed _ -> take(signed, product, by, known, now);
        };
    }

    /** Whom devices obey now: the newest list's keys, or before any list those that were accepted here. */
    private static TrustedKeys present(Optional<SignedKeyList> newest, List<UpdateStore.Signer> signers, int needed) {
        return newest.map(last ->
                        new TrustedKeys(last.list().epoch(), last.list().needed(), TrustedKeys.signers(last.list())))
                .orElseGet(() -> TrustedKeys.made(
                        signers.stream()
                                .map(signer -> CoseKey.parse(signer.key()).verificationKey())
                                .toList(),
                        Math.min(needed, signers.size())));
    }

    private static Decision<Answer> take(
            SignedKeyList signed, ProductId product, String by, UpdateStore known, Instant now) {
        ReleaseKeyList list = signed.list();
        List<Draft> drafts = new ArrayList<>();
        drafts.add(new Draft(product.subject(), now, by, new KeyListPublished(list.epoch(), signed.encode())));
        List<UpdateStore.Signer> signers = known.signers(product);
        Set<String> listed =
                list.keys().stream().map(ReleaseKeyList.Key::thumbprint).collect(Collectors.toSet());
        Set<String> had = signers.stream().map(UpdateStore.Signer::thumbprint).collect(Collectors.toSet());
        String why = "not in the list of epoch " + list.epoch();
        signers.stream()
                .filter(signer -> !listed.contains(signer.thumbprint()))
                .forEach(gone ->
                        drafts.add(new Draft(product.subject(), now, by, new SignerRevoked(gone.thumbprint(), why))));
        list.keys().stream()
                .filter(key -> !had.contains(key.thumbprint()))
                .forEach(key -> drafts.add(new Draft(
                        product.subject(),
                        now,
                        by,
                        new SignerAccepted(
                                key.name(), key.thumbprint(), key.key().encode(), Optional.of(SignerMay.USUAL)))));
        if (known.signersNeeded(product) != list.needed()) {
            drafts.add(new Draft(product.subject(), now, by, new SignersNeeded(list.needed())));
        }
        ReleaseKeys.Unsigned unsigned = ReleaseKeys.unsigned(product, listed, list.needed(), why, by, known, now);
        drafts.addAll(unsigned.drafts());
        return Decision.of(new Answer.Published(list.epoch(), unsigned.rollouts()), drafts);
    }

    private static Decision<Answer> refuse(Kind kind, String code, String detail) {
        return Decision.of(new Answer.Refused(new Refusal(kind, code, detail)));
    }
}
