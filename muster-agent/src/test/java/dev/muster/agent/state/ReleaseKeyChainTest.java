package dev.muster.agent.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.agent.OfflineInstall;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.crypto.Pem;
import dev.muster.format.devices.orders.Strength;
import dev.muster.format.join.x509.CertificateReader;
import dev.muster.format.update.keys.ReleaseKeyList;
import dev.muster.format.update.keys.SignedKeyList;
import dev.muster.format.update.keys.TrustedKeys.Following;
import dev.muster.testing.Authority;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device keeps what it followed, whatever becomes of its file, and never more than that. */
class ReleaseKeyChainTest {
    @TempDir
    Path folder;

    private final Authority first = Authority.root("CN=Release,O=Acme", Instant.now());
    private final Authority second = Authority.root("CN=Release,O=Acme", Instant.now());
    private DeviceRoots roots;

    @BeforeEach
    void device() throws IOException {
        roots = DeviceRoots.under(folder, Strength.CHECKED, Durability.PROCESS_END);
        Files.createDirectories(roots.factory());
        roots.create();
        new Factory(URI.create("https://localhost:1"), "acme", "lamp", "acme.example").write(roots);
        makers(first);
    }

    private void makers(Authority... makers) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Authority one : makers) {
            text.append(new Pem("CERTIFICATE", CertificateReader.encoded(one.certificate())).encode());
        }
        Files.writeString(Factory.makers(roots), text);
    }

    private static SignedKeyList list(long epoch, int needed, List<Authority> keys, Authority... by) {
        ReleaseKeyList list = new ReleaseKeyList(
                "lamp",
                epoch,
                needed,
                keys.stream()
                        .map(key -> new ReleaseKeyList.Key(
                                "Acme", CoseKey.of(key.keys().getPublic())))
                        .toList());
        List<CoseSigner> signers = Stream.of(by)
                .map(key -> CoseSigner.of(CoseAlgorithm.ESP256, key.keys().getPrivate(), Optional.empty()))
                .toList();
        return SignedKeyList.sign(list, signers);
    }

    private ReleaseKeyChain chain() throws IOException {
        return new ReleaseKeyChain(roots, "lamp");
    }

    @Test
    void whatWasFollowedCountsAfterARestart() throws IOException {
        ReleaseKeyChain chain = chain();
        List<Authority> both = List.of(first, second);
        assertThat(chain.follow(List.of(list(1, 2, both, first, second), list(2, 1, List.of(second), first, second))))
                .isEmpty();
        assertThat(chain().trusted().epoch()).isEqualTo(2);
        assertThat(chain().trusted().signers()).hasSize(1);
        // The same again, as a stick or another answer of the server brings it.
        assertThat(chain.follow(List.of(list(1, 2, both, first, second)))).isEmpty();
    }

    @Test
    void ofSeveralListsThoseBeforeABadOneAreKept() throws IOException {
        ReleaseKeyChain chain = chain();
        assertThat(chain.follow(List.of(list(1, 1, List.of(second), first, second), list(2, 1, List.of(first), first))))
                .map(Following.Refused::reason)
                .hasValue("too-few-signers");
        assertThat(chain().trusted().epoch()).isEqualTo(1);
    }

    @Test
    void whoWritesIntoTheFileAddsNoKeyOfHis() throws IOException {
        Authority stranger = Authority.root("CN=Release,O=Mallory", Instant.now());
        Files.write(
                ReleaseKeyChain.file(roots),
                SignedKeyList.several(
                        List.of(list(1, 1, List.of(stranger), stranger).encode())));
        ReleaseKeyChain chain = chain();
        assertThat(chain.trusted().epoch()).isZero();
        assertThat(chain.isTorn()).isTrue();
    }

    @Test
    void aTornFileIsToldAndMendedByTheSameListsAgain() throws IOException {
        SignedKeyList one = list(1, 1, List.of(second), first, second);
        chain().follow(List.of(one));
        byte[] good = Files.readAllBytes(ReleaseKeyChain.file(roots));
        for (int length : List.of(0, 1, good.length / 2, good.length - 1)) {
            Files.write(ReleaseKeyChain.file(roots), Arrays.copyOf(good, length));
            ReleaseKeyChain torn = chain();
            assertThat(torn.isTorn()).as("%s bytes", length).isTrue();
            torn.follow(List.of(one));
            assertThat(torn.isTorn()).isFalse();
            assertThat(chain().trusted().epoch()).isEqualTo(1);
        }
    }

    @Test
    void theFactoryMayAskForSeveral() throws IOException {
        makers(first, second);
        Path file = roots.factory().resolve("agent.properties");
        Files.writeString(file, Files.readString(file) + "makers-needed=2\n");
        assertThat(chain().trusted().needed()).isEqualTo(2);
        assertThat(chain().follow(List.of(list(1, 1, List.of(first), first)))).isPresent();
    }

    @Test
    void aStickWhoseListIsNotFollowedIsSaidSo() throws IOException {
        Path stick = Files.createDirectories(folder.resolve("stick"));
        Path envelope = Files.write(stick.resolve("update.suit"), new byte[8]);
        Path lists = stick.resolve("release-keys.cbor");
        Files.write(
                lists,
                SignedKeyList.several(
                        List.of(list(1, 1, List.of(second), second).encode())));
        assertThatThrownBy(() -> OfflineInstall.install(roots, envelope))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("too-few-signers");
        Files.writeString(lists, "no lists");
        assertThatThrownBy(() -> OfflineInstall.install(roots, envelope)).hasMessageContaining("holds no lists");
        assertThat(chain().trusted().epoch()).isZero();
    }
}
