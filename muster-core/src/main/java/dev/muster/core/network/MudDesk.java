package dev.muster.core.network;

import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Refusing;
import dev.muster.core.ledger.Refusing.Kind;
import dev.muster.core.network.policy.MudPolicy;
import dev.muster.core.network.policy.MudReplacement;
import dev.muster.core.network.policy.PlainWords;
import dev.muster.core.network.policy.Site;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.network.mud.MudFile;
import dev.muster.format.network.mud.MudReader;
import dev.muster.format.network.nft.NftText;
import dev.muster.format.network.packet.PacketSet;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Settles which maker's description is in force under an URL. The first one is taken; a later one that permits nothing more
 * takes its place; one that permits more, or that another authority stands behind, waits for a person; and none goes back in
 * time or comes from another place. Signatures are checked before this desk is asked.
 */
public final class MudDesk {
    /** It becomes an entry of the ledger; 200 rules are 80 KB. */
    public static final int MAX_FILE_BYTES = 256 * 1024;

    /** Sentences that an entry keeps of what is permitted more; the file itself has the rest. */
    private static final int MAX_SENTENCES = 50;

    /** A ruleset travels in an order, beside what everybody may do, overrides and a window. */
    private static final int MAX_RULESET_BYTES = 48 * 1024;

    private static final int MAX_REASON_CHARS = 512;

    private MudDesk() {}

    /** Who signed, when the signature held. */
    public record Signed(String subject, String authority, boolean registeredType) {}

    /**
     * What is to be taken in.
     *
     * @param url under which devices name it
     * @param file as read from the bytes
     * @param signed empty when there is no signature
     * @param by the person who brought it; {@code muster} when it was fetched
     */
    public record Candidate(
            String url, byte[] bytes, MudFile file, byte[] signature, Optional<Signed> signed, String by) {
        public Candidate {
            bytes = bytes.clone();
            signature = signature.clone();
        }

        @Override
        public byte[] bytes() {
            return bytes.clone();
        }

        @Override
        public byte[] signature() {
            return signature.clone();
        }

        boolean fetched() {
            return by.equals(FETCHER);
        }

        String digest() {
            return HexFormat.of().formatHex(Sha256.of(bytes));
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Candidate that && digest().equals(that.digest()) && url.equals(that.url);
        }

        @Override
        public int hashCode() {
            return url.hashCode();
        }
    }

    /** Who brings what is fetched. */
    public static final String FETCHER = "muster";

    /** What became of it. */
    public sealed interface Answer {
        /** It is in force. */
        record InForce(String digest) implements Answer {}

        /** A person has to approve it. */
        record Waits(String digest, String why, List<String> more) implements Answer {
            public Waits {
                more = List.copyOf(more);
            }
        }

        /** It was taken in before; nothing was written. */
        record Already(String digest, NetworkStore.State state) implements Answer {}

        /** A person said no. */
        record Rejected(String digest) implements Answer {}

        /**
         * Nothing changed.
         *
         * @param reason {@code url-invalid}, {@code too-large}, {@code unsigned}, {@code other-url}, {@code older},
         *     {@code same-time-other-content}, {@code without-time}, {@code mud-unknown}, {@code not-waiting},
         *     {@code reason-missing} or {@code apart-forbidden}
         */
        record Refused(Kind kind, String reason, String detail) implements Answer, Refusing {
            /** What was brought stands against what is there. */
            public Refused(String reason, String detail) {
                this(Kind.CONFLICT, reason, detail);
            }
        }
    }

    /** Takes a description in. */
    public static Decision<Answer> take(Candidate candidate, NetworkStore store, Instant now) {
        Optional<Answer.Refused> unfit = unfit(candidate, store.site());
        if (unfit.isPresent()) {
            return refused(candidate, unfit.get(), now);
        }
        Optional<NetworkStore.Kept> known = store.kept(candidate.digest());
        if (known.filter(k -> k.url().equals(candidate.url())
                        && k.file()
                                .signer()
                                .equals(candidate.signed().map(Signed::subject).orElse("")))
                .filter(k -> k.state() != NetworkStore.State.REPLACED
                        && !(k.state() == NetworkStore.State.IN_FORCE && stale(k, now)))
                .isPresent()) {
            return Decision.of(
                    new Answer.Already(candidate.digest(), known.get().state()));
        }
        Optional<MudTaken> before = store.inForce(candidate.url());
        if (before.isEmpty()) {
            return taken(candidate, "", PacketSet.NONE, now);
        }
        return switch (MudReplacement.of(MudReader.read(before.get().file()), candidate.file(), store.site())) {
            case MudReplacement.Refused no -> refused(candidate, new Answer.Refused(no.reason(), no.detail()), now);
            case MudReplacement.Widens widens -> taken(candidate, "it permits more", widens.more(), now);
            case MudReplacement.Accepted _ ->
                taken(candidate, otherAuthority(candidate, before.get()), PacketSet.NONE, now);
        };
    }

    private static boolean stale(NetworkStore.Kept kept, Instant now) {
        return !now.isBefore(kept.file().fresh());
    }

