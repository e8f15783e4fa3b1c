package dev.muster.server.assurance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.assurance.Assessor;
import dev.muster.core.assurance.AssuranceFacts;
import dev.muster.core.assurance.Checks;
import dev.muster.core.assurance.FactRegister;
import dev.muster.core.assurance.FleetPosture;
import dev.muster.core.assurance.Overlay;
import dev.muster.core.assurance.RequirementId;
import dev.muster.core.assurance.ShippedCatalogue;
import dev.muster.core.assurance.Waiver;
import dev.muster.core.assurance.export.Export;
import dev.muster.core.assurance.export.Exported;
import dev.muster.core.facts.Known;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.Grade;
import dev.muster.core.ledger.Subject;
import dev.muster.server.ShippedChecks;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** OSCAL documents and sheets against what they promise. */
class ExportTest {
    private static final Checks CHECKS = ShippedChecks.all();
    private static final Assessor ASSESSOR = new Assessor(ShippedCatalogue.read(CHECKS.ids()), CHECKS);
    private static final List<Overlay> OVERLAYS = Overlay.shipped(ASSESSOR.catalogue());
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Subject CAM = Subject.device("cam-07");
    private static final Subject PRODUCT = new Subject("product", "cam");

    private static final RequirementId WAIVED = RequirementId.parse("NIST-CAT/SEC-COM-03");

    private static Exported exported(boolean devices) {
        FactRegister register = new FactRegister(AssuranceWorld.ACME);
        if (devices) {
            accept(register, CAM, "devices.product", "cam");
            accept(register, CAM, "attestation.status", "affirming");
            accept(register, CAM, "attestation.software", "mismatch");
            accept(register, CAM, "transport.version", "TLSv1.3");
            accept(register, CAM, "host.remote-login", "=cmd|' /C calc'!A0");
            accept(register, PRODUCT, "product.passwords", "no");
            accept(
                    register,
                    CAM,
                    AssuranceFacts.waiverKey(WAIVED),
                    "2026-12-31T00:00:00Z operator/ada: behind a locked door");
            accept(register, PRODUCT, "product.setup-guide", "https://maker.example/<setup>&\"more\"");
        }
        FleetPosture fleet = FleetPosture.of(ASSESSOR.catalogue(), ASSESSOR.fleet(register, NOW), NOW);
        return new Exported(
                "acme",
                devices ? Optional.of("cam") : Optional.empty(),
                ASSESSOR,
                fleet,
                register,
                Waiver.inForce(register, NOW));
    }

    private static void accept(FactRegister register, Subject subject, String key, String value) {
        register.accept(new Known(new Fact(subject, key, value, NOW, Grade.ATTESTED, 1), NOW));
    }

