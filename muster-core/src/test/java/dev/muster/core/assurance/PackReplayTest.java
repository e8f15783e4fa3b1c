package dev.muster.core.assurance;

import static dev.muster.core.assurance.Given.CAM;
import static dev.muster.core.assurance.Given.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.devices.DeviceEvent;
import dev.muster.core.devices.DeviceRegistered;
import dev.muster.core.devices.DeviceState;
import dev.muster.core.devices.StateChanged;
import dev.muster.core.facts.Known;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.EntryLeaf;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.EventCodec;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.FactRule;
import dev.muster.core.ledger.Grade;
import dev.muster.core.ledger.Subject;
import dev.muster.format.audit.pack.Pack;
import dev.muster.format.audit.pack.PackEntry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A pack's claims follow from its entries, and a claim that does not is found although the pack is signed. */
class PackReplayTest {
    private static final Checks CHECKS = EveryCheck.all();
    private static final Assessor ASSESSOR = new Assessor(ShippedCatalogue.read(CHECKS.ids()), CHECKS);
    private static final EventCodec CODEC = EventCodec.of(List.of(DeviceEvent.class, AssuranceEvent.class));
    /** Stands for the rules of all topics. */
    private static final List<FactRule> RULES = List.of(new AssuranceFacts(), PackReplayTest::deviceFacts);

    private final List<PackEntry> entries = new ArrayList<>();
    private final FactRegister register = new FactRegister(Given.ORG);
    private final PackReplay replay = new PackReplay(CHECKS, CODEC, RULES);

    private static List<Fact> deviceFacts(Entry entry, Event event) {
        return switch (event) {
            case DeviceRegistered registered -> List.of(fact(entry, "devices.product", registered.product()));
            case StateChanged changed ->
                List.of(
                        fact(entry, "devices.state", changed.to().word()),
                        fact(entry, "attestation.unknown-parts", changed.detail()));
            default -> List.of();
        };
    }

    private static Fact fact(Entry entry, String key, String value) {
        return new Fact(entry.subject(), key, value, entry.effectiveAt(), Grade.RECORDED, entry.index());
    }

    private void say(Subject subject, Event event) {
        byte[] body = CODEC.encode(event);
        byte[] salt = new byte[32];
        Instant at = T0.plusSeconds(entries.size());
        Entry entry = new Entry(
                entries.size(),
                Given.ORG,
                CODEC.type(event),
                subject,
                at,
                at,
                "test",
                EntryLeaf.digest(salt, body),
                Optional.of(body));
        entries.add(new PackEntry(EntryLeaf.of(entry).data(), Optional.of(salt), Optional.of(body), List.of()));
        RULES.forEach(rule -> rule.facts(entry, event).forEach(fact -> register.accept(new Known(fact, at))));
    }

    private Pack pack() {
        PackDraft draft = PackDraft.of(ASSESSOR, register, register.devices(), T0.plusSeconds(60));
        return pack(draft.facts(), draft.devices(), entries);
    }

    private static Pack pack(List<Pack.FactLine> facts, List<Pack.DeviceLines> devices, List<PackEntry> entries) {
        Map<String, byte[]> files = new HashMap<>();
        ShippedCatalogue.files().forEach((name, text) -> files.put(name, text.getBytes(StandardCharsets.UTF_8)));
        return new Pack(
                Pack.FORMAT,
                Given.ORG.value(),
                T0.plusSeconds(60),
                T0.plusSeconds(60),
                new Pack.CatalogueFiles(ASSESSOR.catalogue().version(), files),
                facts,
                devices,
                entries,
                new byte[0],
                "",
                new byte[0],
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty());
    }

    PackReplayTest() {
        say(CAM, new DeviceRegistered("cam", "joining"));
        say(CAM, new StateChanged(DeviceState.JOINING, DeviceState.OPERATIONAL, "enrolled", "2"));
        say(Given.PRODUCT, new AssuranceEvent.NotApplicableDeclared("ETSI/5.7-2", "ada", "no network"));
    }

    @Test
    void everythingComesOutTheSame() {
        assertThat(replay.replay(pack())).isInstanceOfSatisfying(PackReplay.Outcome.Same.class, same -> {
            assertThat(same.findings()).isEqualTo(CHECKS.all().size());
            assertThat(same.verdicts()).isGreaterThan(60);
            assertThat(same.facts()).isEqualTo(4);
        });
    }

    @Test
    void aPackNamesOnlyEntriesThatItsClaimsRestOn() {
        PackDraft draft = PackDraft.of(ASSESSOR, register, register.devices(), T0.plusSeconds(60));
        assertThat(draft.entries()).containsExactly(0L, 1L, 2L);
        assertThat(draft.devices().getFirst().verdicts())
                .contains(new Pack.VerdictLine("ETSI/5.7-2", "NOT_APPLICABLE", Optional.empty()))
                .contains(new Pack.VerdictLine("ENISA/GP-TM-05", "NOT_SUPPORTED", Optional.of("RECORDED")));
    }

    @Test
    void aBetterVerdictThanTheEntriesGiveIsFound() {
        Pack good = pack();
        Pack.DeviceLines device = good.devices().getFirst();
        List<Pack.VerdictLine> better = device.verdicts().stream()
                .map(line -> line.verdict().equals("NOT_SUPPORTED")
                        ? new Pack.VerdictLine(line.requirement(), "PARTLY", line.grade())
                        : line)
                .toList();
        Pack forged =
                pack(good.facts(), List.of(new Pack.DeviceLines(device.device(), better, device.findings())), entries);
        assertThat(replay.replay(forged))
                .isInstanceOfSatisfying(
                        PackReplay.Outcome.Differs.class,
                        differs -> assertThat(differs.detail())
                                .contains("the verdict PARTLY on ENISA/GP-TM-05 does not follow"));
    }

    @Test
    void aFactThatItsEntryDoesNotStateIsFound() {
        Pack good = pack();
        List<Pack.FactLine> better = good.facts().stream()
                .map(line -> line.key().equals("attestation.unknown-parts")
                        ? new Pack.FactLine(
                                line.subject(), line.key(), "0", line.effectiveAt(), line.grade(), line.entry())
                        : line)
                .toList();
        assertThat(replay.replay(pack(better, good.devices(), entries)))
                .isEqualTo(new PackReplay.Outcome.Differs("entry 1 does not state attestation.unknown-parts = 0"));
    }

    @Test
    void anErasedBodyOrAnUnknownCheckCannotBeToldNeitherWay() {
        Pack good = pack();
        List<PackEntry> erased = new ArrayList<>(entries);
        erased.set(1, new PackEntry(entries.get(1).leaf(), Optional.empty(), Optional.empty(), List.of()));
        assertThat(replay.replay(pack(good.facts(), good.devices(), erased)))
                .isInstanceOf(PackReplay.Outcome.Unknown.class);
        PackReplay older = new PackReplay(new Checks(List.of()), CODEC, RULES);
        assertThat(older.replay(good)).isInstanceOf(PackReplay.Outcome.Unknown.class);
    }
}
