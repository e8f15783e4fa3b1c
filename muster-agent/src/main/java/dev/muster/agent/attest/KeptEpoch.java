package dev.muster.agent.attest;

import dev.muster.agent.server.DeviceConnection;
import dev.muster.agent.server.ServerAway;
import dev.muster.agent.server.ServerRefused;
import dev.muster.agent.state.DeviceRoots;
import dev.muster.format.MalformedException;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborException;
import dev.muster.format.cbor.CborMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The epoch that the server was last heard to be in, for evidence when it cannot be asked for a nonce (RFC 9334 §10.3): the
 * answer of {@code GET /rats/{org}/epoch} as it came, in {@code state/epoch}.
 */
final class KeptEpoch {
    private static final long ID = 1;
    private static final long BEGINS = 2;
    private static final long ENDS = 3;
    private static final long TAKEN = 4;

    /** The year 9999: beyond it the arithmetic of times may overflow, and the agent would end of it again and again. */
    private static final long MOST_SECONDS = 253_402_300_799L;

    private final DeviceRoots roots;
    private final Path file;
    private final String org;

    KeptEpoch(DeviceRoots roots, String org) {
        this.roots = roots;
        this.file = roots.state().resolve("epoch");
        this.org = org;
    }

    /** @param taken whether the organisation goes by evidence over epochs */
    private record Epoch(byte[] id, Instant begins, Instant ends, boolean taken) {
        /** As long again as it was: so long evidence over it counts. */
        Instant over() {
            return ends.plus(Duration.between(begins, ends));
        }
    }

    /** What evidence can be made over; empty when nothing is known that the server would still go by. */
    Optional<byte[]> id(Instant now) throws IOException {
        return kept().filter(epoch -> epoch.taken() && now.isBefore(epoch.over()))
                .map(Epoch::id);
    }

    /**
     * Asks which epoch it is, once in each. A server that does not say, or has no such door, is asked again with the next
     * evidence: nothing else hangs on it.
     */
    void learn(DeviceConnection connection, Instant now) throws IOException, InterruptedException {
        Optional<Epoch> known = kept();
        if (known.filter(epoch -> now.isBefore(epoch.ends())).isPresent()) {
            return;
        }
        try {
            byte[] answer = connection
                    .get("/rats/" + org + "/epoch")
                    .orRefused("which epoch it is")
                    .body();
            read(answer);
            roots.write(file, answer);
        } catch (ServerRefused | MalformedException without) {
            Files.deleteIfExists(file);
        } catch (ServerAway away) {
            // The evidence went through a moment ago; the next one asks again.
        }
    }

    private Optional<Epoch> kept() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(read(Files.readAllBytes(file)));
        } catch (MalformedException damaged) {
            return Optional.empty();
        }
    }

    private static Epoch read(byte[] bytes) {
        CborMap map = Cbor.parse(bytes).asMap();
        long begins = map.require(BEGINS).asLong();
        long ends = map.require(ENDS).asLong();
        if (begins < 0 || ends < begins || ends > MOST_SECONDS) {
            throw new CborException("an epoch that is at no time", "/" + ENDS, -1);
        }
        return new Epoch(
                map.require(ID).asBytes(),
                Instant.ofEpochSecond(begins),
                Instant.ofEpochSecond(ends),
                map.get(TAKEN).map(Cbor::asBoolean).orElse(false));
    }
}
