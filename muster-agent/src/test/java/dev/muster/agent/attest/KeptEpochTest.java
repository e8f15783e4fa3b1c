package dev.muster.agent.attest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.Durability;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.devices.orders.Strength;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptEpochTest {
    private static final Instant NOW = Instant.parse("2026-11-30T00:00:00Z");
    private static final byte[] ID = {1, 2, 3};

    @TempDir
    private Path folder;

    @Test
    void anEpochCountsAsLongAgainAsItWas() throws IOException {
        long now = NOW.getEpochSecond();
        assertThat(kept(now - 60, now)).hasValue(ID);
        assertThat(kept(now - 120, now - 59)).hasValue(ID);
        assertThat(kept(now - 120, now - 60)).isEmpty();
    }

    @Test
    void oneAtNoTimeIsNoneAndEndsNobody() throws IOException {
        long now = NOW.getEpochSecond();
        assertThat(kept(0, Long.MAX_VALUE)).isEmpty();
        assertThat(kept(Long.MIN_VALUE, now)).isEmpty();
        assertThat(kept(Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond()))
                .isEmpty();
        assertThat(kept(now + 60, now)).isEmpty();
    }

    private Optional<byte[]> kept(long begins, long ends) throws IOException {
        DeviceRoots roots = DeviceRoots.under(folder, Strength.CHECKED, Durability.PROCESS_END)
                .create();
        byte[] answer = Cbor.map()
                .put(1, Cbor.of(ID))
                .put(2, Cbor.of(begins))
                .put(3, Cbor.of(ends))
                .put(4, Cbor.of(true))
                .build()
                .encoded();
        Files.write(roots.state().resolve("epoch"), answer);
        return new KeptEpoch(roots, "field").id(NOW);
    }
}
