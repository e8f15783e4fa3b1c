package dev.muster.server.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.governance.Instance;
import dev.muster.core.governance.Machines;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PapersTest {
    private static final Instant AT = Instant.parse("2026-11-29T08:00:00Z");

    @Test
    void aTableIsOneThatSpreadsheetsReadAndDoNotCompute() {
        Instance line = new Instance(
                "budget-line",
                "b1",
                "proposed",
                AT,
                Map.of("category", "=1+1", "device-class", "cams, \"all\""),
                List.of());
        assertThat(Papers.csv(Machines.shipped().find("budget-line").orElseThrow(), List.of(line)))
                .isEqualTo(
                        "id,state,since,category,device-class,planned,currency,lifetime,from,until,devices,changes\r\n"
                                + "b1,proposed,2026-11-29T08:00:00Z,'=1+1,\"cams, \"\"all\"\"\",,,,,,,\r\n");
    }

    @Test
    void aCalendarFoldsItsLines() {
        Instance policy = new Instance("policy", "p".repeat(60), "in-force", AT, Map.of(), List.of());
        String calendar = Papers.calendar("acme", List.of(Map.entry(policy, AT)), AT);
        assertThat(calendar).startsWith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n").endsWith("END:VCALENDAR\r\n");
        assertThat(calendar.split("\r\n")).allMatch(line -> line.length() <= 75);
        assertThat(calendar.replace("\r\n ", "")).contains("UID:policy-" + "p".repeat(60) + "@acme.muster\r\n");
    }
}
