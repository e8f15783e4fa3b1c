package dev.muster.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.testing.Waiting;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** What goes from a maker to an operator and back. */
@Timeout(180)
class ExchangeTest extends ExchangePair {
    @Test
    void papersGoToThoseWhoBoughtAndComeBackWhenTheMakerTakesThemBack() throws Exception {
        publish("sheet", "cost-sheet", "cam", "customer", SHEET, "text/plain");
        publish("other", "cost-sheet", "lamp", "customer", "lamps".getBytes(StandardCharsets.UTF_8), "text/plain");
        publish("can", "capability-statement", "cam", "customer", """
            {"capabilities": [{"requirement": "NIST-CAT/SEC-COM-01", "level": "full"},
             {"requirement": "NIST-CAT/SEC-EXE-01", "level": "partial", "note": "root may run anything"}]}\
            """.getBytes(StandardCharsets.UTF_8), CAPABILITIES);
        HttpResponse<String> other =
                atMaker.call("POST", "/api/v1/demo/exchange/papers/sheet", new byte[] {1}, "text/plain");
        assertThat(other.body()).as("other bytes than the approved ones").contains("digest-conflict");

        JsonNode round = ask();
        assertThat(round.path("taken")).as(round.toString()).hasSize(2);
        assertThat(round.path("refused")).isEmpty();
        JsonNode papers = tree(atOperator.get("/api/v1/demo/exchange/received")).path("papers");
        assertThat(papers.toString()).contains("\"sheet\"", "\"can\"").doesNotContain("lamp");
        assertThat(atOperator.get("/api/v1/demo/exchange/received/lens/sheet").body())
                .isEqualTo(new String(SHEET, StandardCharsets.UTF_8));
        assertThat(ask().path("known").asInt()).as("said again it is known").isEqualTo(2);

        String mine = papers.valueStream()
                .filter(paper -> paper.path("item").asString().equals("sheet"))
                .findFirst()
                .orElseThrow()
                .path("record")
                .asString();
        assertThat(record(atOperator, "document", mine).path("state").asString())
                .isEqualTo("draft");
        assertThat(record(atMaker, "document", "sheet")
                        .path("fields")
                        .path("to")
                        .asString())
                .isEqualTo("The city");
        ok(atOperator.post("/api/v1/demo/exchange/received/lens/sheet/read", Map.of()));
        assertThat(record(atMaker, "document", "sheet")
                        .path("fields")
                        .path("receipt")
                        .asString())
                .startsWith("The city: ");
        gaps();

        ok(move(people.get("maker/approver"), "document", "sheet", "withdraw"));
        assertThat(ask().path("taken").toString()).contains("withdrawal of sheet");
        assertThat(record(atOperator, "document", mine).path("state").asString())
                .isEqualTo("withdrawn");
        assertThat(ok(atOperator.get("/o/demo/exchange")).body()).contains("2 papers of makers, 1 withdrawn");
    }

    private void gaps() throws Exception {
        ok(move(
                atOperator,
                "acquisition",
                "q1",
                "open-request",
                "profile",
                "NIST-CAT/SEC-COM-01 full, NIST-CAT/SEC-EXE-01 full, NIST-CAT/SEC-INT-01 partial",
                "documents",
                "cost-sheet, maintenance-profile"));
        JsonNode gaps = tree(atOperator.get("/api/v1/demo/exchange/gaps/q1?maker=lens"));
        assertThat(gaps.path("open").asInt()).isEqualTo(3);
        assertThat(gaps.path("lines")
                        .valueStream()
                        .filter(line -> !line.path("met").asBoolean())
                        .map(line -> line.path("name").asString()))
                .containsExactly("NIST-CAT/SEC-EXE-01", "NIST-CAT/SEC-INT-01", "maintenance-profile");
        assertThat(ok(atOperator.get("/o/demo/exchange/gaps/q1")).body())
                .contains("3 of 5 are missing", "root may run anything", "not spoken of");
        compared();
    }

