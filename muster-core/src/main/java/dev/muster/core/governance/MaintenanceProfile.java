package dev.muster.core.governance;

import dev.muster.format.json.JsonCursor;
import dev.muster.format.json.JsonException;
import dev.muster.format.json.JsonReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a maker says is to be done on its product, how often and upon what: a paper of the topic {@code maintenance-profile} and
 * the type {@value #MEDIA_TYPE}.
 *
 * <p>An object whose {@code tasks} are {@code {kind, task, every?, event?}}: the kind of work ({@code local}, {@code remote},
 * {@code diagnostic}, {@code repair}, {@code review}), what is done, the interval as in a plan ({@code P90D}), and the fact of
 * the device that starts it besides ({@code attestation.status=contraindicated}). Other members are left alone.
 *
 * @param tasks in the maker's order, which stays: a plan is known by its place
 */
public record MaintenanceProfile(List<Task> tasks) {
    public static final String MEDIA_TYPE = "application/vnd.muster.maintenance-profile+json";

    /** The topic of papers that are one. */
    public static final String TOPIC = "maintenance-profile";

    /** Each becomes a plan for each device. */
    public static final int MAX_TASKS = 24;

    private static final Set<String> KINDS = Set.of("local", "remote", "diagnostic", "repair", "review");

    public MaintenanceProfile {
        tasks = List.copyOf(tasks);
    }

    /**
     * One thing to be done.
     *
     * @param every interval, or empty
     * @param event a fact as {@code KEY=VALUE}, or empty
     */
    public record Task(String kind, String task, String every, String event) {}

    /** @throws JsonException when it cannot be read, or a task has neither interval nor event */
    public static MaintenanceProfile read(byte[] paper) {
        JsonCursor tasks = JsonCursor.of(JsonReader.read(paper)).member("tasks");
        List<Task> read = new ArrayList<>();
        for (JsonCursor one : tasks.elements()) {
            if (read.size() == MAX_TASKS) {
                throw one.fault("more than " + MAX_TASKS + " tasks");
            }
            read.add(task(one));
        }
        return new MaintenanceProfile(read);
    }

    private static Task task(JsonCursor one) {
        String kind = one.member("kind").text();
        String task = one.member("task").text();
        String every = one.find("every").map(JsonCursor::text).orElse("");
        String event = one.find("event").map(JsonCursor::text).orElse("");
        if (!KINDS.contains(kind)) {
            throw one.member("kind").fault("a kind of work is local, remote, diagnostic, repair or review");
        }
        if (task.isBlank() || task.length() > Field.MAX_CHARS) {
            throw one.member("task").fault("1 to " + Field.MAX_CHARS + " characters");
        }
        if (!every.isEmpty() && PlannedWork.interval(every).isEmpty()) {
            throw one.member("every").fault("an interval is an hour at least, such as P90D or PT12H");
        }
        if (!event.isEmpty() && (event.indexOf('=') < 1 || event.length() > Field.MAX_CHARS)) {
            throw one.member("event").fault("an event is KEY=VALUE");
        }
        if (every.isEmpty() && event.isEmpty()) {
            throw one.fault("a task has an interval or an event");
        }
        return new Task(kind, task, every, event);
    }
}
