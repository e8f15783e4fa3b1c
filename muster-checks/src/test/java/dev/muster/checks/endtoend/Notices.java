package dev.muster.checks.endtoend;

import dev.muster.agent.Notice;
import dev.muster.fleet.Fleet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the devices of a test tell, in order. */
final class Notices implements Fleet.Listener {
    private final List<Notice> told = new CopyOnWriteArrayList<>();

    @Override
    public void noticed(String device, Notice notice) {
        told.add(notice);
    }

    /** The details of all notices of one kind so far. */
    List<String> of(Notice.What what) {
        return told.stream()
                .filter(notice -> notice.what() == what)
                .map(Notice::detail)
                .toList();
    }

    int count(Notice.What what) {
        return of(what).size();
    }

    void forget() {
        told.clear();
    }
}
