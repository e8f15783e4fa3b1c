package dev.muster.core.notice;

import java.util.OptionalLong;

/** What {@link NoticeDesk} has to know of one organisation. */
public interface NoticeStore {
    /** The generation of a subscription that there is. */
    OptionalLong generation(String subscription);

    /** How many subscriptions there are. */
    int subscriptions();

    /** Whether there is a silence of this id. */
    boolean isSilence(String id);

    /** Whether such a matter is open. */
    boolean isOpen(String kind, String subject);
}
