package dev.muster.server.assurance;

import static dev.muster.server.assurance.AssuranceWorld.ACME;
import static dev.muster.server.assurance.AssuranceWorld.CAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.core.assurance.FactRegister;
import dev.muster.core.assurance.PackReplay;
import dev.muster.core.ledger.Subject;
import dev.muster.format.audit.pack.Pack;
import dev.muster.format.audit.pack.PackVerifier;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.testing.BothDatabases;
import dev.muster.testing.TestFolders;
import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A pack about a part of the fleet holds that part, says so, and is as whole as one about all of it. */
class PackScopeContractTest {
    @BothDatabases
    void aPackIsOfItsScopeAndNothingElse(Database database) throws Exception {
        try (AssuranceWorld world = new AssuranceWorld(database)) {
            Subject lamp = Subject.device("lamp-01");
            world.say(Said.draft(CAM, FactRegister.PRODUCT_KEY, "cam", world.now()));
            world.say(Said.draft(lamp, FactRegister.PRODUCT_KEY, "lamp", world.now()));
            world.say(AssuranceContractTest.PARTS, "0");
            world.say(Said.draft(lamp, "transport.version", "TLSv1.3", world.now()));
            EvidenceKeys keys = new EvidenceKeys(TestFolders.create("muster-keys-"), new SecureRandom());
            PackMaker maker = new PackMaker(database, world.ledger, world.facts, world.assessor, keys, world.clock());
            Pack all = pack(world, maker, PackScope.ALL);
            assertThat(all.scope()).isEmpty();
            assertThat(all.devices()).hasSize(2);
            for (PackScope scope : List.of(PackDoor.scope("lamp", ""), PackDoor.scope("", "lamp-01"))) {
                Pack part = pack(world, maker, scope);
                assertThat(part.scope().orElseThrow()).contains("lamp");
                assertThat(part.devices())
                        .singleElement()
                        .satisfies(one -> assertThat(one.device()).isEqualTo("device/lamp-01"));
                assertThat(part.facts()).noneMatch(line -> line.subject().equals(CAM.text()));
                assertThat(part.entries()).hasSizeLessThan(all.entries().size());
                assertThat(part.devices()).isSubsetOf(all.devices());
            }
            assertThat(pack(world, maker, PackDoor.scope("nothing", "")).devices())
                    .isEmpty();
        }
    }

    /** A busy ledger commits between any two looks: what a pack tells is in the log that it shows all the same. */
    @BothDatabases
    void whatIsCommittedMeanwhileDoesNotBreakIt(Database database) throws Exception {
        try (AssuranceWorld world = new AssuranceWorld(database)) {
            world.say(Said.draft(CAM, FactRegister.PRODUCT_KEY, "cam", world.now()));
            EvidenceKeys keys = new EvidenceKeys(TestFolders.create("muster-keys-"), new SecureRandom());
            Database busy = (Database) Proxy.newProxyInstance(
                    Database.class.getClassLoader(), new Class<?>[] {Database.class}, (_, method, args) -> {
                        if (method.getName().equals("read")) {
                            world.say(AssuranceContractTest.PARTS, "0");
                        }
                        return method.invoke(database, args);
                    });
            PackMaker maker = new PackMaker(busy, world.ledger, world.facts, world.assessor, keys, world.clock());
            assertThat(pack(world, maker, PackScope.ALL).devices()).hasSize(1);
        }
    }

    private static Pack pack(AssuranceWorld world, PackMaker maker, PackScope scope) {
        PackVerifier.Report report =
                PackVerifier.verify(maker.make(ACME, Optional.empty(), List.of(), scope), maker.trust(ACME));
        assertThat(report.steps()).allMatch(PackVerifier.Step::holds);
        Pack pack = report.pack().orElseThrow();
        assertThat(new PackReplay(world.checks, world.codec, AssuranceWorld.RULES).replay(pack))
                .isInstanceOf(PackReplay.Outcome.Same.class);
        return pack;
    }

    @BothDatabases
    void whatIsNoScopeIsRefused(Database database) {
        for (List<String> slip : List.of(
                List.of("cam", "cam-01"),
                List.of("cam device/cam-07", ""),
                List.of("", "../x"),
                List.of("", "cam-01,"),
                List.of("", String.join(",", Collections.nCopies(501, "cam-01"))))) {
            assertThatThrownBy(() -> PackDoor.scope(slip.getFirst(), slip.getLast()))
                    .as("%s", slip.getFirst())
                    .hasMessage("scope-invalid");
        }
    }
}
