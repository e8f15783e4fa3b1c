package dev.muster.checks.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Imports point downwards only, topics meet only in the ledger, and the floors without I/O have none. */
class FloorsTest {
    /** What any topic may see: where topics meet, and the nouns of the thing they are all about. */
    private static final Set<String> MEETING_PLACES = Set.of("ledger", "devices", "facts");

    /** Packages of the server that are ground, not topics. */
    private static final Set<String> GROUND = Set.of("http", "config", "outbound", "topic", "web");

    private static JavaClasses house;

    @BeforeAll
    static void read() {
        house = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.muster");
    }

    @Test
    void whatTestsShareKnowsNothingOfWhatItJudges() {
        noClasses()
                .that()
                .resideInAPackage("dev.muster.testing..")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.muster..")
                        .and(DescribedPredicate.not(resideInAPackage("dev.muster.testing.."))))
                .check(house);
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.muster.testing..")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.muster.testing.."))
                .because("it is on the class path of tests only")
                .check(house);
    }

    @Test
    void importsPointDownwards() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("dev.muster..")
                .layer("format")
                .definedBy("dev.muster.format..")
                .layer("core")
                .definedBy("dev.muster.core..")
                .layer("ledger")
                .definedBy("dev.muster.ledger..")
                .layer("server")
                .definedBy("dev.muster.server..")
                .layer("guard")
                .definedBy("dev.muster.guard..")
                .layer("agent")
                .definedBy("dev.muster.agent..")
                .layer("fleet")
                .definedBy("dev.muster.fleet..")
                .layer("cli")
                .definedBy("dev.muster.cli..")
                .whereLayer("cli")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("fleet")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("agent")
                .mayOnlyBeAccessedByLayers("fleet", "cli")
                .whereLayer("guard")
                .mayOnlyBeAccessedByLayers("agent", "cli")
                .whereLayer("server")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("ledger")
                .mayOnlyBeAccessedByLayers("server", "cli")
                .whereLayer("core")
                .mayOnlyBeAccessedByLayers("ledger", "server", "cli")
                .check(house);
    }

    @Test
    void formatAndCoreDoNoInputAndNoOutput() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.muster.format..", "dev.muster.core..")
                .and()
                .resideOutsideOfPackage("dev.muster.format.crypto..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "java.nio.file..", "java.net.http..", "java.sql..", "javax.net..", "org.slf4j..")
                        .or(named(
                                "java.io.File",
                                "java.io.FileInputStream",
                                "java.io.FileOutputStream",
                                "java.io.RandomAccessFile",
                                "java.net.Socket",
                                "java.util.logging.Logger")))
                .because("rules cannot do I/O when nothing to do it with is in reach (key stores in format.crypto"
                        + " excepted)")
                .check(house);
    }

    /** The Java of a device's package has few modules; a class that names another one fails when it is first used. */
    @Test
    void whatADeviceRunsNamesNoModuleThatItsJavaLacks() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.muster.format..",
                        "dev.muster.guard..",
                        "dev.muster.agent..",
                        "dev.muster.cli",
                        "dev.muster.cli.device..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "java.sql..",
                        "java.awt..",
                        "java.beans..",
                        "javax.naming..",
                        "javax.xml..",
                        "org.w3c..",
                        "org.xml.."))
                .because("packaging/build names the modules of a device's Java")
                .check(house);
    }

    /** A device's package has no JSON library: what its commands print is made of maps and texts (PlainJson). */
    @Test
    void whatADeviceRunsNeedsNoJsonLibrary() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.muster.format..", "dev.muster.guard..", "dev.muster.agent..", "dev.muster.cli.device..")
                .should()
                .dependOnClassesThat(resideInAPackage("tools.jackson.."))
                .because("packaging/build leaves it out")
                .check(house);
    }

    @Test
    void formatAndCoreAskNobodyForTheTime() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.muster.format..", "dev.muster.core..")
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.Clock.class, "systemUTC")
                .orShould()
                .callMethod(java.time.InstantSource.class, "system")
                .because("the clock is passed in, so that every answer can be replayed")
                .check(house);
    }

    @Test
    void coreTopicsMeetOnlyInTheLedger() {
        slices().assignedFrom(topics("dev.muster.core."))
                .should()
                .notDependOnEachOther()
                .ignoreDependency(DescribedPredicate.alwaysTrue(), meetingPlace("dev.muster.core."))
                .check(house);
    }

    @Test
    void serverTopicsMeetOnlyInTheLedger() {
        slices().assignedFrom(topics("dev.muster.server."))
                .should()
                .notDependOnEachOther()
                .ignoreDependency(DescribedPredicate.alwaysTrue(), meetingPlace("dev.muster.server."))
                .check(house);
    }

    @Test
    void theLedgersPackagesSeeOnlyThoseBeforeThem() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("dev.muster.ledger..")
                .layer("sql")
                .definedBy("dev.muster.ledger.sql..")
                .layer("sequence")
                .definedBy("dev.muster.ledger.sequence..")
                .layer("tree")
                .definedBy("dev.muster.ledger.tree..")
                .layer("ledger")
                .definedBy("dev.muster.ledger")
                .layer("statements")
                .definedBy("dev.muster.ledger.statements..")
                .layer("witness")
                .definedBy("dev.muster.ledger.witness..")
                .layer("export")
                .definedBy("dev.muster.ledger.export..")
                .layer("fsck")
                .definedBy("dev.muster.ledger.fsck..")
                .whereLayer("fsck")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("export")
                .mayOnlyBeAccessedByLayers("fsck")
                .whereLayer("witness")
                .mayOnlyBeAccessedByLayers("export", "fsck")
                .whereLayer("statements")
                .mayOnlyBeAccessedByLayers("witness", "export", "fsck")
                .whereLayer("ledger")
                .mayOnlyBeAccessedByLayers("statements", "witness", "export", "fsck")
                .whereLayer("tree")
                .mayOnlyBeAccessedByLayers("ledger", "statements", "witness", "export", "fsck")
                .whereLayer("sequence")
                .mayOnlyBeAccessedByLayers("tree", "ledger", "statements", "witness", "export", "fsck")
                .check(house);
    }

    @Test
    void doorsKnowNoDatabaseAndStoresKnowNoHttp() {
        noClasses()
                .that()
                .resideInAPackage("dev.muster.server..")
                .and()
                .haveSimpleNameEndingWith("Door")
                .should()
                .dependOnClassesThat(resideInAPackage("java.sql.."))
                .check(house);
        noClasses()
                .that()
                .resideInAPackage("dev.muster.server..")
                .and()
                .haveSimpleNameStartingWith("Sql")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.muster.server.http.."))
                .check(house);
    }

    @Test
    void oneGroundPackageKnowsItsLibrary() {
        classes()
                .that(use("org.eclipse.jetty"))
                .should()
                .resideInAPackage("dev.muster.server.http..")
                .check(house);
        classes()
                .that(use("com.zaxxer").or(use("org.sqlite")).or(use("org.postgresql")))
                .should()
                .resideInAPackage("dev.muster.ledger.sql..")
                .check(house);
    }

    private static DescribedPredicate<JavaClass> use(String library) {
        return DescribedPredicate.describe(
                "use " + library,
                c -> c.getDirectDependenciesFromSelf().stream()
                        .anyMatch(d -> d.getTargetClass().getPackageName().startsWith(library)));
    }

    private static DescribedPredicate<JavaClass> named(String... names) {
        Set<String> wanted = Set.of(names);
        return DescribedPredicate.describe("one of " + wanted, c -> wanted.contains(c.getName()));
    }

    private static DescribedPredicate<JavaClass> meetingPlace(String floor) {
        return DescribedPredicate.describe("a meeting place", c -> {
            String topic = topicOf(floor, c);
            return topic.isEmpty() || MEETING_PLACES.contains(topic) || GROUND.contains(topic);
        });
    }

    private static SliceAssignment topics(String floor) {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass c) {
                String topic = topicOf(floor, c);
                return topic.isEmpty() ? SliceIdentifier.ignore() : SliceIdentifier.of(topic);
            }

            @Override
            public String getDescription() {
                return "topics of " + floor;
            }
        };
    }

    /** The package segment after the floor; empty for what lies on the floor itself (Wiring sees everything). */
    private static String topicOf(String floor, JavaClass c) {
        if (!c.getPackageName().startsWith(floor)) {
            return "";
        }
        String rest = c.getPackageName().substring(floor.length());
        int dot = rest.indexOf('.');
        return dot < 0 ? rest : rest.substring(0, dot);
    }
}
