package dev.muster.agent.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseKeySet;
import dev.muster.format.crypto.Keys;
import dev.muster.format.devices.orders.Strength;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of keys that is no use is told by its name and the key's number, and is never taken for no file. */
class PayloadKeysTest {
    private static final CoseKey PAIR = CoseKey.agreement(Keys.generateP256(new SecureRandom()));
    private static final CoseKey SHARED = CoseKey.symmetric(new byte[32], Optional.empty());

    @TempDir
    private Path dir;

    private DeviceRoots roots;

    @BeforeEach
    void folder() throws IOException {
        roots = DeviceRoots.under(dir, Strength.CHECKED, Durability.PROCESS_END);
        Files.createDirectories(roots.factory());
    }

    private void holds(byte[] content) throws IOException {
        Files.write(PayloadKeys.file(roots), content);
    }

    @Test
    void oneKeyOrASetOrNoneIsRead() throws IOException {
        assertThat(PayloadKeys.read(roots).keys()).isEmpty();
        holds(PAIR.encode());
        assertThat(PayloadKeys.read(roots).keys()).containsExactly(PAIR);
        holds(new CoseKeySet(List.of(PAIR, SHARED)).encode());
        assertThat(PayloadKeys.read(roots).keys()).containsExactly(PAIR, SHARED);
    }

    private void refused(String why) {
        assertThatThrownBy(() -> PayloadKeys.read(roots))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("payload-keys.cbor")
                .hasMessageContaining(why);
    }

    @Test
    void whatOpensNothingIsRefused() throws IOException {
        holds(new byte[0]);
        refused("neither a COSE_Key nor a COSE_KeySet");
        holds("-----BEGIN PRIVATE KEY-----".getBytes(StandardCharsets.US_ASCII));
        refused("neither a COSE_Key nor a COSE_KeySet");
        holds(new CoseKeySet(List.of(PAIR, PAIR.publicHalf())).encode());
        refused("key 2: only the public half");
        holds(CoseKey.symmetric(new byte[20], Optional.empty()).encode());
        refused("key 1: a secret of 20 bytes");
        holds(CoseKey.of(Keys.generateP256(new SecureRandom()).getPublic()).encode());
        refused("key 1: the key says that it is for another algorithm");
        holds(new CoseKeySet(Collections.nCopies(17, SHARED)).encode());
        refused("17 keys");
        holds(new byte[64 * 1024 + 1]);
        refused("more than 65536 bytes");
    }
}
