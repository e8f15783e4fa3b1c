package dev.muster.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.crypto.SignatureScheme;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogKeysTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    Path folder;

    @Test
    void eachLogAndTheWitnessHaveAKeyOfTheirOwnWhichStays() {
        LogKeys keys = LogKeys.open(folder, RANDOM);
        Set<PublicKey> different = Set.of(
                keys.record().getPublic(),
                keys.statements().getPublic(),
                keys.witness().getPublic());
        assertThat(different).hasSize(3);
        LogKeys again = LogKeys.open(folder, RANDOM);
        assertThat(again.record().getPublic()).isEqualTo(keys.record().getPublic());
        assertThat(again.witness().getPublic()).isEqualTo(keys.witness().getPublic());
    }

    @Test
    void aFolderWithOneKeyForAllKeepsIt() {
        KeyPair one = LogKeys.pair(folder.resolve("notes.pem"), SignatureScheme.ED25519, RANDOM);
        LogKeys keys = LogKeys.open(folder, RANDOM);
        assertThat(keys.record().getPublic()).isEqualTo(one.getPublic());
        assertThat(keys.statements().getPublic()).isEqualTo(one.getPublic());
        assertThat(keys.witness().getPublic()).isEqualTo(one.getPublic());
        assertThat(folder.resolve("record.pem")).doesNotExist();
    }
}
