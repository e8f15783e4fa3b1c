package dev.muster.core.update;

import dev.muster.core.devices.ProductId;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Refusing.Kind;
import dev.muster.format.cose.CoseKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The desk for the keys that sign releases: whose they are, what they may, how many must sign, and their end. */
public final class ReleaseKeys {
    /** Keys that sign one product's releases. */
    public static final int MOST_SIGNERS = 16;

    /** Characters of a signer's name. */
    private static final int MOST_NAME_CHARS = 128;

    private static final int MOST_REASON_CHARS = 500;

    /** What became of a request about a key. */
    public sealed interface Answer {
        record Accepted(String thumbprint) implements Answer {}

        /** It was so before. */
        record Known(String thumbprint) implements Answer {}

        /** @param stopped rollouts of what the key alone had signed */
        record Revoked(String thumbprint, List<String> stopped) implements Answer {}

        record Needed(int count) implements Answer {}

        record Refused(Refusal refusal) implements Answer {}
    }

    private ReleaseKeys() {}

    /** Accepts a key for a product, or says anew what it may. {@code by} is the operator. */
    public static Decision<Answer> accept(
            ProductId product, String name, CoseKey key, SignerMay may, String by, UpdateStore known, Instant now) {
        String thumbprint = HexFormat.of().formatHex(key.thumbprint());
        if (!known.hasProduct(product)) {
            return unknown(product);
        }
        if (name.isBlank() || name.length() > MOST_NAME_CHARS) {
            return refuse(Kind.INVALID, "bad-name", "a name has 1 to " + MOST_NAME_CHARS + " characters");
        }
        List<UpdateStore.Signer> signers = known.signers(product);
        Optional<UpdateStore.Signer> before = find(signers, thumbprint);
        if (before.isPresent() && before.get().may().equals(may)) {
            return Decision.of(new Answer.Known(thumbprint));
        }
        if (before.isEmpty() && known.newestKeyList(product).isPresent()) {
            return byList(product);
        }
        if (before.isEmpty() && signers.size() >= MOST_SIGNERS) {
            return refuse(Kind.CONFLICT, "too-many-signers", "a product has at most " + MOST_SIGNERS + " release keys");
        }
        return Decision.of(
                new Answer.Accepted(thumbprint),
                new Draft(
                        product.subject(),
                        now,
                        by,
                        new SignerAccepted(name, thumbprint, key.encode(), Optional.of(may))));
    }

    /**
     * Ends a key: nothing that it signs is published, and rollouts of releases that too few other keys signed stop. A
     * rotation is to accept the new key, to sign with both, and to revoke the old one.
     */
    public static Decision<Answer> revoke(
            ProductId product, String thumbprint, String reason, String by, UpdateStore known, Instant now) {
        if (!known.hasProduct(product)) {
            return unknown(product);
        }
        if (reason.isBlank() || reason.length() > MOST_REASON_CHARS) {
            return refuse(Kind.INVALID, "bad-reason", "say why, in 1 to " + MOST_REASON_CHARS + " characters");
        }
        List<UpdateStore.Signer> left = known.signers(product).stream()
                .filter(signer -> !signer.thumbprint().equals(thumbprint))
                .toList();
        if (left.size() == known.signers(product).size()) {
            return refuse(Kind.ABSENT, "signer-unknown", "no accepted key " + thumbprint);
        }
        List<Draft> drafts = new ArrayList<>();
        drafts.add(new Draft(product.subject(), now, by, new SignerRevoked(thumbprint, reason)));
        List<Rollout> its = known.active().stream()
                .filter(rollout -> rollout.release().signers().contains(thumbprint))
                .toList();
        Unsigned unsigned =
                unsigned(product, its, thumbprints(left), known.signersNeeded(product), reason, by, known, now);
        drafts.addAll(unsigned.drafts());
        return Decision.of(new Answer.Revoked(thumbprint, unsigned.rollouts()), drafts);
    }

    /** Rollouts that stop, and the drafts that stop them. */
    record Unsigned(List<String> rollouts, List<Draft> drafts) {}

    /** Stops the product's rollouts of what fewer than {@code needed} of these keys signed. */
    static Unsigned unsigned(
            ProductId product, Set<String> keys, int needed, String reason, String by, UpdateStore known, Instant now) {
        return unsigned(product, known.active(), keys, needed, reason, by, known, now);
    }

    private static Unsigned unsigned(
            ProductId product,
            List<Rollout> rollouts,
            Set<String> keys,
            int needed,
            String reason,
            String by,
            UpdateStore known,
            Instant now) {
        List<String> stopped = new ArrayList<>();
        List<Draft> drafts = new ArrayList<>();
        for (Rollout rollout : rollouts) {
            Release release = rollout.release();
            if (release.product().equals(product) && !signed(release, keys, needed)) {
                stopped.add(rollout.id());
                drafts.addAll(Rollouts.stop(
                        rollout,
                        new Rollouts.Stopping("signer-revoked", reason),
                        Rollouts.MOST_WITHDRAWN,
                        by,
                        known,
                        now));
            }
        }
        return new Unsigned(stopped, drafts);
    }

    /** Says how many different keys must have signed a release of the product. */
    public static Decision<Answer> need(ProductId product, int count, String by, UpdateStore known, Instant now) {
        if (!known.hasProduct(product)) {
            return unknown(product);
        }
        if (count < 1 || count > Math.max(1, known.signers(product).size())) {
            return refuse(
                    Kind.INVALID,
                    "bad-count",
                    "from 1 to the " + known.signers(product).size() + " keys that are accepted");
        }
        if (known.signersNeeded(product) == count) {
            return Decision.of(new Answer.Needed(count));
        }
        if (known.newestKeyList(product).isPresent()) {
            return byList(product);
        }
        return Decision.of(new Answer.Needed(count), new Draft(product.subject(), now, by, new SignersNeeded(count)));
    }

    /** Whether enough of these keys signed it. */
    static boolean signed(Release release, List<UpdateStore.Signer> signers, int needed) {
        return signed(release, thumbprints(signers), needed);
    }

    private static boolean signed(Release release, Set<String> keys, int needed) {
        return release.signers().stream().filter(keys::contains).count() >= needed;
    }

    private static Set<String> thumbprints(List<UpdateStore.Signer> signers) {
        return signers.stream().map(UpdateStore.Signer::thumbprint).collect(Collectors.toSet());
    }

    private static Optional<UpdateStore.Signer> find(List<UpdateStore.Signer> signers, String thumbprint) {
        return signers.stream()
                .filter(signer -> signer.thumbprint().equals(thumbprint))
                .findFirst();
    }

    /** Devices would go on by the list, and refuse what was decided here. */
    private static Decision<Answer> byList(ProductId product) {
        return refuse(
                Kind.CONFLICT,
                "keys-by-list",
                "the devices of " + product + " follow its signed list of keys; publish the next one");
    }

    private static Decision<Answer> unknown(ProductId product) {
        return refuse(Kind.ABSENT, "product-unknown", "no product " + product);
    }

    private static Decision<Answer> refuse(Kind kind, String code, String detail) {
        return Decision.of(new Answer.Refused(new Refusal(kind, code, detail)));
    }
}
