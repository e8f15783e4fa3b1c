package dev.muster.core.ledger;

import java.util.List;

/** Which entries of a topic people should hear of. Pure and total: an event that is none of its business gives none. */
public interface NoticeRule {
    /** Every kind that it gives. */
    List<NoticeKind> kinds();

    /** What {@code event}, the decoded body of {@code entry}, tells people. */
    List<Notice> notices(Entry entry, Event event);
}
