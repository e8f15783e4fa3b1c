package dev.muster.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenSSL agrees with what the tests' authority says. */
class AuthorityTest {
    @TempDir
    Path folder;

    @Test
    void opensslFollowsAChainOverAnIntermediateAuthority() throws Exception {
        Needs.tool("openssl", "the tests' own authority judged by a second implementation");
        Authority root = Authority.root("CN=Root, O=Acme", Instant.now());
        Authority.Identity device =
                root.intermediate("CN=Factory 7, O=Acme", Instant.now()).identity("CN=cam-07", Instant.now());
        assertThat(device.chain()).hasSize(2);
        Files.writeString(folder.resolve("root.pem"), Authority.pem(root.certificate()));
        Files.writeString(
                folder.resolve("leaf.pem"), Authority.pem(device.chain().getFirst()));
        Files.writeString(
                folder.resolve("above.pem"), Authority.pem(device.chain().get(1)));
        Peer.Result verified = Peer.run(
                folder,
                Duration.ofSeconds(20),
                "openssl",
                "verify",
                "-x509_strict",
                "-CAfile",
                "root.pem",
                "-untrusted",
                "above.pem",
                "leaf.pem");
        assertThat(verified).isEqualTo(new Peer.Result(0, "leaf.pem: OK"));
        Authority stranger = Authority.root("CN=Root, O=Acme", Instant.now());
        Files.writeString(folder.resolve("root.pem"), Authority.pem(stranger.certificate()));
        assertThat(Peer.run(
                                folder,
                                Duration.ofSeconds(20),
                                "openssl",
                                "verify",
                                "-CAfile",
                                "root.pem",
                                "-untrusted",
                                "above.pem",
                                "leaf.pem")
                        .status())
                .isNotZero();
    }
}