    static String text(String name, boolean devices) {
        byte[] bytes = Export.named(name, OVERLAYS).orElseThrow().make().apply(exported(devices));
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** What OSCAL asks of every document: its one root, a UUID of version 4 or 5, and the edition. */
    @ParameterizedTest
    @CsvSource({
        "catalog.json,catalog",
        "profile.json,profile",
        "component-definition.json,component-definition",
        "assessment-plan.json,assessment-plan",
        "assessment-results.json,assessment-results",
        "poam.json,plan-of-action-and-milestones"
    })
    void everyDocumentSaysWhatItIs(String export, String root) {
        for (boolean devices : new boolean[] {true, false}) {
            assertThat(text(export, devices))
                    .containsPattern("^\\{\\s*\"" + root + "\"")
                    .containsPattern(
                            "\"uuid\": *\"[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\"")
                    .containsPattern("\"oscal-version\": *\"1\\.1\\.3\"");
        }
    }

    @Test
    void theSameTimeGivesTheSameBytes() {
        for (Export export : Export.all(OVERLAYS)) {
            assertThat(export.make().apply(exported(true)))
                    .as(export.name())
                    .isEqualTo(export.make().apply(exported(true)));
        }
    }

    @Test
    void onlyWhatIsSupportedIsSatisfied() {
        assertThat(text("assessment-results.json", true))
                .contains("NIST-CAT/SEC-COM-02: evidence says supported", "\"satisfied\"")
                .contains("ENISA/GP-TM-04: evidence says not supported")
                .doesNotContain("GP-TM-46");
        assertThat(text("poam.json", true)).contains("muster why cam-07 ENISA/GP-TM-04");
        assertThat(text("poam.json", false)).contains("Nothing is open");
    }

    /** A reader of the file alone finds which device an observation is of, and nothing refers to what is not there. */
    @Test
    void observationsNameADeviceThatTheDocumentHas() {
        JsonNode result = results(true);
        JsonNode items = result.path("local-definitions").path("inventory-items");
        assertThat(items).hasSize(1);
        assertThat(items.path(0).path("description").asString()).isEqualTo("device/cam-07");
        assertThat(result.path("observations")).isNotEmpty().allSatisfy(observation -> {
            JsonNode subject = observation.path("subjects").path(0);
            assertThat(subject.path("type").asString()).isEqualTo("inventory-item");
            assertThat(subject.path("subject-uuid").asString())
                    .isEqualTo(items.path(0).path("uuid").asString());
            assertThat(subject.path("remarks").asString()).startsWith("the first of 1 with the verdict ");
        });
        assertThat(results(false).has("local-definitions")).isFalse();
    }

    private static JsonNode results(boolean devices) {
        return JsonMapper.shared()
                .readTree(text("assessment-results.json", devices))
                .path("assessment-results")
                .path("results")
                .path(0);
    }

    @Test
    void aWaivedRowIsOpenWithWhoWhyAndUntilWhen() {
        assertThat(text("poam.json", true))
                .contains("NIST-CAT/SEC-COM-03 is waived for 1 of 1 devices")
                .contains("device/cam-07 until 2026-12-31T00:00:00Z by operator/ada: behind a locked door");
        assertThat(text("poam.json", false)).doesNotContain("waived for");
    }

    @Test
    void aConformanceStatementLeavesOpenWhatNoEvidenceSpeaksOf() {
        String csv = text("etsi-ics.csv", true);
        assertThat(csv.lines()).hasSize(68);
        assertThat(csv.lines().filter(line -> line.startsWith("5.1-1,")))
                .singleElement()
                .asString()
                .contains("M C (passwords are used)", "N/A", "product.passwords is no");
        assertThat(csv.lines().filter(line -> line.startsWith("5.6-2,")))
                .singleElement()
                .asString()
                .contains("(to be filled in)");
    }

    /** Whoever fills a statement in reads what was looked at and what was not. */
    @Test
    void aStatementSaysByWhatAndWhatIsNotCovered() {
        String csv = text("etsi-ics.csv", true);
        assertThat(csv.lines().filter(line -> line.startsWith("5.5-1,")))
                .singleElement()
                .asString()
                .contains("TL-version (partial)", "the path to this server only");
        assertThat(csv.lines().filter(line -> line.startsWith("5.6-3,")))
                .singleElement()
                .asString()
                .endsWith(",-,-");
        assertThat(text("cra-technical-file.csv", true)).contains("how it applies: the sheet cra-annex-i");
        assertThat(text("assessment-results.json", true))
                .contains("muster why cam-07 NIST-CAT/SEC-COM-02 --as-of 2026-11-21T12:00:00Z");
    }

    @Test
    void noCellIsAFormulaAndNoWordIsMarkup() {
        assertThat(text("etsi-ixit.csv", true)).contains("'=cmd|").doesNotContain(",=cmd");
        assertThat(text("etsi-ixit.html", true))
                .contains("&lt;setup&gt;&amp;&quot;more")
                .doesNotContain("<setup>");
    }

    @Test
    void aFrameworkThatIsADataFileHasItsSheets() {
        assertThat(OVERLAYS)
                .extracting(Overlay::id)
                .containsExactly("ETSI-V3.1.3", "EN-18031", "CRA-ANNEX-I", "NIST-IR-8425");
        assertThat(OVERLAYS.getFirst().rows()).hasSize(78);
        assertThat(text("en-18031.csv", true)).contains("SCM", "ETSI/5.5-1 partly");
        assertThat(text("cra-annex-i.html", true)).contains("I-2a", "A4 landscape");
        assertThat(text("etsi-v3.1.3.csv", true).lines().filter(line -> line.startsWith("5.3-15B,")))
                .singleElement()
                .asString()
                .contains(",unknown,");
    }
}
