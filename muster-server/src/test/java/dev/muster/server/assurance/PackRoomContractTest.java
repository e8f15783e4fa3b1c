package dev.muster.server.assurance;

import static dev.muster.server.assurance.AssuranceWorld.ACME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.core.assurance.FactRegister;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.testing.BothDatabases;
import dev.muster.server.http.OneAtATime;
import dev.muster.server.http.Refused;
import dev.muster.server.http.Response;
import dev.muster.testing.TestFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Packs that nobody takes do not fill the disk. */
class PackRoomContractTest {
    private static Response pack(PackDoor door) {
        return door.made(ACME, Optional.empty(), List.of(), PackScope.ALL);
    }

    private static void departed(Response response) {
        ((Response.Spooled) response.body()).departed().run();
    }

    @BothDatabases
    void soManyAreUnderWayAndNoneWithoutRoom(Database database) throws IOException {
        try (AssuranceWorld world = new AssuranceWorld(database)) {
            world.say(Said.draft(AssuranceWorld.CAM, FactRegister.PRODUCT_KEY, "cam", world.now()));
            EvidenceKeys keys = new EvidenceKeys(TestFolders.create("muster-keys-"), new SecureRandom());
            PackMaker maker = new PackMaker(database, world.ledger, world.facts, world.assessor, keys, world.clock());
            Path folder = TestFolders.create("muster-spool-");
            PackDoor door = new PackDoor(maker, new OneAtATime(), folder, 2, 0);
            Response first = pack(door);
            pack(door);
            assertThatThrownBy(() -> pack(door)).isInstanceOf(Refused.class).hasMessage("packs-under-way");
            departed(first);
            departed(first);
            pack(door);
            assertThatThrownBy(() -> pack(door)).as("given back once").hasMessage("packs-under-way");
            Path full = TestFolders.create("muster-spool-");
            PackDoor narrow = new PackDoor(maker, new OneAtATime(), full, 1, Long.MAX_VALUE);
            for (int again = 0; again < 3; again++) {
                assertThatThrownBy(() -> pack(narrow))
                        .isInstanceOf(Refused.class)
                        .hasMessage("no-room");
            }
            try (Stream<Path> left = Files.list(full)) {
                assertThat(left).isEmpty();
            }
        }
    }
}
