package dev.muster.agent.attest;

import dev.muster.agent.state.DeviceRoots;
import dev.muster.format.MalformedException;
import dev.muster.format.attest.eat.SlotClaims.DisputedResult;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.crypto.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The last attestation result, when this device did not accept it: the result as it came is kept in {@code
 * state/disputed-result}, reason and digest in {@code state/dispute}, which all evidence claims until a result is accepted.
 */
final class Dispute {
    private final DeviceRoots roots;
    private final Path file;

    Dispute(DeviceRoots roots) {
        this.roots = roots;
        this.file = roots.state().resolve("dispute");
    }

    void open(String reason, byte[] received) throws IOException {
        roots.write(roots.state().resolve("disputed-result"), received);
        roots.write(
                file, Cbor.array(Cbor.of(reason), Cbor.of(Sha256.of(received))).encoded());
    }

    void settle() throws IOException {
        Files.deleteIfExists(file);
    }

    Optional<DisputedResult> claim() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            CborArray kept = Cbor.parse(Files.readAllBytes(file)).asArray().ofSize(2);
            return Optional.of(
                    new DisputedResult(kept.get(0).asText(), kept.get(1).asBytes()));
        } catch (MalformedException | IllegalArgumentException damaged) {
            // What cannot be read cannot be told; the next result is judged afresh.
            return Optional.empty();
        }
    }
}
