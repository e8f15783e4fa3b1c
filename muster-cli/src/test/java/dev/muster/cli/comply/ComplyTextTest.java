package dev.muster.cli.comply;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What people read: the tree, the tables, the differences. */
class ComplyTextTest {
    private static final String WHY = """
        {"device":"device/cam-07","asOf":"2026-11-21T12:00:00Z",
         "verdict":{"requirement":"ETSI/5.3-9","paraphrase":"Verify update authenticity and integrity",
           "verdict":"NOT_SUPPORTED","grade":"ATTESTED","reasons":[],"wouldRaise":["run both drills on it"]},
         "checks":[
           {"check":"UP-secure","statement":"s","sufficiency":"FULL","note":"","outcome":"FAIL",
            "reason":"the tampered manifest was not refused","remedy":"r","facts":[
              {"subject":"device/cam-07","key":"update.tampered","value":"accepted","grade":"ATTESTED",
               "effectiveAt":"2026-11-21T11:00:00Z",
               "entry":{"index":41,"type":"update.reported","subject":"device/cam-07","issuer":"device/cam-07",
                 "receivedAt":"2026-11-21T11:00:01Z","digest":"00112233445566778899","erased":false}},
              {"subject":"device/cam-07","key":"update.installed","value":"success","grade":"ATTESTED",
               "effectiveAt":"2026-11-21T11:00:00Z","entry":null}]},
           {"check":"UP-signer-refused","statement":"s","sufficiency":"PARTIAL","note":"updates only",
            "outcome":"UNKNOWN","reason":"no evidence yet","remedy":"r","facts":[]}]}
        """;

    private static JsonNode json(String text) {
        return JsonMapper.builder().build().readTree(text);
    }

    @Test
    void aDerivationIsATreeDownToTheEntries() {
        assertThat(WhyTree.of(json(WHY), 200))
                .containsExactly(
                        "ETSI/5.3-9  Verify update authenticity and integrity",
                        "device/cam-07 at 2026-11-21T12:00:00Z: not supported, weakest grade attested",
                        "├─ UP-secure FAIL, answers all of it: the tampered manifest was not refused",
                        "│  ├─ device/cam-07 update.tampered = accepted (attested, true since 2026-11-21T11:00:00Z)",
                        "│  │  └─ entry 41 update.reported by device/cam-07, received 2026-11-21T11:00:01Z, digest"
                                + " 0011223344556677",
                        "│  └─ device/cam-07 update.installed = success (attested, true since 2026-11-21T11:00:00Z)",
                        "└─ UP-signer-refused UNKNOWN, answers a part of it: no evidence yet",
                        "     not covered: updates only",
                        "would raise it:",
                        "  - run both drills on it");
    }

    @Test
    void aSummarySaysHowFarLiveEvidenceReaches() {
        JsonNode posture = json("""
            {"sources":[
              {"id":"A","rows":10,"reachable":8,"counts":{"SUPPORTED":1,"PARTLY":2,"NOT_SUPPORTED":1,"STALE":3,
                "UNKNOWN":3},"grades":{"ATTESTED":1,"REPORTED":2}},
              {"id":"B","rows":4,"reachable":0,"counts":{"UNKNOWN":4},"grades":{}}],
             "requirements":[
              {"requirement":"A/1","verdict":"SUPPORTED","grade":"ATTESTED","live":1},
              {"requirement":"A/2","verdict":"PARTLY","grade":"REPORTED","live":1},
              {"requirement":"A/3","verdict":"NOT_SUPPORTED","grade":"OBSERVED","live":2},
              {"requirement":"A/4","verdict":"PARTLY","grade":"DOCUMENTED","live":1},
              {"requirement":"A/5","verdict":"STALE","grade":"ATTESTED","live":1},
              {"requirement":"A/6","verdict":"PARTLY","grade":"RECORDED","live":0},
              {"requirement":"B/1","verdict":"UNKNOWN","grade":null},
              {"requirement":"B/2","verdict":"SUPPORTED","grade":"RECORDED","live":0}]}
            """);
        assertThat(ComplyTable.summary(posture).subList(1, 4))
                .containsExactly(
                        List.of("A", "10", "8", "4", "50 %", "3", "1", "1 attested, 2 reported"),
                        List.of("B", "4", "0", "0", "-", "0", "1", "-"),
                        List.of("all", "14", "8", "4", "50 %", "3", "2", "1 attested, 2 reported"));
    }

    @Test
    void itFitsTheTerminal() {
        for (int width : new int[] {60, 80, 120}) {
            assertThat(WhyTree.of(json(WHY), width)).allMatch(line -> line.length() <= width);
        }
    }

