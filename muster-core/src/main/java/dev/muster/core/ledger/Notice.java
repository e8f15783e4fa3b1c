package dev.muster.core.ledger;

/**
 * Something that somebody should hear of. Two notices of one kind about one subject are one matter, until one of them says
 * that it is over.
 *
 * @param kind declared by the topic's {@link NoticeRule}
 * @param subject what it is about
 * @param says one sentence for people, without secrets
 * @param over whether the matter is settled with it
 */
public record Notice(NoticeKind kind, Subject subject, String says, boolean over) {
    /** A sentence; what is longer is in the ledger. */
    public static final int MAX_CHARS = 500;

    public Notice {
        says = says.length() > MAX_CHARS ? says.substring(0, MAX_CHARS - 1) + "…" : says;
    }

    /** Something is so now. */
    public static Notice of(NoticeKind kind, Subject subject, String says) {
        return new Notice(kind, subject, says, false);
    }

    /** It is so no more. */
    public static Notice over(NoticeKind kind, Subject subject, String says) {
        return new Notice(kind, subject, says, true);
    }
}