    /** The draft on acceptable URLs asks that the same authority stands behind the signer. */
    private static String otherAuthority(Candidate candidate, MudTaken before) {
        String is = candidate.signed().map(Signed::authority).orElse("");
        return before.authority().equals(is)
                ? ""
                : "its signer is of " + (is.isEmpty() ? "nobody" : is) + ", and the one before was of "
                        + (before.authority().isEmpty() ? "nobody" : before.authority());
    }

    private static Optional<Answer.Refused> unfit(Candidate candidate, Site site) {
        Optional<String> noUrl = MudUrl.fault(candidate.url());
        if (noUrl.isPresent()) {
            return no(Kind.INVALID, "url-invalid", noUrl.get());
        }
        if (candidate.bytes.length > MAX_FILE_BYTES) {
            return no(Kind.INVALID, "too-large", "a description has at most " + MAX_FILE_BYTES + " bytes here");
        }
        if (candidate.fetched() && candidate.signed().isEmpty()) {
            return no(Kind.CONFLICT, "unsigned", "nobody signed it");
        }
        if (!MudReplacement.sameSource(candidate.url(), candidate.file().url())) {
            return no(
                    Kind.CONFLICT,
                    "other-url",
                    "it says that it is " + candidate.file().url());
        }
        int rules = NftText.self(MudPolicy.read(candidate.file(), site).permitted())
                .getBytes(StandardCharsets.UTF_8)
                .length;
        return rules > MAX_RULESET_BYTES
                ? no(
                        Kind.INVALID,
                        "too-large",
                        "its rules are " + rules + " bytes, and at most " + MAX_RULESET_BYTES + " go in an order")
                : Optional.empty();
    }

    private static Optional<Answer.Refused> no(Kind kind, String reason, String detail) {
        return Optional.of(new Answer.Refused(kind, reason, detail));
    }

    private static Decision<Answer> taken(Candidate candidate, String why, PacketSet more, Instant now) {
        List<String> sentences =
                more.boxes().stream().limit(MAX_SENTENCES).map(PlainWords::line).toList();
        MudTaken event = new MudTaken(
                candidate.digest(),
                candidate.bytes(),
                candidate.signature(),
                candidate.signed().map(Signed::subject).orElse(""),
                candidate.signed().map(Signed::authority).orElse(""),
                candidate.signed().map(Signed::registeredType).orElse(false),
                now.plus(Duration.ofHours(candidate.file().cacheHours())),
                candidate.fetched() ? "maker" : "person",
                !why.isEmpty(),
                why,
                sentences);
        Answer answer =
                why.isEmpty() ? new Answer.InForce(event.digest()) : new Answer.Waits(event.digest(), why, sentences);
        return Decision.of(answer, new Draft(MudUrl.subject(candidate.url()), now, candidate.by(), event));
    }

    /** A maker's mistake is written down; a person hears of his own. */
    private static Decision<Answer> refused(Candidate candidate, Answer.Refused refused, Instant now) {
        if (!candidate.fetched() || MudUrl.fault(candidate.url()).isPresent()) {
            return Decision.of(refused);
        }
        return Decision.of(refused, refusal(candidate.url(), candidate.digest(), refused, now));
    }

    /** The entry of a description that could not be had, or that could not be believed. */
    public static Draft refusal(String url, String digest, Answer.Refused refused, Instant now) {
        return new Draft(MudUrl.subject(url), now, FETCHER, new MudRefused(digest, refused.reason(), refused.detail()));
    }

    /** Lets a description that waits take its place, or not. */
    public static Decision<Answer> answer(
            String digest, boolean approve, String by, String reason, NetworkStore store, Instant now) {
        Optional<NetworkStore.Kept> kept = store.kept(digest);
        if (kept.isEmpty()) {
            return Decision.of(new Answer.Refused(Kind.ABSENT, "mud-unknown", "no such description was taken in"));
        }
        if (kept.get().state() != NetworkStore.State.WAITING) {
            return Decision.of(new Answer.Already(digest, kept.get().state()));
        }
        if (reason.isBlank() || reason.length() > MAX_REASON_CHARS) {
            return Decision.of(new Answer.Refused(
                    Kind.INVALID, "reason-missing", "say why, in 1 to " + MAX_REASON_CHARS + " characters"));
        }
        if (approve && kept.get().by().equals(by)) {
            return Decision.of(new Answer.Refused(
                    Kind.FORBIDDEN, "apart-forbidden", by + " brought it: another person has to approve it"));
        }
        Optional<MudTaken> before = store.inForce(kept.get().url());
        if (approve && before.isPresent()) {
            // Another one may have come in while this one waited.
            MudFile newer = MudReader.read(kept.get().file().file());
            if (MudReplacement.of(MudReader.read(before.get().file()), newer, store.site())
                    instanceof MudReplacement.Refused no) {
                return Decision.of(new Answer.Refused(no.reason(), no.detail()));
            }
        }
        MudAnswered event =
                new MudAnswered(digest, approve, before.map(MudTaken::digest).orElse(""), reason);
        return Decision.of(
                approve ? new Answer.InForce(digest) : new Answer.Rejected(digest),
                new Draft(MudUrl.subject(kept.get().url()), now, by, event));
    }
}