    @Test
    void aRowWithoutChecksSaysWhy() {
        JsonNode why = json("""
            {"device":"device/x","asOf":"t","verdict":{"requirement":"7P/7P-3","paraphrase":"Several defences",
             "verdict":"UNKNOWN","grade":null,"reasons":["no check yet"],"wouldRaise":[]},"checks":[]}
            """);
        assertThat(WhyTree.of(why, 100))
                .containsExactly("7P/7P-3  Several defences", "device/x at t: unknown", "└─ no check yet");
    }

    @Test
    void aPersonsDecisionStandsBeforeTheChecksThatItDoesNotUndo() {
        String decided = WHY.replace("\"NOT_SUPPORTED\",\"grade\":\"ATTESTED\"", "\"WAIVED\",\"grade\":null")
                .replace("\"reasons\":[]", "\"reasons\":[\"ada waived it\",\"the evidence alone says: not supported\"]")
                .replace(
                        "\"checks\":[",
                        "\"decision\":{\"subject\":\"product/cam\",\"key\":\"assurance.waiver.ETSI/5.3-9\","
                                + "\"value\":\"2026-12-31T00:00:00Z operator/ada: soon\",\"grade\":\"RECORDED\","
                                + "\"effectiveAt\":\"2026-11-21T11:00:00Z\",\"entry\":null},\"checks\":[");
        assertThat(WhyTree.of(json(decided), 200))
                .contains(
                        "device/cam-07 at 2026-11-21T12:00:00Z: waived",
                        "├─ a person decided; the evidence alone says: not supported",
                        "│  └─ product/cam assurance.waiver.ETSI/5.3-9 = 2026-12-31T00:00:00Z operator/ada: soon"
                                + " (recorded, true since 2026-11-21T11:00:00Z)",
                        "├─ UP-secure FAIL, answers all of it: the tampered manifest was not refused");
    }

    @Test
    void aWaiverIsCalledOneAndNeverBetter() {
        JsonNode failing = json("{\"requirements\":[{\"requirement\":\"A/1\",\"verdict\":\"NOT_SUPPORTED\"}]}");
        JsonNode waived = json("{\"requirements\":[{\"requirement\":\"A/1\",\"verdict\":\"WAIVED\"}]}");
        assertThat(ComplyDiffVerb.changes(failing, waived))
                .extracting(ComplyDiffVerb.Change::word)
                .containsExactly("waived");
        assertThat(ComplyDiffVerb.changes(waived, failing))
                .extracting(ComplyDiffVerb.Change::word)
                .containsExactly("waiver over");
        assertThat(ComplyDiffVerb.changes(waived, failing)).allMatch(ComplyDiffVerb.Change::worse);
    }

    @Test
    void sourcesAreSummedUp() {
        JsonNode posture = json("""
            {"devices":25,"sources":[
             {"id":"ETSI","rows":67,"counts":{"SUPPORTED":5,"PARTLY":12,"UNKNOWN":50},"grades":{"ATTESTED":3,"OBSERVED":14}},
             {"id":"7P","rows":7,"counts":{"NOT_SUPPORTED":1,"UNKNOWN":6},"grades":{}}],"requirements":[]}
            """);
        assertThat(ComplyTable.sources(posture).subList(1, 4))
                .containsExactly(
                        List.of("ETSI", "67", "5", "12", "0", "0", "50", "0", "0", "3 attested, 14 observed"),
                        List.of("7P", "7", "0", "0", "1", "0", "6", "0", "0", "-"),
                        List.of("all", "74", "5", "12", "1", "0", "56", "0", "0", "3 attested, 14 observed"));
    }

    @Test
    void aDifferenceIsBetterOrWorse() {
        JsonNode before = json("""
            {"requirements":[{"requirement":"A/1","verdict":"SUPPORTED","paraphrase":"p"},
             {"requirement":"A/2","verdict":"UNKNOWN","paraphrase":"p"},
             {"requirement":"A/3","verdict":"PARTLY","paraphrase":"p"}]}
            """);
        JsonNode after = json("""
            {"requirements":[{"requirement":"A/1","verdict":"STALE","paraphrase":"p"},
             {"requirement":"A/2","verdict":"PARTLY","paraphrase":"p"},
             {"requirement":"A/3","verdict":"PARTLY","paraphrase":"p"}]}
            """);
        assertThat(ComplyDiffVerb.changes(before, after))
                .extracting(ComplyDiffVerb.Change::requirement, ComplyDiffVerb.Change::worse)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("A/1", true),
                        org.assertj.core.groups.Tuple.tuple("A/2", false));
    }
}