    /** The comparison is kept in the record, by Muster and by nobody else, and is what the officer concludes from. */
    private void compared() throws Exception {
        ApiUser officer = people.get("operator/officer");
        String gaps = "/api/v1/demo/exchange/gaps/q1";
        assertThat(atOperator.post(gaps, Map.of()).statusCode())
                .as("before there are offers")
                .isEqualTo(409);
        String now = Instant.now().toString();
        ok(move(
                officer,
                "acquisition",
                "q1",
                "set-requirements",
                "device-class",
                "cam",
                "mission",
                "m",
                "environment",
                "e"));
        ok(move(officer, "acquisition", "q1", "notify", "notice-sent", now, "notice-acknowledged", now));
        ok(move(officer, "acquisition", "q1", "collect", "offers", "lens"));
        JsonNode kept = tree(atOperator.post(gaps, Map.of()));
        assertThat(kept.path("gaps").asString()).isEqualTo("lens: 3 of 5");
        assertThat(tree(atOperator.get(gaps)).path("kept").path(0).path("lines").size())
                .isEqualTo(5);
        assertThat(move(officer, "acquisition", "q1", "assess", "gaps", "lens: none of 5")
                        .statusCode())
                .isEqualTo(409);
        ok(move(officer, "acquisition", "q1", "assess"));
        assertThat(ok(atOperator.get("/o/demo/exchange/gaps/q1")).body()).contains("Offer of lens, kept with entry");
        delivered();
    }

    /** What was ordered is tested by Muster when it is delivered: the first unit has to show what it is. */
    private void delivered() throws Exception {
        ApiUser officer = people.get("operator/officer");
        ok(move(people.get("operator/approver"), "acquisition", "q1", "decide"));
        ok(move(
                officer,
                "acquisition",
                "q1",
                "contract",
                "ordered",
                Instant.now().toString(),
                "tests",
                "7P/7P-1 partly"));
        product(atOperator, "cam");
        ok(atOperator.post("/api/v1/demo/devices", Map.of("id", "cam-31", "product", "cam")));
        ok(move(officer, "acquisition", "q1", "deliver", "first-unit", "cam-31"));
        Waiting.until(
                "the test began", Duration.ofSeconds(60), () -> verification().isPresent());
        JsonNode test = record(atOperator, "verification", verification().orElseThrow());
        assertThat(test.path("state").asString()).isEqualTo("running");
        assertThat(test.path("fields").path("device").asString()).isEqualTo("cam-31");
        assertThat(test.path("fields").path("tests").asString()).isEqualTo("7P/7P-1 partly");
        assertThat(move(officer, "acquisition", "q1", "accept", "interactions", "i", "acceptance", "a")
                        .statusCode())
                .isEqualTo(403);
    }

    private Optional<String> verification() {
        try {
            return Optional.of(record(atOperator, "acquisition", "q1")
                            .path("fields")
                            .path("verification")
                            .asString(""))
                    .filter(id -> !id.isEmpty());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void questionsGoThereAndAnswersComeBack() throws Exception {
        ok(move(atOperator, "case", "c-1", "open-request"));
        ok(move(
                people.get("operator/officer"),
                "case",
                "c-1",
                "triage",
                "kind",
                "documentation-request",
                "about",
                "maintenance profile of cam",
                "aware-at",
                Instant.now().toString()));
        Map<String, String> letter = Map.of("thread", "c-1", "text", "We have no maintenance profile.");
        ok(atOperator.post("/api/v1/demo/exchange/makers/lens/letters", letter));
        assertThat(record(atOperator, "case", "c-1").path("state").asString()).isEqualTo("sent");
        JsonNode asked = record(atMaker, "feedback", "city:c-1");
        assertThat(asked.path("fields").path("says").asString()).isEqualTo("We have no maintenance profile.");
        assertThat(atOperator
                        .post("/api/v1/demo/exchange/makers/lens/letters", letter)
                        .body())
                .as("a case is sent once")
                .contains("case-conflict");
        assertThat(ask().path("taken")).as("nobody answered yet").isEmpty();

        ok(move(people.get("maker/officer"), "feedback", "city:c-1", "answer", "answer", "It is out tomorrow."));
        assertThat(ask().path("taken").toString()).contains("answer to c-1");
        JsonNode answered = record(atOperator, "case", "c-1");
        assertThat(answered.path("state").asString()).isEqualTo("answered");
        assertThat(answered.path("fields").path("response").asString()).isEqualTo("It is out tomorrow.");
        assertThat(ask().path("known").asInt()).isEqualTo(1);

        ok(atOperator.post(
                "/api/v1/demo/exchange/makers/lens/letters",
                Map.of("kind", "feedback", "about", "logging", "thread", "f-1", "text", "Times are missing.")));
        assertThat(record(atMaker, "feedback", "city:f-1")
                        .path("fields")
                        .path("about")
                        .asString())
                .isEqualTo("logging");
    }
}
