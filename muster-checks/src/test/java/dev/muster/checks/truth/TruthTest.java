package dev.muster.checks.truth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.assurance.PostureFold;
import dev.muster.core.assurance.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A verdict that no fault can change is worth nothing: each fault is to be caught by a requirement that names it. */
class TruthTest {
    private static final Set<Verdict.Kind> WORSE =
            Set.of(Verdict.Kind.NOT_SUPPORTED, Verdict.Kind.STALE, Verdict.Kind.UNKNOWN);
    /** Where the table stands, from the module's folder. */
    private static final Path TABLE = Path.of("..", "docs", "truth.md");

    @TempDir
    Path root;

    /** What one fault came to: rows that name it and changed, and how many others changed. */
    record Result(Fault fault, Map<String, Verdict.Kind> caught, int others) {}

    static List<Fault> faults() {
        return Stream.of(EvidenceFaults.all(), HostFaults.all(), LifeFaults.all(), PaperFaults.all(), DoorFaults.all())
                .flatMap(List::stream)
                .toList();
    }

    private Result run(Fault fault, int number) {
        Fleet fleet = new Fleet(root.resolve("f" + number));
        Map<String, Verdict.Kind> before = fleet.world.stands(Fleet.CAM);
        fault.injection().accept(fleet);
        fleet.world.settle();
        Map<String, Verdict.Kind> caught = new TreeMap<>();
        int others = 0;
        for (Map.Entry<String, Verdict.Kind> now : fleet.world.stands(Fleet.CAM).entrySet()) {
            Verdict.Kind was = before.getOrDefault(now.getKey(), Verdict.Kind.UNKNOWN);
            if (was != now.getValue() && WORSE.contains(now.getValue())) {
                if (fault.names().contains(now.getKey())) {
                    caught.put(now.getKey(), now.getValue());
                } else {
                    others++;
                }
            }
        }
        return new Result(fault, caught, others);
    }

    @Test
    void aHealthyFleetKeepsItsVerdictsForADay() {
        Fleet fleet = new Fleet(root.resolve("healthy"));
        int changed = 0;
        for (int minute = 10; minute <= 24 * 60; minute += 10) {
            fleet.world.later(Duration.ofMinutes(10));
            if (minute % 60 == 0) {
                fleet.checkIn();
                fleet.look();
            }
            for (PostureFold.Change change : fleet.world.settle()) {
                changed += change.requirements().size();
            }
        }
        assertThat(changed).as("verdicts that changed with nothing wrong").isZero();
    }

    @Test
    void nineteenOfTwentyFaultsAreCaughtByARowThatNamesThem() throws IOException {
        List<Result> results = new ArrayList<>();
        for (Fault fault : faults()) {
            results.add(run(fault, results.size()));
        }
        assertThat(results.stream().map(r -> r.fault().words()).distinct())
                .as("different faults")
                .hasSize(results.size())
                .hasSizeGreaterThanOrEqualTo(100);
        String table = new TruthTable(results, new Fleet(root.resolve("base")).world.stands(Fleet.CAM)).text();
        if (Boolean.getBoolean("muster.write")) {
            Files.writeString(TABLE, table);
        }
        long missed =
                results.stream().filter(result -> result.caught().isEmpty()).count();
        assertThat(20 * missed)
                .as(
                        "missed: %s",
                        results.stream()
                                .filter(r -> r.caught().isEmpty())
                                .map(r -> r.fault().words())
                                .toList())
                .isLessThanOrEqualTo(results.size());
        assertThat(said(Files.readString(TABLE)))
                .as("faults, catches and misses of docs/truth.md, no more and no less; -Dmuster.write=true writes it")
                .isEqualTo(said(table));
    }

    /** What the table claims: how many were caught and by which rows, and which were missed. */
    private static List<String> said(String table) {
        return table.lines()
                .filter(line -> line.matches("\\d+ faults, .*|- .*\\(.*|\\| \\d+ \\|.*"))
                .toList();
    }

    @Test
    void everyFamilyOfChecksIsHit() {
        Set<String> hit = new HashSet<>();
        faults().forEach(fault -> hit.add(fault.family()));
        Set<String> families = new TreeSet<>();
        World.ASSESSOR.checks().ids().forEach(id -> families.add(id.substring(0, 2)));
        assertThat(hit).containsAll(families);
    }
}
