package dev.muster.core.assurance;

import dev.muster.core.facts.Facts;
import dev.muster.core.ledger.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How every device of a fleet stood at one moment. Devices of one product mostly stand the same, so what is said of all of
 * them is counted once for those who stand alike. Not safe for several threads.
 */
public final class FleetPicture {
    private final Assessor assessor;
    private final Map<Subject, Standings> devices = new TreeMap<>();

    /** Devices that stand the same. */
    private record Alike(Standings standings, Subject first, int count) {
        Alike andOne() {
            return new Alike(standings, first, count + 1);
        }
    }

    /** @param assessor by which they were judged */
    public FleetPicture(Assessor assessor) {
        this.assessor = assessor;
    }

    /** This device stands so, whatever was said of it before. */
    public void put(Subject device, Standings standings) {
        devices.put(device, standings);
    }

    /** Judges every device of which something is known here, and takes how it stands; nothing else of it is kept. */
    public void judge(FactRegister register, Instant at) {
        List<Requirement> rows = assessor.places().requirements().stream()
                .map(id -> assessor.requirement(id).orElseThrow())
                .toList();
        for (Subject device : register.devices()) {
            Facts view = register.view(device);
            Map<String, Finding> findings = assessor.findings(view, at);
            byte[] codes = new byte[rows.size()];
            for (int place = 0; place < codes.length; place++) {
                codes[place] = assessor.standing(rows.get(place), view, Assessor.each(findings), at, _ -> {})
                        .code();
            }
            put(device, Standings.ofBytes(codes));
        }
    }

    /** Everybody. */
    public Map<Subject, Standings> stands() {
        return Collections.unmodifiableMap(devices);
    }

    /** All of them together: what {@link FleetPosture#of} would say of their postures. */
    public FleetPosture posture(Instant at) {
        List<Alike> alike = alike();
        FleetTally tally = new FleetTally(assessor.places().requirements().size());
        alike.forEach(some -> tally.stand(some.standings().codes(), some.count()));
        Map<RequirementId, FleetVerdict> verdicts = new TreeMap<>();
        for (int place = 0; place < assessor.places().requirements().size(); place++) {
            Map<Verdict.Kind, Integer> kinds = tally.kinds(place);
            Verdict.Kind kind = FleetVerdict.together(kinds);
            int here = place;
            Optional<Subject> example = alike.stream()
                    .filter(some -> some.standings().at(here).kind() == kind)
                    .map(Alike::first)
                    .findFirst();
            verdicts.put(
                    assessor.places().requirements().get(place),
                    new FleetVerdict(kind, kinds, tally.weakest(place), tally.live(place), example));
        }
        return new FleetPosture(at, devices.size(), verdicts);
    }

    /** The devices that have this verdict by this requirement, in order of id. */
    public Stream<Subject> standing(RequirementId id, Verdict.Kind kind) {
        OptionalInt place = assessor.places().of(id);
        return devices.entrySet().stream()
                .filter(one ->
                        place.isPresent() && one.getValue().at(place.getAsInt()).kind() == kind)
                .map(Map.Entry::getKey);
    }

    /** In the order of the first device of each. */
    private List<Alike> alike() {
        Map<Standings, Alike> alike = new LinkedHashMap<>();
        devices.forEach((device, standings) ->
                alike.merge(standings, new Alike(standings, device, 1), (before, _) -> before.andOne()));
        return new ArrayList<>(alike.values());
    }
}
