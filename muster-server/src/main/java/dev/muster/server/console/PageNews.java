package dev.muster.server.console;

import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sequence.Follower;
import java.util.List;

/** Tells open pages that something has changed. */
public final class PageNews implements Follower {
    private final OpenPages pages;

    public PageNews(OpenPages pages) {
        this.pages = pages;
    }

    @Override
    public String name() {
        return "console";
    }

    @Override
    public void accept(OrgId org, List<Entry> entries) {
        if (!entries.isEmpty()) {
            pages.changed(org, entries.getLast().index());
        }
    }
}
