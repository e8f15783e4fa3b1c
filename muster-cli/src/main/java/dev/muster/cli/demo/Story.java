package dev.muster.cli.demo;

import dev.muster.cli.Screen;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Tells the demo line by line, each with the time since its beginning; with {@code --json} each line is an object. */
final class Story {

    private final Screen screen;
    private final long begin = System.nanoTime();

    Story(Screen screen) {
        this.screen = screen;
    }

    /** Time since the story began. */
    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** One line of a step. */
    void line(String step, String text) {
        line(step, text, Map.of());
    }

    /**
     * One line of a step.
     *
     * @param figures what was measured, for {@code --json}; a text line says it in words already
     */
    synchronized void line(String step, String text, Map<String, ?> figures) {
        if (screen.wantsJson()) {
            Map<String, Object> event = new LinkedHashMap<>();
            event.put("at_ms", elapsed().toMillis());
            event.put("step", step);
            event.put("text", text);
            event.putAll(figures);
            screen.json(event);
        } else {
            long seconds = elapsed().toSeconds();
            screen.line(String.format(Locale.ROOT, "%02d:%02d %-8s %s", seconds / 60, seconds % 60, step, text));
        }
    }

    /** Milliseconds as people read them: {@code 38 ms}, {@code 1.9 s}. */
    static String time(Duration duration) {
        long millis = duration.toMillis();
        return millis < 1000 ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
}
